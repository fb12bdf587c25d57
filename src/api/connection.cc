#include "api/connection.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>

#include "api/error_to_http.h"
#include "api/gzip.h"
#include "api/metrics.h"
#include "api/on_pool.h"
#include "api/response_head.h"
#include "base/clock.h"

namespace fh::api {
namespace {

constexpr size_t kWritePieceBytes = 64 * 1024;

// What nobody known may not, somebody known may.
Response result_or_problem(Result<Response> result, const engine::Caller& caller) {
  if (result) return std::move(*result);
  const bool nobody = caller.kind == engine::CallerKind::kPublic;
  if (nobody && result.error().code == ErrorCode::kDenied) return sign_in_needed(result.error());
  return problem(result.error());
}

Response busy(std::string why) {
  return problem(Error{.code = ErrorCode::kBusy,
                       .message = std::move(why),
                       .advice = "Try again after the time in Retry-After."});
}

}  // namespace

Response Connection::too_many_wait() {
  return busy("too many requests wait already");
}

Response Connection::too_much_held() {
  return busy("too much is being sent and read at this moment");
}

Connection::Connection(Socket socket, Service& service, Loop& loop)
    : socket_(std::move(socket)),
      service_(service),
      loop_(loop),
      timer_(loop.context.get_executor()) {
  boost::system::error_code unknown;
  const auto peer = socket_.remote_endpoint(unknown);
  if (!unknown) peer_ = peer.address().to_string();
  if (service_.tls != nullptr) tls_ = std::make_unique<TlsStream>(*service_.tls, socket_);
  loop_.connections.insert(this);
  ++service_.connections;
}

Connection::~Connection() {
  loop_.connections.erase(this);
  --service_.connections;
}

void Connection::start() {
  auto self = shared_from_this();
  asio::co_spawn(loop_.context.get_executor(), serve(std::move(self)), asio::detached);
}

void Connection::set_deadline_ms(int64_t ms) {
  deadline_us_ = system_clock().steady_us() + ms * 1000;
}

void Connection::check_deadline(int64_t now_us) {
  if (deadline_us_ == 0 || now_us < deadline_us_) return;
  late_ = true;
  clear_deadline();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
  timer_.cancel();
}

void Connection::close_if_idle() {
  if (idle_) abort();
}

void Connection::abort() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

void Connection::use(size_t bytes) {
  in_begin_ += bytes;
  if (in_begin_ < in_.size()) return;
  in_.clear();
  in_begin_ = 0;
}

void Connection::note(const Endpoint* endpoint, unsigned status, int64_t started_us) {
  const int64_t took_us = system_clock().steady_us() - started_us;
  service_.metrics.count(endpoint, status, took_us);
  if (!service_.options.access_log) return;
  const std::string_view method = endpoint == nullptr ? "-" : name_of(endpoint->method);
  service_.options.access_log(
      fmt::format("{} {} {} {}", method, route_name(endpoint), status, took_us));
}

Task<void> Connection::serve(std::shared_ptr<Connection> self) {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  set_deadline_ms(service_.options.header_timeout_ms);
  Next next = Next::kAnother;
  if (tls_) {
    const bool speaks = co_await shake_hands();
    if (!speaks) next = Next::kClose;
    set_deadline_ms(service_.options.header_timeout_ms);
  }
  while (next == Next::kAnother && !service_.stopping) {
    // Who says nothing has neither a buffer nor a parser.
    bool asked = !buffered().empty();
    if (!asked) asked = co_await read_more();
    if (!asked) break;
    next = co_await serve_one();
  }
  if (tls_) tls_->say_end();
  socket_.close(ignored);
  self.reset();
}

Task<bool> Connection::write(std::string_view head, std::string_view body) {
  if (tls_) co_return co_await write_by_tls(head, body);
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head.data(), head.size()),
                                                     asio::buffer(body.data(), body.size())};
  // Each piece that goes out wins the client more time: a large answer over a thin
  // line is not a client that does not read.
  const auto while_it_moves = [this](const boost::system::error_code& error, size_t) -> size_t {
    set_deadline_ms(service_.options.idle_timeout_ms);
    return error ? 0 : kWritePieceBytes;
  };
  const auto [error, bytes] = co_await asio::async_write(socket_, buffers, while_it_moves, kAwait);
  clear_deadline();
  co_return !error;
}

Task<Connection::Next> Connection::answer(const Endpoint* endpoint, Response response,
                                          const RequestHead& head, int64_t started_us) {
  const bool keep = head.keep_alive && !service_.stopping;
  std::string text =
      response_head(response, {.keep_alive = keep, .chunked = false, .https = service_.https_only});
  const std::string_view body = head.method == "HEAD" ? "" : response.content();
  const bool sent = co_await write(text, body);
  note(endpoint, response.status, started_us);
  co_return sent&& keep ? Next::kAnother : Next::kClose;
}

