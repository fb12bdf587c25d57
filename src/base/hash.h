// base/hash.h: checksums and hash-table hashes (XXH3, 64 bit). Not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace fh {

uint64_t checksum(std::span<const std::byte> bytes);
uint64_t hash_of(std::string_view text);

// The checksum of bytes that come piece by piece; the same as checksum() of all.
class RunningChecksum {
 public:
  RunningChecksum();
  ~RunningChecksum();
  RunningChecksum(const RunningChecksum&) = delete;
  RunningChecksum& operator=(const RunningChecksum&) = delete;
  void add(std::span<const std::byte> bytes);
  uint64_t value() const;
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For unordered containers keyed by strings, searchable by string_view.
struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return hash_of(text); }
};

}  // namespace fh
