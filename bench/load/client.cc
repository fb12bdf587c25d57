#include "bench/load/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>

namespace fh::load {
namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\nContent-Length: ";
  const size_t at = head.find(kName);
  size_t length = 0;
  if (at == std::string_view::npos) return length;
  const char* digits = head.data() + at + kName.size();
  std::from_chars(digits, head.data() + head.size(), length);
  return length;
}

unsigned status_of(std::string_view head) {
  constexpr size_t kAt = std::string_view("HTTP/1.1 ").size();
  unsigned status = 0;
  if (head.size() > kAt) std::from_chars(head.data() + kAt, head.data() + head.size(), status);
  return status;
}

}  // namespace

int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::optional<int64_t> Reply::engine_us() const {
  constexpr std::string_view kName = "\"took_us\":";
  const size_t at = body.find(kName);
  if (at == std::string::npos) return std::nullopt;
  int64_t us = 0;
  std::from_chars(body.data() + at + kName.size(), body.data() + body.size(), us);
  return us;
}

asio::awaitable<Reply> Client::ask(std::string_view request) {
  Reply reply;
  const bool answered = co_await exchange(request, reply);
  if (!answered) {
    boost::system::error_code ignored;
    socket_.close(ignored);
    reply = {};
  }
  co_return reply;
}

asio::awaitable<bool> Client::exchange(std::string_view request, Reply& reply) {
  if (!socket_.is_open()) {
    const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), port_);
    const auto [refused] = co_await socket_.async_connect(server, kAwait);
    if (refused) co_return false;
    socket_.set_option(asio::ip::tcp::no_delay(true));
  }
  const auto [unsent, sent] = co_await asio::async_write(socket_, asio::buffer(request), kAwait);
  if (unsent) co_return false;
  std::string text;
  const auto [unread, head_bytes] =
      co_await asio::async_read_until(socket_, asio::dynamic_buffer(text), "\r\n\r\n", kAwait);
  if (unread) co_return false;
  const std::string_view head = std::string_view(text).substr(0, head_bytes);
  const size_t length = content_length(head);
  reply.status = status_of(head);
  reply.says_when_to_retry = head.find("\r\nRetry-After: ") != std::string_view::npos;
  const bool last = head.find("\r\nConnection: close") != std::string_view::npos;
  reply.body = text.substr(head_bytes);
  const size_t had = reply.body.size();
  if (had < length) {
    reply.body.resize(length);
    const auto rest = asio::buffer(reply.body.data() + had, length - had);
    const auto [cut, bytes] = co_await asio::async_read(socket_, rest, kAwait);
    if (cut) co_return false;
  }
  if (last) socket_.close();
  co_return true;
}

std::string get(std::string_view target) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", target);
}

std::string post_json(std::string_view target, std::string_view body) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      target, body.size(), body);
}

asio::awaitable<void> wait_until(int64_t us) {
  const std::chrono::steady_clock::time_point moment{std::chrono::microseconds(us)};
  asio::steady_timer timer(co_await asio::this_coro::executor, moment);
  co_await timer.async_wait(kAwait);
}

int64_t Latencies::quantile(double share) {
  if (us_.empty()) return 0;
  const auto at =
      std::min(us_.size() - 1, static_cast<size_t>(share * static_cast<double>(us_.size())));
  std::ranges::nth_element(us_, us_.begin() + static_cast<ptrdiff_t>(at));
  return us_[at];
}

std::string Latencies::line(std::string_view name) {
  const auto ms = [this](double share) { return static_cast<double>(quantile(share)) / 1000; };
  return fmt::format("{:34} p50 {:8.3f}  p99 {:8.3f}  p99.9 {:8.3f}  max {:8.3f} ms  n {}", name,
                     ms(0.5), ms(0.99), ms(0.999), ms(1), count());
}

}  // namespace fh::load
