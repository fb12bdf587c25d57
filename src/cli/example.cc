#include "cli/example.h"

#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/json.h"
#include "cli/access.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "engine/engine.h"
#include "example/stream.h"
#include "example/truths.h"

namespace fh::cli {
namespace {

constexpr size_t kGroup = 2000;           // drafts a durable write
constexpr size_t kOutBytes = 256 * 1024;  // gathered before a write to --out
constexpr uint64_t kPeopleMax = 100'000'000;
// Which example a data directory holds, so that the same one may be told again.
constexpr std::string_view kNote = "example";

Result<example::StreamOptions> stream_options(const Arguments& arguments) {
  example::StreamOptions options;
  FH_ASSIGN_OR_RETURN(options.people, number_option(arguments, "people", 1, kPeopleMax));
  FH_ASSIGN_OR_RETURN(options.seed, number_option(arguments, "seed", 0, 1'000'000'000));
  FH_ASSIGN_OR_RETURN(const Instant until, parse_time(arguments.option("until").value_or("")));
  options.until = date_of(until);
  if (options.until.year < 1910 || options.until.year > 9000) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("--until is in the year {}; it must lie between 1910 and 9000",
                               options.until.year));
  }
  return options;
}

// NDJSON, gathered into large writes.
class DraftFile {
 public:
  DraftFile(WritableFile* file, std::ostream& out) : file_(file), out_(out) {}

  Status add(const model::Draft& draft) {
    JsonWriter json(bytes_);
    example::write_draft(json, draft);
    bytes_ += '\n';
    return bytes_.size() < kOutBytes ? Status() : write();
  }
  Status finish() {
    FH_RETURN_IF_ERROR(write());
    if (file_ == nullptr) return {};
    FH_RETURN_IF_ERROR(file_->sync());
    return file_->close();
  }

 private:
  Status write() {
    if (file_ != nullptr) {
      FH_RETURN_IF_ERROR(file_->append(std::as_bytes(std::span(bytes_))));
    } else {
      out_ << bytes_;
      // A reader that has seen enough (`| head`) is no failure of ours, but stops us.
      if (!out_) return failure(ErrorCode::kIo, "the output takes no more");
    }
    bytes_.clear();
    return {};
  }

  WritableFile* const file_;  // nullptr: out_
  std::ostream& out_;
  std::string bytes_;
};

Result<int> write_drafts(const Arguments& arguments, const std::string& path, std::ostream& out,
                         std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const example::StreamOptions options, stream_options(arguments));
  std::unique_ptr<WritableFile> file;
  if (path != "-") {
    FH_ASSIGN_OR_RETURN(file, system_files().create(path));
  }
  const bool with_truths = arguments.flag("with-truths");
  const std::vector<example::Truth> truths = example::planted_truths(options.until);
  Progress progress(err, "writing the example");
  DraftFile target(file.get(), out);
  example::Stream stream(options);
  while (std::optional<example::Made> made = stream.next()) {
    if (with_truths) example::add_planted(*made, truths);
    FH_RETURN_IF_ERROR(target.add(made->draft));
    progress.update(stream.people_begun(), options.people, "people");
  }
  FH_RETURN_IF_ERROR(target.finish());
  return kExitDone;
}

struct Tally {
  uint64_t told = 0;
  uint64_t known = 0;
  uint64_t refused = 0;
  std::optional<Error> first_refusal;
};

Status tell_group(engine::Engine& engine, std::vector<model::Draft> group, Tally& tally) {
  FH_ASSIGN_OR_RETURN(
      const auto receipts,
      engine.tell_many(std::move(group), {.caller = engine::Caller::host("example")}));
  for (const Result<engine::Receipt>& receipt : receipts) {
    if (!receipt) {
      ++tally.refused;
      if (!tally.first_refusal) tally.first_refusal = receipt.error();
    } else if (receipt->outcome == engine::Outcome::kAlreadyTold) {
      ++tally.known;
    } else {
      ++tally.told;
    }
  }
  return {};
}

// Refuses to mix the invented with what people really told. An empty directory is
// marked as this example's own before its first experience is in it, so that one
// broken off can be told again.
Status claim_target(engine::Engine& engine, const std::string& mine, bool add) {
  FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts, engine.counts());
  if (counts.record.experiences == 0) return engine.set_note(kNote, mine);
  if (add) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> note, engine.note(kNote));
  if (note == mine) return {};
  return failure(ErrorCode::kConflict,
                 fmt::format("the data directory already holds {} other experiences",
                             grouped(counts.record.experiences)),
                 {}, "Choose another --data, or say --add to put the example beside them");
}