Task<Connection::Next> Connection::refuse_framing(ParseFault fault, int64_t started_us) {
  const Fault kind = fault == ParseFault::kHeaderTooLarge ? Fault::kHeaderTooLarge
                     : fault == ParseFault::kVersion      ? Fault::kVersion
                                                          : Fault::kMalformed;
  Error error;
  if (kind == Fault::kHeaderTooLarge) {
    error.message = fmt::format("the limit is {} bytes", service_.options.header_bytes_max);
  }
  RequestHead head;
  head.keep_alive = false;
  Response response = problem(kind, error);
  co_await answer(nullptr, std::move(response), head, started_us);
  co_await linger();
  co_return Next::kClose;
}

Task<Connection::Next> Connection::serve_one() {
  RequestParser parser(service_.options.header_bytes_max);
  const Read read = co_await read_header(parser);
  const int64_t started_us = system_clock().steady_us();
  if (read == Read::kGone) co_return Next::kClose;
  if (read == Read::kRefused) co_return co_await refuse_framing(parser.fault(), started_us);
  if (read == Read::kTooLate) {
    RequestHead head;
    head.keep_alive = false;
    co_return co_await answer(nullptr, too_late(), head, started_us);
  }
  clear_deadline();
  Decision decision = admit(parser.head(), service_.options,
                            [this](const RequestHead& head) { return visitor_of(head); });
  Next next = Next::kClose;
  if (decision.answer) {
    // A body that was refused is not read: nothing sensible can follow it.
    RequestHead head = parser.head();
    const bool unread = head.has_body() && !parser.complete();
    head.keep_alive = head.keep_alive && !unread;
    Response response = std::move(*decision.answer);
    next = co_await answer(decision.endpoint, std::move(response), head, started_us);
    if (unread) co_await linger();
  } else {
    next = co_await answer_endpoint(parser, std::move(decision), started_us);
  }
  idle_ = true;
  set_deadline_ms(service_.options.idle_timeout_ms);
  co_return next;
}

Visitor Connection::visitor_of(const RequestHead& head) const {
  return find_visitor(head, service_.options, peer_, service_.engine.access());
}

bool Connection::still_may(const Decision& decision, const RequestHead& head) const {
  return api::still_may(
      *decision.endpoint, decision.visitor, [&] { return visitor_of(head); },
      service_.engine.access());
}

Task<bool> Connection::send_continue(const Decision& decision) {
  if (!decision.wants_continue) co_return true;
  co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n", "");
}

Task<Connection::Next> Connection::answer_endpoint(RequestParser& parser, Decision decision,
                                                   int64_t started_us) {
  const Endpoint& endpoint = *decision.endpoint;
  RequestHead head = parser.head();
  const bool may_send = co_await send_continue(decision);
  if (!may_send) co_return Next::kClose;
  if (decision.body == BodyIs::kLines) {
    co_return co_await serve_lines(parser, decision, started_us);
  }
  HeldText body(service_.held);
  Response response;
  // Reads the framing's end too where there is no body.
  const Read read = co_await read_whole(parser, decision.encoded, body, response);
  if (read == Read::kGone) co_return Next::kClose;
  if (read != Read::kOk) {
    head.keep_alive = false;
    co_await answer(&endpoint, std::move(response), head, started_us);
    co_await linger();
    co_return Next::kClose;
  }
  if (endpoint.runs == Runs::kLive) co_return co_await serve_live(decision, head, started_us);
  const bool has_waited = head.has_body();
  const auto work = [&]() -> Response {
    // A body may be long in coming: who may no more is not who came with its head.
    if (has_waited && !still_may(decision, head)) return sign_in_needed(may_no_more());
    const Call call{.service = service_,
                    .caller = decision.visitor.caller,
                    .arguments = decision.arguments,
                    .body = body.text,
                    .visitor = decision.visitor,
                    .head = head};
    Response made = result_or_problem(endpoint.handler(call), call.caller);
    compress_if_wanted(made, head);
    return made;
  };
  if (endpoint.runs == Runs::kAtOnce) {
    response = work();
  } else {
    WorkerPool& pool = endpoint.runs == Runs::kTelling ? service_.telling : service_.asking;
    std::optional<Response> made;
    if (pool.reserve()) {
      auto pending = on_pool<Response>(pool, loop_.context.get_executor(), work);
      made = co_await std::move(pending);
    }
    response = made ? std::move(*made) : too_many_wait();
  }
  // An answer is held until the client has read it; its request no more. A receipt is
  // never withheld: what it is for is kept already, and would be told again.
  body.text = std::string();
  const bool fits = body.share.hold(response.body.size());
  if (!fits && endpoint.runs != Runs::kTelling) response = too_much_held();
  co_return co_await answer(&endpoint, std::move(response), head, started_us);
}

}  // namespace fh::api
