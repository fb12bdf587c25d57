#include "api/tls_identity.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cstring>
#include <string_view>
#include <utility>

#include "api/openssl_error.h"
#include "base/check.h"
#include "base/file_system.h"

namespace fh::api {
namespace {

using Context = std::shared_ptr<SSL_CTX>;
using Bytes = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

// For TLS 1.2; 1.3 has no others. What stands first is taken by most clients.
constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:P-256:P-384";
// As ALPN has it: a length before each name.
constexpr std::string_view kProtocol = "\x08http/1.1";

Bytes bytes_over(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

// Nobody is there to be asked for a passphrase.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

// Who speaks something else only was not looking for us.
void choose_protocol(SSL_CTX& context) {
  SSL_CTX_set_alpn_select_cb(
      &context,
      [](SSL*, const unsigned char** chosen, unsigned char* chosen_bytes,
         const unsigned char* offered, unsigned int offered_bytes, void*) {
        const auto* ours = reinterpret_cast<const unsigned char*>(kProtocol.data());
        unsigned char* found = nullptr;
        const int outcome = SSL_select_next_proto(&found, chosen_bytes, ours, kProtocol.size(),
                                                  offered, offered_bytes);
        *chosen = found;
        return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
      },
      nullptr);
}

std::unexpected<Error> no_certificate(const TlsFiles& files) {
  return failure(
      ErrorCode::kInvalid,
      fmt::format("{} holds no certificate that can be used: {}", files.certificate,
                  last_openssl_error()),
      "tls-cert",
      "It must be in PEM: the server's certificate first, then those that vouch for it.");
}

// The server's own first, behind it those that lead to one that clients know.
Status use_certificates(SSL_CTX& context, const TlsFiles& files, const std::string& pem) {
  const Bytes bytes = bytes_over(pem);
  const Certificate own(PEM_read_bio_X509_AUX(bytes.get(), nullptr, no_passphrase, nullptr),
                        X509_free);
  if (!own || SSL_CTX_use_certificate(&context, own.get()) != 1) return no_certificate(files);
  while (true) {
    const Certificate next(PEM_read_bio_X509(bytes.get(), nullptr, no_passphrase, nullptr),
                           X509_free);
    if (next && SSL_CTX_add1_chain_cert(&context, next.get()) == 1) continue;
    const unsigned long why = ERR_peek_last_error();
    const bool at_end =
        !next && ERR_GET_LIB(why) == ERR_LIB_PEM && ERR_GET_REASON(why) == PEM_R_NO_START_LINE;
    if (!at_end) return no_certificate(files);
    ERR_clear_error();
    return {};
  }
}

Status use_key(SSL_CTX& context, const TlsFiles& files, const std::string& pem) {
  const Bytes bytes = bytes_over(pem);
  const Key key(PEM_read_bio_PrivateKey(bytes.get(), nullptr, no_passphrase, nullptr),
                EVP_PKEY_free);
  if (!key) {
    const bool locked = pem.find("ENCRYPTED") != std::string::npos;
    return failure(ErrorCode::kInvalid,
                   fmt::format("{} holds no key that can be used: {}", files.key,
                               locked ? "it is locked by a passphrase" : last_openssl_error()),
                   "tls-key",
                   locked ? "Unlock it (openssl pkey -in FILE -out NEW) and keep it readable for "
                            "this user alone."
                          : "It must be a private key in PEM.");
  }
  // A key of another kind than the certificate's would be taken, and never used.
  if (X509_check_private_key(SSL_CTX_get0_certificate(&context), key.get()) != 1) {
    ERR_clear_error();
    return failure(ErrorCode::kInvalid,
                   fmt::format("the key in {} does not belong to the certificate in {}", files.key,
                               files.certificate),
                   "tls-key", "Give the two files that were made together.");
  }
  if (SSL_CTX_use_PrivateKey(&context, key.get()) == 1) return {};
  return failure(ErrorCode::kInvalid,
                 fmt::format("the key in {} cannot be used: {}", files.key, last_openssl_error()),
                 "tls-key");
}

Result<std::string> read_named(const std::string& path, std::string_view option) {
  Result<std::string> text = system_files().read(path);
  if (!text) text.error().field = option;
  return text;
}

Result<Context> make_context(const TlsFiles& files) {
  ERR_clear_error();
  FH_ASSIGN_OR_RETURN(const std::string certificates, read_named(files.certificate, "tls-cert"));
  FH_ASSIGN_OR_RETURN(std::string key, read_named(files.key, "tls-key"));
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  FH_CHECK(context != nullptr);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE |
                                         SSL_OP_PRIORITIZE_CHACHA);
  // Who is idle holds no buffers; a write may go on with the same bytes elsewhere.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Records that hold nothing to read (new keys, say) end a step like others: who sends nothing
  // else holds up nobody.
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  // Sessions are taken up again by tickets, which their clients keep.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  choose_protocol(*context);
  FH_CHECK(SSL_CTX_set_cipher_list(context.get(), kCiphers) == 1);
  FH_CHECK(SSL_CTX_set1_groups_list(context.get(), kGroups) == 1);
  Status used = use_certificates(*context, files, certificates);
  if (used) used = use_key(*context, files, key);
  OPENSSL_cleanse(key.data(), key.size());
  if (!used) return std::unexpected(used.error());
  return context;
}

}  // namespace

Result<std::unique_ptr<TlsIdentity>> TlsIdentity::load(const TlsFiles& files) {
  std::unique_ptr<TlsIdentity> identity(new TlsIdentity(files));
  FH_RETURN_IF_ERROR(identity->reread());
  return identity;
}

Status TlsIdentity::reread() {
  FH_ASSIGN_OR_RETURN(Context context, make_context(files_));
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
  return {};
}

std::shared_ptr<ssl_st> TlsIdentity::make_session() const {
  const std::lock_guard lock(mutex_);
  return {SSL_new(context_.get()), SSL_free};  // keeps the context it was made of
}

}  // namespace fh::api
