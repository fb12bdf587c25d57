// api/server.h: HTTP/1.1 over the engine.
//
// Connections are served by a few threads and never block one: slow clients cost
// memory (bounded), not time. Endpoints come from one table (endpoints.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/pages.h"
#include "base/error.h"
#include "engine/engine.h"

namespace fh::api {

// What carries the requests. With any HTTPS the session's cookie is for HTTPS alone.
enum class Https : uint8_t {
  kNone,     // for this machine alone
  kByProxy,  // a proxy in front speaks it and says in X-Forwarded-For who is there
  kOwn,      // this server speaks it, with the files in ServerOptions::tls
};

// In PEM: the server's certificate and behind it those that vouch for it; its private key,
// without a passphrase.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

// An OpenID Connect provider where members can sign in.
struct OidcOptions {
  std::string issuer;              // its address, letter by letter as it names itself
  std::string client_id;           // as whom it knows us
  std::string client_secret = {};  // empty: it gave none
  std::string name = {};           // what pages call it; empty: its host
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  uint16_t port = 8480;  // 0: any free one
  Https https = Https::kNone;
  TlsFiles tls = {};  // for kOwn
  std::optional<OidcOptions> oidc = {};
  unsigned threads = 0;               // 0: one a core
  uint32_t connections_max = 10'000;  // fewer where the system allows fewer open files
  size_t header_bytes_max = 16UL * 1024;
  size_t body_bytes_max = 1024UL * 1024;    // of one experience or request
  uint64_t stream_bytes_max = 64ULL << 30;  // of one NDJSON stream
  int64_t header_timeout_ms = 10'000;
  int64_t idle_timeout_ms = 60'000;
  int64_t body_timeout_ms = 30'000;  // a whole body, or between two pieces of a stream
  size_t asking_threads = 0;         // for searches and reading; 0: eight and one a core
  size_t telling_threads = 32;       // how many single tellings can share a commit
  size_t waiting_max = 1024;         // requests that wait for either; beyond: busy
  // What waits longer is not begun: busy. A question is asked anew, a telling may wait for
  // a disk that is slow for a moment.
  int64_t ask_wait_ms_max = 500;
  int64_t tell_wait_ms_max = 5'000;
  // Bodies, streams and answers that lie in memory, all together; beyond: busy.
  uint64_t held_bytes_max = 256ULL << 20;
  std::string version = "0.1.0";
  // One line a request (method, route pattern, status, microseconds), never words or
  // queries. Called by the serving threads; empty: no log.
  std::function<void(std::string_view)> access_log = {};
  // What whoever runs the server should know, one line each: never words, names or tokens.
  // Called by any thread; empty: nobody is told.
  std::function<void(std::string_view)> trouble_log = {};
  std::span<const Page> pages = {};
  // Where letters to tellers are put, which outlives the server; none: nobody can leave a
  // contact here.
  engine::PostBox* post_box = nullptr;
  // Where people open the pages, "https://example.org": links in letters begin so. Empty: where
  // the server listens.
  std::string pages_at = {};
};

class Server {
 public:
  // Listening when it returns. The engine outlives the server.
  static Result<std::unique_ptr<Server>> start(engine::Engine& engine, ServerOptions options);
  virtual ~Server() = default;  // stops
  virtual uint16_t port() const = 0;
  // Takes no new requests, lets running ones end (for `grace_ms` at most). Idempotent;
  // any thread.
  virtual void stop(int64_t grace_ms) = 0;
  // Reads certificate and key anew, for connections from now on; where that fails, those in
  // use stay. Nothing to do without TLS. Any thread.
  virtual Status reread_certificate() = 0;
};

}  // namespace fh::api
