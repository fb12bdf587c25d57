// api/tls_stream.h: TLS over one connection's socket, step by step.
//
// Never waits: a step that cannot go on says what to wait for and is made again then. It
// belongs to the thread of its connection. Reading and writing may be under way at the same
// time; two writings may not.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "api/socket.h"
#include "api/tls_identity.h"

namespace fh::api {

class TlsStream {
 public:
  enum class Next : uint8_t {
    kDone,
    kWaitToRead,
    kWaitToWrite,
    kEnded,      // the other side is gone, or broke the protocol
    kPlainHttp,  // of the handshake: somebody speaks HTTP without TLS
  };
  struct Step {
    Next next = Next::kEnded;
    size_t bytes = 0;
  };

  // The socket outlives it, and does not block.
  TlsStream(const TlsIdentity& identity, Socket& socket);

  Step shake_hands();
  // One record at most: no more than fits in 16 KiB.
  Step read(std::span<char> into);
  // REQUIRES: text is not empty. What was asked for once and could not go on is asked for
  // again with the same text.
  Step write(std::string_view text);
  // Whether read() has something without the socket.
  bool holds_read() const;
  // Says that no more comes, where that is still possible.
  void say_end();

 private:
  Step outcome_of(int result, size_t bytes);

  std::shared_ptr<ssl_st> session_;
  bool open_ = false;  // after the handshake, until something broke
};

}  // namespace fh::api
