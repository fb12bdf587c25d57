#include "landscape/posting_list.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"

namespace fh::landscape {
namespace {

// list  := (last_document:u32 offset:u32)[df / 128] tail_offset:u32 block* tail
// block := document_width:u8 count_width:u8 packed packed
// tail  := (varint distance - 1, varint count - 1)[df % 128]
// Distances are from the document before; the first of a list from -1. Offsets count
// from the start of the list.
constexpr size_t kSkipBytes = 8;
constexpr size_t kTailOffsetBytes = 4;
constexpr size_t kBlockHeadBytes = 2;

void append_block(std::string& out, std::span<const Posting> block, uint32_t& next) {
  std::array<uint32_t, kBlockSize> gaps;
  std::array<uint32_t, kBlockSize> counts;
  for (size_t i = 0; i < block.size(); ++i) {
    gaps[i] = block[i].document - next;
    counts[i] = block[i].count - 1;
    next = block[i].document + 1;
  }
  const uint32_t gap_width = width_of(gaps.data(), kBlockSize);
  const uint32_t count_width = width_of(counts.data(), kBlockSize);
  out.push_back(static_cast<char>(gap_width));
  out.push_back(static_cast<char>(count_width));
  const size_t at = out.size();
  out.resize(at + packed_bytes(gap_width) + packed_bytes(count_width));
  auto* packed = reinterpret_cast<std::byte*>(out.data()) + at;
  pack_block(gaps.data(), gap_width, packed);
  pack_block(counts.data(), count_width, packed + packed_bytes(gap_width));
}

void set_u32(std::string& out, size_t at, uint32_t value) {
  std::memcpy(out.data() + at, &value, sizeof(value));
}

}  // namespace

PostingRef PostingWriter::add(std::span<const Posting> postings) {
  if (postings.empty()) return {};
  const auto df = static_cast<uint32_t>(postings.size());
  if (df == 1) return {.df = 1, .single = postings[0].document, .place = postings[0].count};
  const uint64_t place = out_.position();
  const uint32_t blocks = df / kBlockSize;
  list_.assign(blocks * kSkipBytes + kTailOffsetBytes, '\0');
  uint32_t next = 0;
  for (uint32_t block = 0; block < blocks; ++block) {
    const auto part = postings.subspan(size_t{block} * kBlockSize, kBlockSize);
    set_u32(list_, block * kSkipBytes, part.back().document);
    set_u32(list_, block * kSkipBytes + 4, static_cast<uint32_t>(list_.size()));
    append_block(list_, part, next);
  }
  set_u32(list_, blocks * kSkipBytes, static_cast<uint32_t>(list_.size()));
  for (const Posting& posting : postings.subspan(size_t{blocks} * kBlockSize)) {
    append_varint(list_, posting.document - next);
    append_varint(list_, posting.count - 1);
    next = posting.document + 1;
  }
  FH_CHECK(list_.size() < (uint64_t{1} << 32));
  out_.append(bytes_of(list_));
  return {.df = df, .single = 0, .place = place};
}

PostingCursor::PostingCursor(std::span<const std::byte> postings, PostingRef ref,
                             uint32_t documents)
    : ref_(ref), document_limit_(documents), blocks_(ref.df / kBlockSize) {
  if (ref.df <= 1) {
    blocks_ = 0;
    return;
  }
  const uint64_t head = uint64_t{blocks_} * kSkipBytes + kTailOffsetBytes;
  if (ref.place > postings.size() || postings.size() - ref.place < head) {
    ref_.df = 0;  // nothing sound to read
    end();
    return;
  }
  list_ = postings.subspan(ref.place);
}

uint32_t PostingCursor::block_last(uint32_t block) const {
  return load<uint32_t>(list_.data() + size_t{block} * kSkipBytes);
}

uint32_t PostingCursor::block_offset(uint32_t block) const {
  return load<uint32_t>(list_.data() + size_t{block} * kSkipBytes + (block == blocks_ ? 0 : 4));
}

bool PostingCursor::load_from(uint32_t from) {
  if (ref_.df == 0 || block_ > blocks_) return end();
  if (ref_.df == 1) {
    const bool sound = ref_.single < document_limit_ && ref_.place > 0;
    if (!sound || ref_.single < from) return end();
    documents_[0] = ref_.single;
    counts_[0] = static_cast<uint32_t>(ref_.place);
    loaded_ = 1;
    block_ = 1;
    return true;
  }
  // Gallop, then halve: short hops are the common case.
  uint32_t hop = 1;
  uint32_t low = block_;
  while (low + hop < blocks_ && block_last(low + hop - 1) < from) {
    low += hop;
    hop *= 2;
  }
  uint32_t high = std::min(low + hop, blocks_);
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (block_last(middle) < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  block_ = low + 1;
  if (low < blocks_) return load_packed(low) || end();
  return (load_tail() && documents_[loaded_ - 1] >= from) || end();
}

bool PostingCursor::load_packed(uint32_t block) {
  const uint32_t offset = block_offset(block);
  if (offset > list_.size() || list_.size() - offset < kBlockHeadBytes) return false;
  const auto gap_width = static_cast<uint32_t>(list_[offset]);
  const auto count_width = static_cast<uint32_t>(list_[offset + 1]);
  if (gap_width > 32 || count_width > 32) return false;
  const size_t body = packed_bytes(gap_width) + packed_bytes(count_width);
  if (list_.size() - offset - kBlockHeadBytes < body) return false;
  const std::byte* packed = list_.data() + offset + kBlockHeadBytes;
  unpack_block(packed, gap_width, documents_.data());
  unpack_block(packed + packed_bytes(gap_width), count_width, counts_.data());
  uint64_t next = block == 0 ? 0 : uint64_t{block_last(block - 1)} + 1;
  for (uint32_t i = 0; i < kBlockSize; ++i) {
    next += documents_[i];
    documents_[i] = static_cast<uint32_t>(next);
    ++counts_[i];
    ++next;
  }
  loaded_ = kBlockSize;
  return next <= document_limit_;
}

bool PostingCursor::load_tail() {
  const uint32_t offset = block_offset(blocks_);
  const uint32_t count = ref_.df % kBlockSize;
  if (count == 0 || offset > list_.size()) return false;
  ByteReader tail(list_.subspan(offset));
  uint64_t next = blocks_ == 0 ? 0 : uint64_t{block_last(blocks_ - 1)} + 1;
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t gap = tail.varint();
    const uint64_t more = tail.varint();
    if (!tail.ok() || gap >= document_limit_ || next + gap >= document_limit_) return false;
    next += gap;
    documents_[i] = static_cast<uint32_t>(next);
    counts_[i] = static_cast<uint32_t>(more) + 1;
    ++next;
  }
  loaded_ = count;
  return true;
}

std::vector<Posting> read_postings(std::span<const std::byte> postings, PostingRef ref,
                                   uint32_t documents) {
  std::vector<Posting> all;
  PostingCursor cursor(postings, ref, documents);
  uint32_t from = 0;
  while (cursor.load_from(from)) {
    const auto found = cursor.block_documents();
    const auto counts = cursor.block_counts();
    for (size_t i = 0; i < found.size(); ++i) all.push_back({found[i], counts[i]});
    from = found.back() + 1;
  }
  return all;
}

}  // namespace fh::landscape
