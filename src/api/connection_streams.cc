// The two kinds of answer that are longer than a moment: replies to many lines, and
// news of changes.
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "api/connection.h"
#include "api/error_to_http.h"
#include "api/live_feed.h"
#include "api/on_pool.h"
#include "api/response_head.h"
#include "base/clock.h"

namespace fh::api {
namespace {

// Replies a client has not read yet. Many clients send everything before they read
// anything; beyond this they are waited for.
constexpr size_t kUnreadRepliesBytesMax = 8 * 1024 * 1024;
// A stream's group and lines on their way into it, roughly.
constexpr uint64_t kStreamBytes = 4 * 1024 * 1024;
constexpr int64_t kBusyPauseMs = 50;
constexpr int64_t kLivePollMs = 250;
constexpr int64_t kHeartbeatUs = 15'000'000;

std::string chunk_of(std::string_view text) {
  return text.empty() ? std::string() : fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}

std::string reply_of(uint64_t line, const Error& error) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("line", line).key("error");
  write_problem(json, error);
  json.end_object();
  return out + "\n";
}

Status broken_stream(bool late) {
  return failure(ErrorCode::kInvalid, late ? "the rest of the stream did not come in time"
                                           : "the framing of the stream is broken");
}

}  // namespace

struct Connection::ReplyQueue : std::enable_shared_from_this<ReplyQueue> {
  explicit ReplyQueue(const Executor& executor) : wake(executor) {}
  std::string waiting;   // chunks not yet handed to the socket
  bool writing = false;  // a writer is under way
  bool failed = false;
  Timer wake;  // cancelled whenever the writer made progress
};

Task<bool> Connection::pause(int64_t ms) {
  timer_.expires_after(std::chrono::milliseconds(ms));
  co_await timer_.async_wait(kAwait);
  co_return socket_.is_open();
}

Task<void> Connection::write_replies(std::shared_ptr<Connection> self,
                                     std::shared_ptr<ReplyQueue> replies) {
  while (!replies->waiting.empty() && !replies->failed) {
    const std::string text = std::exchange(replies->waiting, {});
    bool sent = false;
    if (self->tls_) {
      sent = co_await self->write_by_tls(text, Pace::kUntimed);
    } else {
      const auto [error, bytes] =
          co_await asio::async_write(self->socket_, asio::buffer(text), kAwait);
      sent = !error;
    }
    if (!sent) replies->failed = true;
    replies->wake.cancel();
  }
  replies->writing = false;
  replies->wake.cancel();
}

Task<bool> Connection::queue_reply(ReplyQueue& replies, std::string chunk) {
  replies.waiting += chunk;
  if (!replies.writing && !replies.waiting.empty()) {
    replies.writing = true;
    asio::co_spawn(loop_.context.get_executor(),
                   write_replies(shared_from_this(), replies.shared_from_this()), asio::detached);
  }
  while (replies.waiting.size() > kUnreadRepliesBytesMax && !replies.failed) {
    set_deadline_ms(service_.options.idle_timeout_ms);
    replies.wake.expires_after(std::chrono::hours(24));
    co_await replies.wake.async_wait(kAwait);
  }
  clear_deadline();
  co_return !replies.failed;
}

Task<bool> Connection::drain(ReplyQueue& replies) {
  set_deadline_ms(service_.options.idle_timeout_ms);
  while (replies.writing) {
    replies.wake.expires_after(std::chrono::hours(24));
    co_await replies.wake.async_wait(kAwait);
  }
  clear_deadline();
  co_return !replies.failed;
}

Task<bool> Connection::tell_group(LineGroup group, const engine::TellOptions& options,
                                  ReplyQueue& replies) {
  clear_deadline();
  // A stream waits for its turn instead of failing lines: it can, the client sends
  // no faster than it is read.
  const size_t line_bytes_max = service_.options.body_bytes_max;
  auto work = [&]() -> std::string {
    return chunk_of(group.tell(service_.engine, options, line_bytes_max));
  };
  std::optional<std::string> chunk;
  while (!chunk) {
    if (service_.telling.reserve()) {
      auto pending = on_pool<std::string>(service_.telling, loop_.context.get_executor(), work);
      chunk = co_await std::move(pending);
      continue;
    }
    const bool open = co_await pause(kBusyPauseMs);
    if (!open) co_return false;
  }
  co_return co_await queue_reply(replies, std::move(*chunk));
}

Task<bool> Connection::tell_groups(std::vector<LineGroup> groups,
                                   const engine::TellOptions& options, ReplyQueue& replies) {
  for (LineGroup& group : groups) {
    const bool told = co_await tell_group(std::move(group), options, replies);
    if (!told) co_return false;
  }
  co_return true;
}

