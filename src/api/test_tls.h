// api/test_tls.h: certificates made on the spot, and a client that speaks TLS, for tests.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/server.h"
#include "base/bytes.h"
#include "base/check.h"
#include "base/file_system.h"

namespace fh::api {

using KeyPointer = std::shared_ptr<EVP_PKEY>;

inline KeyPointer make_ec_key(const char* curve = "P-256") {
  return {EVP_EC_gen(curve), EVP_PKEY_free};
}
// Making one takes long: there are three, which are handed out in turn.
inline KeyPointer make_rsa_key() {
  static const std::array<KeyPointer, 3> kKeys = {KeyPointer(EVP_RSA_gen(2048), EVP_PKEY_free),
                                                  KeyPointer(EVP_RSA_gen(2048), EVP_PKEY_free),
                                                  KeyPointer(EVP_RSA_gen(2048), EVP_PKEY_free)};
  static std::atomic<size_t> turn = 0;
  return kKeys[turn++ % kKeys.size()];
}

// What a PEM writer puts into memory.
template <typename Write>
std::string pem_text(const Write& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new(BIO_s_mem()), BIO_free);
  write(bytes.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(bytes.get(), &data);
  return {data, static_cast<size_t>(size)};
}

inline std::string key_pem(const KeyPointer& key, const char* passphrase = nullptr) {
  return pem_text([&](BIO* out) {
    const EVP_CIPHER* cipher = passphrase == nullptr ? nullptr : EVP_aes_128_cbc();
    PEM_write_bio_PrivateKey(out, key.get(), cipher, nullptr, 0, nullptr,
                             const_cast<char*>(passphrase));
  });
}

// For localhost and 127.0.0.1, vouched for by itself, good for an hour.
inline std::string self_signed_pem(const KeyPointer& key, const char* name = "localhost") {
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(made.get(), subject);
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, made.get(), made.get(), nullptr, nullptr, 0);
  X509_EXTENSION* names =
      X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_add_ext(made.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(made.get(), key.get(), EVP_sha256());
  return pem_text([&](BIO* out) { PEM_write_bio_X509(out, made.get()); });
}

inline void write_file(const std::string& path, const std::string& text) {
  FH_CHECK(write_atomically(system_files(), path, bytes_of(text)).has_value());
}

// Both in `folder`, with a new key.
inline TlsFiles make_tls_files(const std::string& folder, const std::string& name = "tls",
                               const char* common_name = "localhost") {
  const KeyPointer key = make_ec_key();
  TlsFiles files = {.certificate = folder + "/" + name + "_cert.pem",
                    .key = folder + "/" + name + "_key.pem"};
  write_file(files.certificate, self_signed_pem(key, common_name));
  write_file(files.key, key_pem(key));
  return files;
}

struct TlsReply {
  int status = 0;
  std::string head;
  std::string body;
};

// Sends every byte by itself, so that records come in pieces.
inline BIO* make_dribbling_bio(int socket) {
  static BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "dribbling");
    BIO_meth_set_write_ex(method, [](BIO* bio, const char* data, size_t size, size_t* written) {
      const int to = static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio)));
      for (*written = 0; *written < size; ++*written) {
        if (::send(to, data + *written, 1, MSG_NOSIGNAL) != 1) return 0;
      }
      return 1;
    });
    BIO_meth_set_read_ex(method, [](BIO* bio, char* data, size_t size, size_t* taken) {
      const int from = static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio)));
      const ssize_t bytes = ::recv(from, data, size, 0);
      *taken = bytes > 0 ? static_cast<size_t>(bytes) : 0;
      return bytes > 0 ? 1 : 0;
    });
    BIO_meth_set_ctrl(method, [](BIO*, int command, long, void*) -> long {
      return command == BIO_CTRL_FLUSH ? 1 : 0;
    });
    return method;
  }();
  BIO* bio = BIO_new(kMethod);
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<intptr_t>(socket)));
  BIO_set_init(bio, 1);
  return bio;
}

