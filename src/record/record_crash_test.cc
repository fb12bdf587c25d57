#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <map>
#include <set>
#include <thread>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

// What the child says it has on disk: fixed size, so that a cut line shows.
struct Acknowledged {
  uint64_t source_id = 0;
  uint64_t number = 0;
  uint64_t sequence = 0;
};

// So short a log that it is moved into the file all the time.
RecordOptions with_a_short_log(RecordOptions options) {
  options.log = {.pages_wanted = 20, .pages_max = 40};
  return options;
}

// Tells groups until it is killed, and amends after some.
void tell_until_killed(const RecordOptions& options, uint64_t first_id, int pipe) {
  Result<std::unique_ptr<Record>> record = Record::open(options);
  if (!record) _exit(1);
  Rng rng(first_id);
  for (uint64_t id = first_id;;) {
    std::vector<Telling> group(1 + rng.below(60));
    const uint64_t first_of_group = id;
    for (Telling& one : group) {
      one = telling(std::to_string(id), "words of " + std::to_string(id), std::to_string(id % 7));
      ++id;
    }
    const Result<std::vector<Result<Receipt>>> answers = (*record)->tell(group, "child");
    if (!answers) _exit(2);
    std::vector<Acknowledged> lines;
    for (size_t i = 0; i < answers->size(); ++i) {
      if (!(*answers)[i]) _exit(3);
      lines.push_back({first_of_group + i, (*answers)[i]->number, (*answers)[i]->sequence});
    }
    const size_t bytes = lines.size() * sizeof(Acknowledged);
    if (write(pipe, lines.data(), bytes) != static_cast<ssize_t>(bytes)) _exit(4);
    const uint64_t any = lines.front().number;
    if (rng.chance(0.3) && !(*record)->amend(any, telling("", "mended").experience, "child")) {
      _exit(5);
    }
  }
}

class RecordCrash : public RecordFixture {
 protected:
  // Whether the time runs from the child's start, or from its first acknowledgement
  // (so that a slow machine gets to work at all).
  enum class Moment : uint8_t { kFromStart, kAtWork };

  static bool read_some(int pipe, std::string& bytes) {
    char part[4096];
    const ssize_t got = read(pipe, part, sizeof part);
    if (got > 0) bytes.append(part, static_cast<size_t>(got));
    return got > 0;
  }

  // Runs a child, kills it after a while, and gives back what it acknowledged.
  std::vector<Acknowledged> run_and_kill(uint64_t first_id, uint64_t after_us, Moment moment) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      tell_until_killed(with_a_short_log(options()), first_id, ends[1]);
      _exit(0);
    }
    close(ends[1]);
    std::string bytes;
    if (moment == Moment::kAtWork) read_some(ends[0], bytes);
    std::thread killer([child, after_us] {
      std::this_thread::sleep_for(std::chrono::microseconds(after_us));
      kill(child, SIGKILL);
    });
    while (read_some(ends[0], bytes)) {
    }
    close(ends[0]);
    killer.join();
    int how = 0;
    EXPECT_EQ(waitpid(child, &how, 0), child);
    EXPECT_TRUE(WIFSIGNALED(how)) << "the child ended by itself, with " << WEXITSTATUS(how);
    std::vector<Acknowledged> lines(bytes.size() / sizeof(Acknowledged));
    if (!lines.empty()) {
      std::memcpy(lines.data(), bytes.data(), lines.size() * sizeof(Acknowledged));
    }
    return lines;
  }
};

// Goal: killed at any moment, the record opens again by itself, holds everything
// that was acknowledged, nothing twice, and no gap in the sequences.
TEST_F(RecordCrash, KeepsEverythingAcknowledgedWhenKilledAtAnyMoment) {
  Rng rng(20);
  std::map<std::string, Acknowledged> acknowledged;
  for (uint64_t round = 0; round < 20; ++round) {
    SCOPED_TRACE(testing::Message() << "round=" << round);
    record_.reset();
    const Moment moment = round % 4 == 0 ? Moment::kFromStart : Moment::kAtWork;
    const std::vector<Acknowledged> lines =
        run_and_kill(1 + round * 1'000'000, rng.below(40'000), moment);
    for (const Acknowledged& line : lines) {
      acknowledged[std::to_string(line.source_id)] = line;
    }
    reopen();
    ASSERT_TRUE(record_);
    std::set<std::string> seen;
    size_t found = 0;
    FH_EXPECT_OK(record_->for_each([&](const Experience& one) -> Status {
      EXPECT_TRUE(seen.insert(one.source_id).second) << "twice: " << one.source_id;
      const auto line = acknowledged.find(one.source_id);
      if (line == acknowledged.end()) return {};  // on disk, but killed before it was said
      ++found;
      EXPECT_EQ(one.number, line->second.number);
      EXPECT_GE(one.sequence, line->second.sequence);
      if (one.version == 1) {
        EXPECT_EQ(one.sequence, line->second.sequence);
      }
      return {};
    }));
    EXPECT_EQ(found, acknowledged.size());
    expect_sound();
  }
  EXPECT_GT(acknowledged.size(), 100U) << "the children were killed before they did anything";
}

}  // namespace
}  // namespace fh::record