// Reads lines and tells them in groups. A group is closed when it is full or when no
// more has come: a client that waits for each reply is not kept waiting.
Task<bool> Connection::take_lines(RequestParser& parser, const Decision& decision,
                                  ReplyQueue& replies) {
  const engine::TellOptions options =
      tell_options(decision.visitor.caller, decision.arguments.text("on_conflict"));
  LineIntake intake(decision.encoded, {.line_bytes_max = service_.options.body_bytes_max,
                                       .stream_bytes_max = service_.options.stream_bytes_max});
  std::string piece;
  while (!parser.complete()) {
    set_deadline_ms(service_.options.body_timeout_ms);
    const Read read = co_await read_piece(parser, piece);
    if (read == Read::kGone) co_return false;
    if (!still_may(decision, parser.head())) {
      co_await queue_reply(replies, chunk_of(reply_of(intake.next_line(), may_no_more())));
      co_return false;
    }
    Status taken = intake.feed(piece);
    if (taken && read != Read::kOk) taken = broken_stream(read == Read::kTooLate);
    if (taken && parser.complete()) taken = intake.finish();
    boost::system::error_code ignored;
    // By TLS the socket's bytes may be no lines: half a record, a new key.
    const bool more_waits = tls_ ? tls_->holds_read() : socket_.available(ignored) > 0;
    const bool nothing_waits = parser.complete() || !taken || !more_waits;
    std::vector<LineGroup> groups =
        intake.take(nothing_waits ? LineIntake::Take::kAll : LineIntake::Take::kFullOnly);
    const bool told = co_await tell_groups(std::move(groups), options, replies);
    if (!told) co_return false;
    if (!taken) {
      co_await queue_reply(replies, chunk_of(reply_of(intake.next_line(), taken.error())));
      co_return false;
    }
  }
  co_return true;
}

Task<Connection::Next> Connection::serve_lines(RequestParser& parser, const Decision& decision,
                                               int64_t started_us) {
  HeldBytes::Share share(service_.held);
  if (!share.hold(kStreamBytes)) {
    RequestHead head = parser.head();
    head.keep_alive = false;
    co_await answer(decision.endpoint, too_much_held(), head, started_us);
    co_await linger();
    co_return Next::kClose;
  }
  auto replies = std::make_shared<ReplyQueue>(loop_.context.get_executor());
  const bool keep = parser.head().keep_alive && !service_.stopping;
  Response response{.type = std::string(kLinesType), .body = {}};
  std::string head =
      response_head(response, {.keep_alive = keep, .chunked = true, .https = service_.https_only});
  bool whole = co_await queue_reply(*replies, std::move(head));
  if (whole) whole = co_await take_lines(parser, decision, *replies);
  if (!replies->failed) co_await queue_reply(*replies, "0\r\n\r\n");
  const bool sent = co_await drain(*replies);
  note(decision.endpoint, response.status, started_us);
  if (sent && !whole) co_await linger();
  co_return sent&& whole&& keep ? Next::kAnother : Next::kClose;
}

Task<Connection::Next> Connection::serve_live(const Decision& decision, const RequestHead& head,
                                              int64_t started_us) {
  Response response{.type = std::string(kEventsType), .body = {}};
  const std::string text =
      response_head(response, {.keep_alive = false, .chunked = true, .https = service_.https_only});
  bool open = co_await write(text, "");
  note(decision.endpoint, response.status, started_us);
  if (head.method == "HEAD") co_return Next::kClose;
  uint64_t told_as_of = UINT64_MAX;
  int64_t last_us = system_clock().steady_us();
  // How many there are in all is not for who sees a part.
  const bool sees_all = decision.visitor.caller.scope.empty();
  while (open && !service_.stopping && still_may(decision, head)) {
    const LiveFeed::State state = service_.live.poll();
    const int64_t now_us = system_clock().steady_us();
    std::string event;
    if (state.known && state.as_of != told_as_of) {
      told_as_of = state.as_of;
      const std::string total = sees_all ? fmt::format(",\"total\":{}", state.total) : "";
      event =
          fmt::format("event: change\nid: {0}\ndata: {{\"as_of\":{0}{1}}}\n\n", state.as_of, total);
    } else if (now_us - last_us >= kHeartbeatUs) {
      event = ": still here\n\n";
    }
    if (!event.empty()) {
      last_us = now_us;
      const std::string chunk = chunk_of(event);
      open = co_await write(chunk, "");
    }
    if (open) open = co_await pause(kLivePollMs);
  }
  if (open) co_await write("0\r\n\r\n", "");
  co_return Next::kClose;
}

}  // namespace fh::api
