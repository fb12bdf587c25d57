// mixed_load PORT RATE ASKS TELLS ACKNOWLEDGED: so many searches and tellings a second, on
// a fixed schedule.
//
// ASKS has a target a line, TELLS a draft a line; the k-th of each is due k / RATE seconds
// after the start and timed from then on, however late it could be sent: a server that
// stops for a moment pays for everybody who would have come meanwhile. Ends with TELLS;
// ASKS begins anew where it is short. Writes the receipts, one a line, to ACKNOWLEDGED.

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/load/client.h"

namespace {

using namespace fh::load;

// So many of a kind can be under way at once; beyond, they are late.
constexpr size_t kConnections = 256;
constexpr size_t kSlowestShown = 5;

struct Schedule {
  std::string name;
  std::vector<std::string> requests;
  size_t count = 0;
  double rate = 0;
  int64_t start_us = 0;
  std::ostream* receipts = nullptr;  // where answers go, if anywhere

  size_t next = 0;
  Latencies answered = {};
  Latencies inside = {};     // the engine
  int64_t sent_late_us = 0;  // at most: what this program itself, or too few connections, cost
  std::map<unsigned, uint64_t> errors = {};
  std::vector<std::pair<int64_t, double>> slowest = {};  // microseconds, due at second
};

asio::awaitable<void> keep(Client& client, Schedule& schedule) {
  while (schedule.next < schedule.count) {
    const size_t number = schedule.next++;
    const double due_s = static_cast<double>(number) / schedule.rate;
    const int64_t due_us = schedule.start_us + static_cast<int64_t>(due_s * 1e6);
    co_await wait_until(due_us);
    schedule.sent_late_us = std::max(schedule.sent_late_us, now_us() - due_us);
    const Reply reply = co_await client.ask(schedule.requests[number % schedule.requests.size()]);
    const int64_t took_us = now_us() - due_us;
    if (reply.status != 200 && reply.status != 201) {
      ++schedule.errors[reply.status];
      continue;
    }
    schedule.answered.add(took_us);
    if (const auto us = reply.engine_us()) schedule.inside.add(*us);
    schedule.slowest.emplace_back(took_us, due_s);
    if (schedule.receipts != nullptr) *schedule.receipts << reply.body << std::endl;
  }
}

void report(Schedule& schedule) {
  fmt::print("{}\n", schedule.answered.line(schedule.name));
  if (schedule.inside.count() > 0) fmt::print("{}\n", schedule.inside.line("  in the engine"));
  for (const auto& [status, count] : schedule.errors) {
    fmt::print("  {} answered {}\n", count, status == 0 ? "nothing" : std::to_string(status));
  }
  std::ranges::sort(schedule.slowest, std::greater());
  schedule.slowest.resize(std::min(schedule.slowest.size(), kSlowestShown));
  fmt::print("  sent at most {:.1f} ms late; slowest:",
             static_cast<double>(schedule.sent_late_us) / 1000);
  for (const auto& [us, due_s] : schedule.slowest) {
    fmt::print(" {:.0f} ms at {:.1f} s", static_cast<double>(us) / 1000, due_s);
  }
  fmt::print("\n");
}

std::vector<std::string> lines_of(const char* path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    std::cerr << "usage: mixed_load PORT RATE ASKS TELLS ACKNOWLEDGED\n";
    return 2;
  }
  const auto port = static_cast<uint16_t>(std::stoi(arguments[1]));
  const double rate = std::stod(arguments[2]);
  std::ofstream receipts(arguments[5]);
  Schedule asks{.name = "searches", .requests = {}, .rate = rate};
  for (const std::string& target : lines_of(arguments[3])) asks.requests.push_back(get(target));
  Schedule tells{.name = "tellings", .requests = {}, .rate = rate, .receipts = &receipts};
  for (const std::string& draft : lines_of(arguments[4])) {
    tells.requests.push_back(post_json("/v1/experiences", draft));
  }
  asks.count = tells.count = tells.requests.size();
  if (asks.requests.empty() || tells.requests.empty()) {
    std::cerr << "ASKS and TELLS need lines\n";
    return 2;
  }
  asio::io_context context(1);
  std::vector<std::unique_ptr<Client>> clients;
  asks.start_us = tells.start_us = now_us();
  for (Schedule* schedule : {&asks, &tells}) {
    for (size_t i = 0; i < kConnections; ++i) {
      clients.push_back(std::make_unique<Client>(context, port));
      asio::co_spawn(context, keep(*clients.back(), *schedule), asio::detached);
    }
  }
  context.run();
  report(asks);
  report(tells);
  return 0;
}
