// How a connection reads: what comes, a header, a body.
#include <fmt/format.h>

#include "api/connection.h"
#include "api/error_to_http.h"
#include "api/gzip.h"

namespace fh::api {
namespace {

constexpr int64_t kLingerMs = 2'000;
constexpr size_t kLingerBytesMax = 1024 * 1024;

Response broken_body() {
  return problem(Fault::kMalformed,
                 {.message = "the body is not framed as its header says", .field = "body"});
}

Response body_too_large(size_t limit) {
  return problem(Error{.code = ErrorCode::kTooLarge,
                       .message = fmt::format("the body has more than {} bytes", limit),
                       .field = "body"});
}

}  // namespace

Response Connection::too_late() {
  return problem(Fault::kTimeout, {.message = "the request did not arrive in time"});
}

// More bytes behind those buffered. False: the client is gone or late.
Task<bool> Connection::read_more() {
  in_.erase(0, std::exchange(in_begin_, 0));
  if (idle_) in_ = std::string();
  if (tls_) co_return co_await read_more_by_tls();
  boost::system::error_code error = asio::error::would_block;
  while (error == asio::error::would_block) {
    // Waiting first lets others have their turn, however fast this one sends.
    const auto [gone] = co_await socket_.async_wait(Socket::wait_read, kAwait);
    if (gone) co_return false;
    const size_t bytes = socket_.read_some(asio::buffer(loop_.arrived), error);
    in_.append(loop_.arrived.data(), bytes);
  }
  co_return !error;
}

Task<Connection::Read> Connection::read_header(RequestParser& parser) {
  std::string no_body;
  while (true) {
    if (!buffered().empty()) {
      if (std::exchange(idle_, false)) set_deadline_ms(service_.options.header_timeout_ms);
      use(parser.feed(buffered(), no_body));
      if (parser.fault() != ParseFault::kNone) co_return Read::kRefused;
      if (parser.header_complete()) co_return Read::kOk;
    }
    const bool more = co_await read_more();
    if (!more) co_return late_ && !idle_ ? Read::kTooLate : Read::kGone;
  }
}

Task<Connection::Read> Connection::read_piece(RequestParser& parser, std::string& piece) {
  piece.clear();
  while (true) {
    use(parser.feed(buffered(), piece));
    if (parser.fault() != ParseFault::kNone) co_return Read::kRefused;
    if (!piece.empty() || parser.complete()) co_return Read::kOk;
    const bool more = co_await read_more();
    if (!more) co_return late_ ? Read::kTooLate : Read::kGone;
  }
}

Task<Connection::Read> Connection::read_whole(RequestParser& parser, Encoded encoded,
                                              HeldText& body, Response& refusal) {
  const size_t limit = service_.options.body_bytes_max;
  set_deadline_ms(service_.options.body_timeout_ms);
  Inflater inflater;
  const auto append = [&](std::string_view text) -> Status {
    const size_t bytes = body.text.size() + text.size();
    if (bytes > limit) return failure(ErrorCode::kTooLarge, "");
    if (!body.share.hold(bytes)) return failure(ErrorCode::kBusy, "");
    body.text += text;
    return {};
  };
  std::string piece;
  while (!parser.complete()) {
    const Read read = co_await read_piece(parser, piece);
    if (read == Read::kRefused) refusal = broken_body();
    if (read == Read::kTooLate) refusal = too_late();
    if (read != Read::kOk) co_return read;
    const Status taken = encoded == Encoded::kPlain ? append(piece) : inflater.feed(piece, append);
    if (taken) continue;
    const ErrorCode code = taken.error().code;
    refusal = code == ErrorCode::kTooLarge ? body_too_large(limit)
              : code == ErrorCode::kBusy   ? too_much_held()
                                           : problem(taken.error());
    co_return Read::kRefused;
  }
  if (encoded == Encoded::kCompressed && !inflater.complete()) {
    refusal = problem(Error{.message = "the compressed body ends too early", .field = "body"});
    co_return Read::kRefused;
  }
  clear_deadline();
  co_return Read::kOk;
}

void Connection::end_sending() {
  if (tls_) tls_->say_end();
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

Task<void> Connection::linger() {
  end_sending();
  set_deadline_ms(kLingerMs);
  size_t thrown_away = 0;
  while (thrown_away < kLingerBytesMax) {
    in_.clear();
    in_begin_ = 0;
    const bool more = co_await read_more();
    if (!more) break;
    thrown_away += in_.size();
  }
}

}  // namespace fh::api
