#include "api/tls_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>

#include <boost/asio/buffer.hpp>

#include "base/check.h"

namespace fh::api {
namespace {

// A record is two readings, its header and the rest; a handshake's message is seldom more.
constexpr int kReadsAStep = 16;

bool would_block(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

// Nothing is held back that could be flushed.
long bio_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// OpenSSL's way to the connection's socket. It goes through the socket and not its number:
// a socket that was closed meanwhile answers with an error, its number may be another's.
TlsStream::Way& way_of(BIO* bio) {
  return *static_cast<TlsStream::Way*>(BIO_get_data(bio));
}

int bio_write(BIO* bio, const char* data, size_t size, size_t* written) {
  BIO_clear_retry_flags(bio);
  TlsStream::Way& way = way_of(bio);
  boost::system::error_code error;
  *written = way.socket.write_some(asio::buffer(data, size), error);
  if (!error) return 1;
  if (would_block(error)) BIO_set_retry_write(bio);
  return 0;
}

int bio_read(BIO* bio, char* data, size_t size, size_t* taken) {
  BIO_clear_retry_flags(bio);
  TlsStream::Way& way = way_of(bio);
  *taken = 0;
  boost::system::error_code error = asio::error::would_block;
  if (way.reads_left > 0) *taken = way.socket.read_some(asio::buffer(data, size), error);
  --way.reads_left;
  if (!error) return 1;
  if (would_block(error)) BIO_set_retry_read(bio);
  return 0;
}

const BIO_METHOD* socket_method() {
  static BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "connection");
    FH_CHECK(method != nullptr);
    BIO_meth_set_write_ex(method, bio_write);
    BIO_meth_set_read_ex(method, bio_read);
    BIO_meth_set_ctrl(method, bio_control);
    return method;
  }();
  return kMethod;
}

bool speaks_plain_http(unsigned long why) {
  if (ERR_GET_LIB(why) != ERR_LIB_SSL) return false;
  return ERR_GET_REASON(why) == SSL_R_HTTP_REQUEST ||
         ERR_GET_REASON(why) == SSL_R_HTTPS_PROXY_REQUEST;
}

}  // namespace

TlsStream::TlsStream(const TlsIdentity& identity, Socket& socket)
    : way_(new Way{.socket = socket}), session_(identity.make_session()) {
  BIO* bio = session_ == nullptr ? nullptr : BIO_new(socket_method());
  if (bio == nullptr) {
    session_.reset();  // out of memory: the handshake fails
    return;
  }
  BIO_set_data(bio, way_.get());
  BIO_set_init(bio, 1);
  SSL_set_bio(session_.get(), bio, bio);  // takes it over
  SSL_set_accept_state(session_.get());
}

TlsStream::Step TlsStream::outcome_of(int result, size_t bytes) {
  if (result > 0) return {.next = Next::kDone, .bytes = bytes};
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {.next = Next::kWaitToRead};
    case SSL_ERROR_WANT_WRITE:
      return {.next = Next::kWaitToWrite};
    case SSL_ERROR_ZERO_RETURN:
      return {};  // the other side says no more, but can still be answered
    default:
      break;
  }
  open_ = false;
  const bool plain = speaks_plain_http(ERR_peek_error());
  ERR_clear_error();
  return {.next = plain ? Next::kPlainHttp : Next::kEnded};
}

void TlsStream::begin_step() {
  ERR_clear_error();  // SSL_get_error() looks at what is left there
  way_->reads_left = kReadsAStep;
}

TlsStream::Step TlsStream::shake_hands() {
  if (session_ == nullptr) return {};
  begin_step();
  const Step step = outcome_of(SSL_do_handshake(session_.get()), 0);
  open_ = step.next == Next::kDone;
  return step;
}

TlsStream::Step TlsStream::read(std::span<char> into) {
  if (!open_) return {};
  begin_step();
  size_t bytes = 0;
  const int result = SSL_read_ex(session_.get(), into.data(), into.size(), &bytes);
  return outcome_of(result, bytes);
}

TlsStream::Step TlsStream::write(std::string_view text) {
  if (!open_) return {};
  begin_step();
  size_t bytes = 0;
  const int result = SSL_write_ex(session_.get(), text.data(), text.size(), &bytes);
  return outcome_of(result, bytes);
}

bool TlsStream::holds_read() const {
  return open_ && SSL_pending(session_.get()) > 0;
}

void TlsStream::say_end() {
  if (!open_) return;
  begin_step();
  SSL_shutdown(session_.get());
  ERR_clear_error();
}

}  // namespace fh::api
