// api/tls_stream.h: TLS over one connection's socket, step by step.
//
// Never waits: a step that cannot go on says what to wait for and is made again then. A step is
// bounded as well: one that has taken much from the socket without a result asks to wait, though
// there may be more, so that whoever sends what is no use to anybody takes turns with others. It
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

  // How a session comes to the socket.
  struct Way {
    Socket& socket;
    int reads_left = 0;  // in this step
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
  void begin_step();

  std::unique_ptr<Way> way_;
  std::shared_ptr<ssl_st> session_;
  bool open_ = false;  // after the handshake, until something broke
};

}  // namespace fh::api