// One connection of a client that asks for nobody's name.
class TlsHttp {
 public:
  enum class Sends : uint8_t { kWhole, kByteByByte };

  explicit TlsHttp(uint16_t port, int version_max = TLS1_3_VERSION, Sends sends = Sends::kWhole)
      : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
        socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    // Old versions are offered only where ciphers are allowed to be old as well.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), version_max);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience = {.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      return;
    session_ = {SSL_new(context_.get()), SSL_free};
    if (sends == Sends::kWhole) {
      SSL_set_fd(session_.get(), socket_);
      return;
    }
    const int at_once = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    BIO* bio = make_dribbling_bio(socket_);
    SSL_set_bio(session_.get(), bio, bio);
  }
  ~TlsHttp() {
    session_.reset();
    ::close(socket_);
  }
  TlsHttp(const TlsHttp&) = delete;
  TlsHttp& operator=(const TlsHttp&) = delete;

  bool offer(std::string_view protocols) {
    return SSL_set_alpn_protos(session_.get(),
                               reinterpret_cast<const unsigned char*>(protocols.data()),
                               static_cast<unsigned>(protocols.size())) == 0;
  }
  bool shake_hands() {
    ERR_clear_error();
    return session_ != nullptr && SSL_connect(session_.get()) == 1;
  }
  bool send(std::string_view text) {
    size_t sent = 0;
    return SSL_write_ex(session_.get(), text.data(), text.size(), &sent) == 1 &&
           sent == text.size();
  }
  // A record without anything to read: a new key for what this side sends (TLS 1.3).
  bool send_new_key() {
    return SSL_key_update(session_.get(), SSL_KEY_UPDATE_NOT_REQUESTED) == 1 &&
           SSL_do_handshake(session_.get()) == 1;
  }
  // The next reply that says how long it is.
  TlsReply reply() {
    while (in_.find("\r\n\r\n") == std::string::npos) {
      if (!more()) return {};
    }
    const size_t end = in_.find("\r\n\r\n") + 4;
    TlsReply out{.status = 0, .head = in_.substr(0, end), .body = {}};
    std::from_chars(in_.data() + 9, in_.data() + 12, out.status);
    constexpr std::string_view kLength = "Content-Length: ";
    const size_t at = out.head.find(kLength);
    size_t bytes = 0;
    if (at != std::string::npos) {
      const char* from = out.head.data() + at + kLength.size();
      std::from_chars(from, out.head.data() + out.head.size(), bytes);
    }
    while (in_.size() < end + bytes) {
      if (!more()) return {};
    }
    out.body = in_.substr(end, bytes);
    in_.erase(0, end + bytes);
    return out;
  }
  TlsReply ask(std::string_view text) { return send(text) ? reply() : TlsReply{}; }

  // Whether the other side ends it, and says so, before anything else comes.
  bool is_ended() {
    char byte = 0;
    size_t bytes = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(session_.get(), &byte, 1, &bytes);
    return result == 0 && SSL_get_error(session_.get(), result) == SSL_ERROR_ZERO_RETURN;
  }
  int version() const { return SSL_version(session_.get()); }
  std::string shown_name() const {
    const std::unique_ptr<X509, decltype(&X509_free)> shown(
        SSL_get1_peer_certificate(session_.get()), X509_free);
    char name[256] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name,
                              sizeof name);
    return name;
  }
  // Takes everything up to and with `mark`. False: it did not come.
  bool until(std::string_view mark, std::string& out) {
    while (in_.find(mark) == std::string::npos) {
      if (!more()) return false;
    }
    const size_t end = in_.find(mark) + mark.size();
    out = in_.substr(0, end);
    in_.erase(0, end);
    return true;
  }

 private:
  bool more() {
    char piece[16 * 1024];
    size_t bytes = 0;
    ERR_clear_error();
    if (SSL_read_ex(session_.get(), piece, sizeof piece, &bytes) != 1) return false;
    in_.append(piece, bytes);
    return true;
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  int socket_;
  std::shared_ptr<SSL> session_;
  std::string in_;
};

}  // namespace fh::api
