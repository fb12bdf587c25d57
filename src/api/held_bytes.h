// api/held_bytes.h: what requests and answers on their way hold in memory, all together.
//
// Each is bounded by itself, but ten thousand clients that send or read slowly would hold
// ten thousand times that. Thread-safe; each Share belongs to one thread at a time.
#pragma once

#include <atomic>
#include <cstdint>

namespace fh::api {

class HeldBytes {
 public:
  explicit HeldBytes(uint64_t most) : most_(most) {}

  // One client's part of it, given back at the end.
  class Share {
   public:
    explicit Share(HeldBytes& all) : all_(all) {}
    ~Share() { all_.held_ -= bytes_; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // So many from now on; or false, and as many as before.
    bool hold(uint64_t bytes) {
      const bool more = bytes > bytes_;
      if (more && all_.held_.fetch_add(bytes - bytes_) + bytes - bytes_ > all_.most_) {
        all_.held_ -= bytes - bytes_;
        return false;
      }
      if (!more) all_.held_ -= bytes_ - bytes;
      bytes_ = bytes;
      return true;
    }

   private:
    HeldBytes& all_;
    uint64_t bytes_ = 0;
  };

  uint64_t held() const { return held_; }

 private:
  const uint64_t most_;
  std::atomic<uint64_t> held_ = 0;
};

}  // namespace fh::api
