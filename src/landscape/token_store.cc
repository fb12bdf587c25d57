#include "landscape/token_store.h"

#include "base/bytes.h"

namespace fh::landscape {
namespace {
constexpr size_t kBufferBytes = size_t{1} << 16;
}  // namespace

void TokenWriter::add(std::span<const uint32_t> tokens) {
  // Whole words of 32 bits go out; less than one stays, so that 64 bits are room enough.
  const size_t before = buffer_.size();
  buffer_.resize(before + (pending_bits_ + tokens.size() * width_) / 32 * sizeof(uint32_t));
  char* to = buffer_.data() + before;
  for (const uint32_t token : tokens) {
    pending_ |= uint64_t{token} << pending_bits_;
    pending_bits_ += width_;
    if (pending_bits_ < 32) continue;
    const auto word = static_cast<uint32_t>(pending_);
    std::memcpy(to, &word, sizeof(word));
    to += sizeof(word);
    pending_ >>= 32;
    pending_bits_ -= 32;
  }
  starts_.push_back(starts_.back() + tokens.size());
  if (buffer_.size() < kBufferBytes) return;
  out_.append(bytes_of(buffer_));
  buffer_.clear();
}

void TokenWriter::finish() {
  for (; pending_bits_ > 0; pending_bits_ -= std::min(pending_bits_, 8U), pending_ >>= 8) {
    buffer_.push_back(static_cast<char>(pending_));
  }
  buffer_.append(kTokenSpareBytes, '\0');
  out_.append(bytes_of(buffer_));
  out_.end();
  out_.write(Section::kTokenStarts, starts_);
}

TokenStore::TokenStore(std::span<const uint64_t> starts, std::span<const std::byte> bytes,
                       uint32_t forms)
    : starts_(starts), bytes_(bytes), width_(token_width(forms)), mask_((1ULL << width_) - 1) {
  if (bytes.size() < kTokenSpareBytes) return;
  const uint64_t bits = (bytes.size() - kTokenSpareBytes) * 8;
  tokens_ = width_ == 0 ? ~uint64_t{0} : bits / width_;
}

}  // namespace fh::landscape
