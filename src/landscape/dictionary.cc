#include "landscape/dictionary.h"

#include "base/bytes.h"
#include "base/check.h"

namespace fh::landscape {
namespace {

// dictionary := count:u64 offset:u32[count + 1] byte*
constexpr size_t kHeaderBytes = 8;

}  // namespace

Dictionary Dictionary::open(std::span<const std::byte> bytes) {
  Dictionary dictionary;
  if (bytes.size() < kHeaderBytes) return dictionary;
  const auto count = load<uint64_t>(bytes.data());
  const uint64_t places = (bytes.size() - kHeaderBytes) / sizeof(uint32_t);
  if (count >= places) return dictionary;
  dictionary.count_ = static_cast<uint32_t>(count);
  dictionary.offsets_ = reinterpret_cast<const uint32_t*>(bytes.data() + kHeaderBytes);
  const size_t strings_at = kHeaderBytes + (count + 1) * sizeof(uint32_t);
  dictionary.strings_ = {reinterpret_cast<const char*>(bytes.data() + strings_at),
                         bytes.size() - strings_at};
  return dictionary;
}

uint32_t Dictionary::lower_bound(std::string_view text, uint32_t from) const {
  uint32_t low = from;
  uint32_t high = count_;
  // Gallop: callers that go on from the last place found rarely go far.
  for (uint64_t hop = 1; from > 0 && low + hop < count_; hop *= 2) {
    if (at(static_cast<uint32_t>(low + hop)) >= text) {
      high = static_cast<uint32_t>(low + hop);
      break;
    }
    low += static_cast<uint32_t>(hop);
  }
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (at(middle) < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

uint32_t Dictionary::prefix_end(std::string_view prefix) const {
  uint32_t low = lower_bound(prefix);
  uint32_t high = count_;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (at(middle).starts_with(prefix)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void DictionaryWriter::write(SegmentFileWriter& out) const {
  FH_CHECK(strings_.size() < (uint64_t{1} << 32));
  const uint64_t count = size();
  out.append(std::as_bytes(std::span(&count, 1)));
  out.append_all(offsets_);
  out.append(bytes_of(strings_));
}

}  // namespace fh::landscape
