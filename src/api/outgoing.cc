#include "api/outgoing.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>  // Beast 1.81 uses std::exchange without including it

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace fh::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using boost::system::error_code;
using Task = asio::awaitable<Result<Reply>>;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

constexpr auto kPatience = std::chrono::seconds(10);
constexpr uint64_t kReplyBytesMax = 256UL * 1024;

std::unexpected<Error> trouble(const OutgoingRequest& request, std::string_view what,
                               const error_code& error) {
  const bool too_large = error == http::error::body_limit || error == http::error::header_limit;
  return failure(too_large ? ErrorCode::kTooLarge : ErrorCode::kIo,
                 fmt::format("{} {}: {}", what, request.to.authority, error.message()));
}

std::string text_of(const OutgoingRequest& request) {
  std::string text = fmt::format(
      "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: firsthand\r\nAccept: application/json\r\n"
      "Connection: close\r\n",
      request.form.empty() ? "GET" : "POST", request.to.target, request.to.authority);
  for (const Header& header : request.headers) {
    text += fmt::format("{}: {}\r\n", header.name, header.value);
  }
  if (!request.form.empty()) {
    text += fmt::format("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                        request.form.size());
  }
  return text + "\r\n" + request.form;
}

template <typename Stream>
Task exchange(Stream& stream, const OutgoingRequest& request) {
  const std::string text = text_of(request);
  const auto [unsent, sent] = co_await asio::async_write(stream, asio::buffer(text), kAwait);
  if (unsent) co_return trouble(request, "cannot send to", unsent);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kReplyBytesMax);
  const auto [broken, taken] = co_await http::async_read(stream, buffer, parser, kAwait);
  if (broken) co_return trouble(request, "no whole answer from", broken);
  co_return Reply{.status = static_cast<int>(parser.get().result_int()),
                  .body = std::move(parser.get().body())};
}

Task exchange_by_tls(Tcp::socket& socket, const OutgoingRequest& request) {
  asio::ssl::context trusted(asio::ssl::context::tls_client);
  error_code error;
  trusted.set_default_verify_paths(error);
  SSL_CTX_set_min_proto_version(trusted.native_handle(), TLS1_2_VERSION);
  asio::ssl::stream<Tcp::socket&> stream(socket, trusted);
  stream.set_verify_mode(asio::ssl::verify_peer, error);
  stream.set_verify_callback(asio::ssl::host_name_verification(request.to.host), error);
  // An address is no name that could be asked for.
  asio::ip::make_address(request.to.host, error);
  if (error) SSL_set_tlsext_host_name(stream.native_handle(), request.to.host.c_str());
  const auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::client, kAwait);
  if (refused) co_return trouble(request, "cannot speak HTTPS with", refused);
  co_return co_await exchange(stream, request);
}

Task visit(asio::io_context& context, const OutgoingRequest& request) {
  Tcp::resolver resolver(context);
  const std::string port = std::to_string(request.to.port);
  const auto [unknown, places] = co_await resolver.async_resolve(request.to.host, port, kAwait);
  if (unknown) co_return trouble(request, "cannot find", unknown);
  Tcp::socket socket(context);
  const auto [unreached, place] = co_await asio::async_connect(socket, places, kAwait);
  if (unreached) co_return trouble(request, "cannot reach", unreached);
  if (request.to.by_tls) co_return co_await exchange_by_tls(socket, request);
  co_return co_await exchange(socket, request);
}

}  // namespace

Result<Reply> send_out(const OutgoingRequest& request) {
  std::optional<Result<Reply>> reply;
  asio::io_context context(1);
  asio::co_spawn(context, visit(context, request),
                 [&reply](const std::exception_ptr& thrown, Result<Reply> made) {
                   if (!thrown) reply = std::move(made);
                 });
  context.run_for(kPatience);
  if (reply) return std::move(*reply);
  return failure(ErrorCode::kIo,
                 fmt::format("{} did not answer within ten seconds", request.to.authority));
}

}  // namespace fh::api
