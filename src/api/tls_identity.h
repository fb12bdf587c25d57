// api/tls_identity.h: the certificate and the key by which a server shows who it is.
//
// TLS 1.2 and 1.3, with forward secrecy and authenticated encryption only; no compression,
// no renegotiation, no early data; "http/1.1" by ALPN. Thread-safe.
#pragma once

#include <memory>
#include <mutex>

#include "api/server.h"
#include "base/error.h"

struct ssl_ctx_st;
struct ssl_st;

namespace fh::api {

class TlsIdentity {
 public:
  // kIo, kNotFound where a file cannot be read; kInvalid where it holds no certificate or key
  // in PEM, where the key is locked by a passphrase, or where it belongs to another
  // certificate. Each names the file.
  static Result<std::unique_ptr<TlsIdentity>> load(const TlsFiles& files);

  // Reads the files anew, for connections from now on. On failure all stays as it was.
  Status reread();

  // For one connection, on the server's side. Null where memory ran out.
  std::shared_ptr<ssl_st> make_session() const;

 private:
  explicit TlsIdentity(TlsFiles files) : files_(std::move(files)) {}

  const TlsFiles files_;
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace fh::api
