// http_load PORT latency|idle|flood …: what HTTP costs, measured from outside.
//
//   latency TARGET COUNT                 one connection, one request after the other; beside it
//                                        the time inside the engine, where the answer has it
//   idle TARGET CONNECTIONS              each asks once and stays; held until stdin ends
//   flood TARGET CONNECTIONS SECONDS     each asks again as soon as it is answered; who is
//                                        told to come back later does so after a tenth of a second

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/load/client.h"

namespace {

using namespace fh::load;
template <typename T>
using Task = asio::awaitable<T>;

constexpr int kWarmUps = 500;
constexpr int64_t kPauseUs = 100'000;

Task<void> latency(Client& client, const std::string& request, int count) {
  Latencies outside;
  Latencies inside;
  size_t bytes = 0;
  for (int i = -kWarmUps; i < count; ++i) {
    const int64_t begin = now_us();
    const Reply reply = co_await client.ask(request);
    const int64_t took_us = now_us() - begin;
    if (reply.status != 200) {
      std::cerr << "answered " << reply.status << ": " << reply.body << '\n';
      co_return;
    }
    if (i < 0) continue;
    bytes = reply.body.size();
    outside.add(took_us);
    if (const auto us = reply.engine_us()) inside.add(*us);
  }
  fmt::print("{} bytes\n{}\n", bytes, outside.line("over HTTP"));
  if (inside.count() == 0) co_return;
  fmt::print("{}\nHTTP adds {} us to the median\n", inside.line("in the engine"),
             outside.quantile(0.5) - inside.quantile(0.5));
}

struct Flood {
  const std::string& request;
  int64_t until_us = 0;
  Latencies accepted = {};
  Latencies refused = {};
  std::map<unsigned, uint64_t> statuses = {};
  uint64_t without_advice = 0;  // refused without saying when to come back
};

Task<void> flood(Client& client, Flood& flood) {
  while (now_us() < flood.until_us) {
    const int64_t begin = now_us();
    const Reply reply = co_await client.ask(flood.request);
    const int64_t took_us = now_us() - begin;
    ++flood.statuses[reply.status];
    const bool accepted = reply.status >= 200 && reply.status < 300;
    (accepted ? flood.accepted : flood.refused).add(took_us);
    if (accepted) continue;
    if (reply.status != 0 && !reply.says_when_to_retry) ++flood.without_advice;
    co_await wait_until(now_us() + kPauseUs);
  }
}

void report(Flood& flood) {
  for (const auto& [status, count] : flood.statuses) fmt::print("status {}: {}\n", status, count);
  fmt::print("{}\n{}\n", flood.accepted.line("accepted"), flood.refused.line("refused"));
  fmt::print("refused without Retry-After: {}\n", flood.without_advice);
}

Task<void> ask_once(Client& client, const std::string& request, size_t& answered) {
  const Reply reply = co_await client.ask(request);
  if (reply.status == 200) ++answered;
}

int usage() {
  std::cerr << "usage: http_load PORT latency TARGET COUNT\n"
               "       http_load PORT idle TARGET CONNECTIONS\n"
               "       http_load PORT flood TARGET CONNECTIONS SECONDS\n";
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) return usage();
  const std::string mode = arguments[2];
  const std::string request = get(arguments[3]);
  const int many = std::stoi(arguments[4]);
  if (mode == "flood" ? count != 6 : (mode != "latency" && mode != "idle") || count != 5) {
    return usage();
  }
  asio::io_context context(1);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < (mode == "latency" ? 1 : many); ++i) {
    clients.push_back(
        std::make_unique<Client>(context, static_cast<uint16_t>(std::stoi(arguments[1]))));
  }
  if (mode == "latency") {
    asio::co_spawn(context, latency(*clients.front(), request, many), asio::detached);
    context.run();
  } else if (mode == "idle") {
    size_t answered = 0;
    for (const auto& client : clients) {
      // One after the other: what is measured is what they leave behind.
      asio::co_spawn(context, ask_once(*client, request, answered), asio::detached);
      context.run();
      context.restart();
    }
    std::cout << answered << " connections are open and were answered" << std::endl;
    std::cin.get();
  } else {
    Flood load{.request = request, .until_us = now_us() + std::stoll(arguments[5]) * 1'000'000};
    for (const auto& client : clients) {
      asio::co_spawn(context, flood(*client, load), asio::detached);
    }
    context.run();
    report(load);
  }
  return 0;
}
