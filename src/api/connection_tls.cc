// How a connection speaks where TLS is between: its handshake, reading and writing.
#include <array>
#include <boost/asio/post.hpp>

#include "api/connection.h"
#include "api/error_to_http.h"
#include "api/response_head.h"

namespace fh::api {
namespace {

// What fits goes out as one record.
constexpr size_t kRecordBytes = 16UL * 1024;
// So many at most before others on the same thread have their turn.
constexpr int kRecordsATurn = 4;

Response speaks_https() {
  return problem(Fault::kMalformed, {.message = "this port speaks HTTPS, and HTTP came without TLS",
                                     .advice = "Begin the address with https://"});
}

}  // namespace

// Until the socket is ready for what the step waits for. False: it is over.
Task<bool> Connection::wait_for(TlsStream::Next next) {
  if (next != TlsStream::Next::kWaitToRead && next != TlsStream::Next::kWaitToWrite)
    co_return false;
  const auto what = next == TlsStream::Next::kWaitToRead ? Socket::wait_read : Socket::wait_write;
  const auto [gone] = co_await socket_.async_wait(what, kAwait);
  co_return !gone;
}

Task<bool> Connection::shake_hands() {
  while (true) {
    const TlsStream::Step step = tls_->shake_hands();
    if (step.next == TlsStream::Next::kDone) co_return true;
    if (step.next == TlsStream::Next::kPlainHttp) {
      co_await refuse_plain_http();
      co_return false;
    }
    const bool goes_on = co_await wait_for(step.next);
    if (!goes_on) co_return false;
  }
}

// In plain HTTP, which is what the client understands.
Task<void> Connection::refuse_plain_http() {
  tls_.reset();
  const Response response = speaks_https();
  const std::string head = response_head(response, {.keep_alive = false, .chunked = false});
  co_await write(head, response.body);
  note(nullptr, response.status, system_clock().steady_us());
  co_await linger();
}

Task<bool> Connection::read_more_by_tls() {
  // Waiting first lets others have their turn, however fast this one sends.
  bool ready = tls_->holds_read();
  while (true) {
    if (!ready) ready = co_await wait_for(TlsStream::Next::kWaitToRead);
    if (!ready) co_return false;
    const TlsStream::Step step = tls_->read(loop_.arrived);
    if (step.next == TlsStream::Next::kDone) {
      in_.append(loop_.arrived.data(), step.bytes);
      co_return true;
    }
    ready = co_await wait_for(step.next);
    if (!ready) co_return false;
  }
}

Task<bool> Connection::write_by_tls(std::string_view text, Pace pace) {
  int records = 0;
  while (!text.empty()) {
    if (pace == Pace::kTimed) set_deadline_ms(service_.options.idle_timeout_ms);
    const TlsStream::Step step = tls_->write(text.substr(0, kRecordBytes));
    if (step.next == TlsStream::Next::kDone) {
      text.remove_prefix(step.bytes);
      if (++records % kRecordsATurn == 0 && !text.empty()) {
        co_await asio::post(loop_.context.get_executor(), kAwait);
      }
      continue;
    }
    const bool goes_on = co_await wait_for(step.next);
    if (!goes_on) co_return false;
  }
  if (pace == Pace::kTimed) clear_deadline();
  co_return true;
}

Task<bool> Connection::write_by_tls(std::string_view head, std::string_view body) {
  if (head.size() + body.size() <= kRecordBytes) {
    const std::string whole = std::string(head) + std::string(body);
    co_return co_await write_by_tls(whole, Pace::kTimed);
  }
  const bool begun = co_await write_by_tls(head, Pace::kTimed);
  if (!begun) co_return false;
  co_return co_await write_by_tls(body, Pace::kTimed);
}

}  // namespace fh::api
