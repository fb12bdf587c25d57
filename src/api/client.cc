#include "api/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>  // Beast 1.81 uses std::exchange without including it

#include "base/clock.h"
#include "base/secrets.h"

namespace fh::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Tls = asio::ssl::stream<Tcp::socket&>;
using boost::system::error_code;

constexpr int64_t kPatienceUs = 60'000'000;
constexpr int kPauseSecondsMax = 10;
constexpr uint64_t kReplyBytesMax = 1ULL << 30;
constexpr std::string_view kHttps = "https://";

bool is_busy(unsigned status) {
  return status == 429 || status == 503;
}

// Seconds in Retry-After, between 1 and kPauseSecondsMax.
int pause_seconds(beast::string_view header) {
  int seconds = 1;
  std::from_chars(header.data(), header.data() + header.size(), seconds);
  return std::clamp(seconds, 1, kPauseSecondsMax);
}

class HttpClient : public Client {
 public:
  HttpClient(std::string_view address, std::string_view token)
      : by_tls_(address.starts_with(kHttps)),
        address_(by_tls_ ? address.substr(kHttps.size()) : address),
        shown_(token.empty() ? "" : fmt::format("Authorization: Bearer {}\r\n", token)),
        socket_(context_) {}

  Status open() {
    error_code error;
    tls_.reset();
    socket_.close(error);
    buffer_.clear();
    const size_t colon = address_.rfind(':');
    if (colon == std::string::npos) {
      return failure(ErrorCode::kInvalid, fmt::format("{} is not host:port", address_), "address");
    }
    std::string host = address_.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    Tcp::resolver resolver(context_);
    const auto places = resolver.resolve(host, address_.substr(colon + 1), error);
    if (!error) asio::connect(socket_, places, error);
    if (error) return trouble("cannot reach", error);
    socket_.set_option(Tcp::no_delay(true), error);
    if (!by_tls_) return {};
    if (!trusting_) trusting_.emplace(asio::ssl::context::tls_client);
    tls_.emplace(socket_, *trusting_);
    tls_->handshake(Tls::client, error);
    return error ? trouble("cannot speak HTTPS with", error) : Status();
  }

  Result<Reply> get(std::string_view target) override { return send("GET", target, {}, {}); }

  Result<Reply> post(std::string_view target, std::string_view content_type,
                     std::string_view body) override {
    return send("POST", target, content_type, body);
  }

  Result<Reply> send(std::string_view method, std::string_view target,
                     std::string_view content_type, std::string_view body) override {
    std::string head =
        fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n{}", method, target, address_, shown_);
    if (!content_type.empty()) {
      head += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", content_type, body.size());
    }
    return patiently(head + "\r\n", body);
  }

 private:
  struct Answer {
    Reply reply;
    int pause_seconds = 1;
  };

  Status trouble(std::string_view what, const error_code& error) const {
    return failure(ErrorCode::kIo, fmt::format("{} {}: {}", what, address_, error.message()));
  }

  Result<Reply> patiently(const std::string& head, std::string_view body) {
    const int64_t until_us = system_clock().steady_us() + kPatienceUs;
    while (true) {
      FH_ASSIGN_OR_RETURN(Answer answer, exchange(head, body));
      if (!is_busy(static_cast<unsigned>(answer.reply.status))) return std::move(answer.reply);
      if (system_clock().steady_us() > until_us) {
        return failure(ErrorCode::kBusy, fmt::format("{} is busy", address_), {},
                       "Try again later: nothing was lost.");
      }
      std::this_thread::sleep_for(std::chrono::seconds(answer.pause_seconds));
    }
  }

  // A kept connection may have been closed meanwhile; then it is made once more. What
  // was sent on one that broke later is not sent again: it may have been taken.
  Result<Answer> exchange(const std::string& head, std::string_view body) {
    if (!socket_.is_open() || closed_by_server()) FH_RETURN_IF_ERROR(open());
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head),
                                                       asio::buffer(body.data(), body.size())};
    error_code error;
    tls_ ? asio::write(*tls_, buffers, error) : asio::write(socket_, buffers, error);
    // A server that refuses may answer before it has read everything.
    const error_code write_error = error;
    http::response_parser<http::string_body> parser;
    parser.body_limit(kReplyBytesMax);
    tls_ ? http::read(*tls_, buffer_, parser, error) : http::read(socket_, buffer_, parser, error);
    if (error) {
      error_code ignored;
      socket_.close(ignored);
      FH_RETURN_IF_ERROR(trouble("lost the connection to", write_error ? write_error : error));
    }
    if (!parser.keep_alive()) socket_.close(error);
    return Answer{.reply = {.status = static_cast<int>(parser.get().result_int()),
                            .body = std::move(parser.get().body())},
                  .pause_seconds = pause_seconds(parser.get()[http::field::retry_after])};
  }

  // Between replies nothing may come: readable means closed.
  bool closed_by_server() {
    error_code error;
    char byte = 0;
    socket_.non_blocking(true, error);
    socket_.receive(asio::buffer(&byte, 1), Tcp::socket::message_peek, error);
    const bool waiting = error == asio::error::would_block;
    error_code ignored;
    socket_.non_blocking(false, ignored);
    return !waiting;
  }

  const bool by_tls_;
  const std::string address_;
  const std::string shown_;  // the header that holds the token
  asio::io_context context_;
  std::optional<asio::ssl::context> trusting_;  // with TLS
  Tcp::socket socket_;
  std::optional<Tls> tls_;  // over the socket
  beast::flat_buffer buffer_;
};

}  // namespace

Result<std::unique_ptr<Client>> Client::connect(const std::string& address,
                                                const std::string& token) {
  if (!token.empty() && !kind_of_token(token)) {
    return failure(ErrorCode::kInvalid, "the token is none of firsthand's", "token",
                   "A key begins with fhk_.");
  }
  auto client = std::make_unique<HttpClient>(address, token);
  FH_RETURN_IF_ERROR(client->open());
  return client;
}

}  // namespace fh::api