Status check_until(const example::StreamOptions& options) {
  if (start_of_day(options.until) <= system_clock().now()) return {};
  return failure(
      ErrorCode::kInvalid,
      fmt::format("the example would end on {}, which lies ahead", format_date(options.until)),
      "until", "Say --until with a day that is past");
}

Status tell_all(engine::Engine& engine, const example::StreamOptions& options, bool with_truths,
                std::pair<Progress*, Tally*> state) {
  const std::vector<example::Truth> truths = example::planted_truths(options.until);
  example::Stream stream(options);
  std::vector<model::Draft> group;
  group.reserve(kGroup);
  while (std::optional<example::Made> made = stream.next()) {
    if (with_truths) example::add_planted(*made, truths);
    group.push_back(std::move(made->draft));
    if (group.size() < kGroup) continue;
    FH_RETURN_IF_ERROR(tell_group(engine, std::exchange(group, {}), *state.second));
    state.first->update(stream.people_begun(), options.people, "people");
  }
  if (!group.empty()) FH_RETURN_IF_ERROR(tell_group(engine, std::move(group), *state.second));
  return engine.flush();
}

Result<int> tell_example(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const example::StreamOptions options, stream_options(arguments));
  FH_RETURN_IF_ERROR(check_until(options));
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kCreate));
  const bool with_truths = arguments.flag("with-truths");
  // More people of the same seed begin with the same ones, so their number is left out.
  const std::string mine = fmt::format("seed {} until {}{}", options.seed,
                                       format_date(options.until), with_truths ? " planted" : "");
  FH_RETURN_IF_ERROR(claim_target(*engine, mine, arguments.flag("add")));
  Tally tally;
  {
    Progress progress(err, "telling the example");
    FH_RETURN_IF_ERROR(tell_all(*engine, options, with_truths, {&progress, &tally}));
  }
  out << fmt::format("{} experiences told, {} already told", grouped(tally.told),
                     grouped(tally.known));
  if (tally.refused > 0) out << fmt::format(", {} refused", grouped(tally.refused));
  out << '\n';
  if (tally.first_refusal) err << "the first refusal: " << to_string(*tally.first_refusal) << '\n';
  return tally.refused > 0 ? kExitPartly : kExitDone;
}

Result<int> print_truths(const Arguments& arguments, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const example::StreamOptions options, stream_options(arguments));
  std::string text;
  JsonWriter json(text);
  example::write_truths(json, options.until);
  out << text << '\n';
  return kExitDone;
}

Result<int> make_example(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<std::string> path = arguments.option("out");
  return arguments.flag("truths") ? print_truths(arguments, out)
         : path                   ? write_drafts(arguments, *path, out, err)
                                  : tell_example(arguments, out, err);
}

std::vector<Option> options() {
  std::vector<Option> table = {data_option()};
  table.push_back({.name = "people",
                   .value = "N",
                   .help = "how many tell; each about 1.7 experiences",
                   .fallback = "12000"});
  table.push_back({.name = "seed",
                   .value = "N",
                   .help = "another seed, other people and other words",
                   .fallback = "1"});
  table.push_back({.name = "until",
                   .value = "DATE",
                   .help = "the last day of the two years",
                   .fallback = "2026-10-31"});
  table.push_back({.name = "add", .help = "even where other experiences already are"});
  table.push_back({.name = "out",
                   .value = "FILE",
                   .help = "write drafts as NDJSON there instead (- for the output)"});
  table.push_back(
      {.name = "with-truths", .help = "name the planted truths in a signifier `planted`"});
  table.push_back({.name = "truths", .help = "print what was planted, as JSON, and stop"});
  return table;
}

}  // namespace

const Command& example_command() {
  static const Command command = {
      .name = "example",
      .summary = "fill a data directory with an invented organisation",
      .usage = "",
      .description =
          "A regional transport company that does not exist, two years of it: customers, "
          "employees and a maintenance partner. The same seed gives the same bytes. What is true "
          "of it was planted on purpose and can be printed; docs/example.md describes it.",
      .options = options(),
      .examples = {{"firsthand example --data try-out", "about 20,000 experiences"},
                   {"firsthand example --people 1000000 --out big.ndjson", "drafts in a file"},
                   {"firsthand example --truths", "what an analysis should find"}},
      .run = run<make_example>,
  };
  return command;
}

}  // namespace fh::cli
