#include "base/hash.h"

// The streaming state is only complete with the header's own definitions.
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

namespace fh {

uint64_t checksum(std::span<const std::byte> bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

uint64_t hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

struct RunningChecksum::State {
  XXH3_state_t xxh;
};

RunningChecksum::RunningChecksum() : state_(std::make_unique<State>()) {
  reset();
}
RunningChecksum::~RunningChecksum() = default;

void RunningChecksum::reset() {
  XXH3_64bits_reset(&state_->xxh);
}

void RunningChecksum::add(std::span<const std::byte> bytes) {
  XXH3_64bits_update(&state_->xxh, bytes.data(), bytes.size());
}

uint64_t RunningChecksum::value() const {
  return XXH3_64bits_digest(&state_->xxh);
}

}  // namespace fh
