// bench/load/client.h: a client of a server on this machine, to measure it with.
//
// Coroutines on one thread, so that thousands of connections cost the machine little
// beside what is measured. Answers are believed to carry Content-Length, as firsthand's do.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fh::load {

namespace asio = boost::asio;

int64_t now_us();  // monotonic

struct Reply {
  unsigned status = 0;  // 0: the connection broke
  std::string body;
  bool says_when_to_retry = false;

  // Time inside the engine, where a search's answer says it.
  std::optional<int64_t> engine_us() const;
};

// One keep-alive connection, opened at the first request and again after it broke.
class Client {
 public:
  Client(asio::io_context& context, uint16_t port) : socket_(context), port_(port) {}
  asio::awaitable<Reply> ask(std::string_view request);

 private:
  asio::awaitable<bool> exchange(std::string_view request, Reply& reply);

  asio::ip::tcp::socket socket_;
  const uint16_t port_;
};

std::string get(std::string_view target);
std::string post_json(std::string_view target, std::string_view body);

// Suspends until that moment of now_us(); at once where it has passed.
asio::awaitable<void> wait_until(int64_t us);

// Durations in microseconds.
class Latencies {
 public:
  void add(int64_t us) { us_.push_back(us); }
  size_t count() const { return us_.size(); }
  int64_t quantile(double share);
  // "name  p50 … p99 … p99.9 … max … n …", in milliseconds.
  std::string line(std::string_view name);

 private:
  std::vector<int64_t> us_;
};

}  // namespace fh::load
