#include "landscape/posting_list.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"

namespace fh::landscape {
namespace {

// list  := last_document:u32[df / 128] offset:u32[df / 128 + 1] impact:u32[df / 128 + 1]
//          block* tail
// block := gap_width:u8 count_width:u8 packed packed
// tail  := (varint gap, varint count - 1)[df % 128]
// A gap is the distance from the document before, less one; the first of a list counts
// from -1. Offsets count from the start of the list; the last is the tail's.
constexpr size_t kFieldBytes = 4;
constexpr size_t kBlockHeadBytes = 2;

constexpr size_t head_bytes(size_t blocks) {
  return (3 * blocks + 2) * kFieldBytes;
}
constexpr size_t offset_at(size_t blocks, size_t block) {
  return (blocks + block) * kFieldBytes;
}
constexpr size_t impact_at(size_t blocks, size_t block) {
  return (2 * blocks + 1 + block) * kFieldBytes;
}

template <typename T>
void set(std::string& out, size_t at, const T& value) {
  static_assert(sizeof(T) == kFieldBytes);
  std::memcpy(out.data() + at, &value, sizeof(T));
}

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

void append_tail(std::string& out, std::span<const Posting> tail, uint32_t next) {
  for (const Posting& posting : tail) {
    append_varint(out, posting.document - next);
    append_varint(out, posting.count - 1);
    next = posting.document + 1;
  }
}

// As Impact::add() of each, without a branch or a store a posting: nearly a third of writing
// a segment is spent on its lists.
template <typename LengthOf>
Impact impact_of(std::span<const Posting> part, const LengthOf& length_of) {
  constexpr uint32_t kMost = 255;
  uint32_t count_max = 0;
  uint32_t once = kMost;
  uint32_t twice = kMost;
  uint32_t more = kMost;
  for (const Posting& posting : part) {
    const uint32_t length = length_of(posting.document);
    const uint32_t count = posting.count;
    count_max = std::max(count_max, count);
    once = std::min(once, count == 1 ? length : kMost);
    twice = std::min(twice, count == 2 ? length : kMost);
    more = std::min(more, count > 2 ? length : kMost);
  }
  return {.count_max = static_cast<uint8_t>(std::min(count_max, kMost)),
          .length_min = {static_cast<uint8_t>(once), static_cast<uint8_t>(twice),
                         static_cast<uint8_t>(more)}};
}

template <typename LengthOf>
void encode(std::span<const Posting> postings, const LengthOf& length_of, std::string& out) {
  FH_DCHECK(postings.size() > 1);
  const size_t start = out.size();
  const size_t blocks = postings.size() / kBlockSize;
  out.resize(start + head_bytes(blocks));
  uint32_t next = 0;
  for (size_t block = 0; block <= blocks; ++block) {
    const size_t begin = block * kBlockSize;
    const auto part =
        postings.subspan(begin, std::min<size_t>(kBlockSize, postings.size() - begin));
    set(out, start + offset_at(blocks, block), static_cast<uint32_t>(out.size() - start));
    set(out, start + impact_at(blocks, block), impact_of(part, length_of));
    if (block == blocks) {
      append_tail(out, part, next);
    } else {
      set(out, start + block * kFieldBytes, part.back().document);
      append_block(out, part, next);
    }
  }
  FH_CHECK(out.size() - start < (uint64_t{1} << 32));
}

}  // namespace

void encode_postings(std::span<const Posting> postings,
                     const std::function<uint32_t(uint32_t)>& length_of, std::string& out) {
  encode(postings, length_of, out);
}

void encode_postings(std::span<const Posting> postings, std::span<const uint8_t> lengths,
                     std::string& out) {
  encode(postings, [lengths](uint32_t document) { return uint32_t{lengths[document]}; }, out);
}

PostingWriter::PostingWriter(SegmentFileWriter& out, std::span<const uint32_t> lengths)
    : out_(out) {
  lengths_.reserve(lengths.size());
  for (const uint32_t length : lengths) {
    lengths_.push_back(static_cast<uint8_t>(std::min(length, 255U)));
  }
}

PostingRef PostingWriter::add(std::span<const Posting> postings) {
  if (postings.empty()) return {};
  const auto df = static_cast<uint32_t>(postings.size());
  if (df == 1) return {.df = 1, .single = postings[0].document, .place = postings[0].count};
  const uint64_t place = out_.position();
  list_.clear();
  encode_postings(postings, lengths_, list_);
  out_.append(bytes_of(list_));
  return {.df = df, .single = 0, .place = place};
}

PostingCursor::PostingCursor(std::span<const std::byte> postings, PostingRef ref,
                             uint32_t documents)
    : ref_(ref), document_limit_(documents), blocks_(ref.df / kBlockSize) {
  if (ref.df <= 1) {
    blocks_ = 0;
    ref_.place = std::min<uint64_t>(ref.place, UINT32_MAX);
    return;
  }
  if (ref.place > postings.size() || postings.size() - ref.place < head_bytes(blocks_)) {
    ref_.df = 0;  // nothing sound to read
    end();
    return;
  }
  list_ = postings.subspan(ref.place);
}

uint32_t PostingCursor::block_last(uint32_t block) const {
  return load<uint32_t>(list_.data() + size_t{block} * kFieldBytes);
}

uint32_t PostingCursor::block_offset(uint32_t block) const {
  return load<uint32_t>(list_.data() + offset_at(blocks_, block));
}

Impact PostingCursor::impact_of(uint32_t block) const {
  return load<Impact>(list_.data() + impact_at(blocks_, block));
}

// Gallop, then halve: short hops are the common case.
uint32_t PostingCursor::first_block_from(uint32_t block, uint32_t from) const {
  uint32_t hop = 1;
  uint32_t low = block;
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
  return low;
}

Impact PostingCursor::impact_between(uint32_t from, uint64_t end) {
  Impact impact;
  if (peeked_ < blocks_ && block_last(peeked_) < from) peeked_ = first_block_from(peeked_, from);
  for (uint32_t block = peeked_; block <= blocks_; ++block) {
    // Where a block begins is known from where the one before it ends.
    if (block > 0 && uint64_t{block_last(block - 1)} + 1 >= end) break;
    impact.add(impact_of(block));
  }
  return impact;
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
  const uint32_t block = first_block_from(block_, from);
  block_ = block + 1;
  if (block < blocks_) return load_packed(block) || end();
  return (load_tail() && documents_[loaded_ - 1] >= from) || end();
}

bool PostingCursor::load_packed(uint32_t block) {
  const uint32_t offset = block_offset(block);
  if (offset > list_.size() || list_.size() - offset < kBlockHeadBytes) return false;
  const auto gap_width = static_cast<uint32_t>(list_[offset]);
  count_width_ = static_cast<uint32_t>(list_[offset + 1]);
  if (gap_width > 32 || count_width_ > 32) return false;
  const size_t body = packed_bytes(gap_width) + packed_bytes(count_width_);
  if (list_.size() - offset - kBlockHeadBytes < body) return false;
  const std::byte* packed = list_.data() + offset + kBlockHeadBytes;
  const PackedGaps gaps = {.in = packed,
                           .width = gap_width,
                           .next = block == 0 ? 0 : uint64_t{block_last(block - 1)} + 1,
                           .limit = document_limit_};
  if (!unpack_ascending(gaps, documents_.data())) return false;
  packed_counts_ = packed + packed_bytes(gap_width);
  loaded_ = kBlockSize;
  return true;
}

std::span<const uint32_t> PostingCursor::block_counts() {
  if (packed_counts_ != nullptr) {
    unpack_block(packed_counts_, count_width_, counts_.data());
    for (uint32_t& count : counts_) count += count < UINT32_MAX ? 1 : 0;
    packed_counts_ = nullptr;
  }
  return {counts_.data(), loaded_};
}

bool PostingCursor::load_tail() {
  const uint32_t offset = block_offset(blocks_);
  const uint32_t count = ref_.df % kBlockSize;
  packed_counts_ = nullptr;
  if (count == 0 || offset > list_.size()) return false;
  ByteReader tail(list_.subspan(offset));
  uint64_t next = blocks_ == 0 ? 0 : uint64_t{block_last(blocks_ - 1)} + 1;
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t gap = tail.varint();
    const uint64_t more = tail.varint();
    if (!tail.ok() || gap >= document_limit_ || next + gap >= document_limit_) return false;
    next += gap;
    documents_[i] = static_cast<uint32_t>(next);
    counts_[i] = static_cast<uint32_t>(std::min<uint64_t>(more, UINT32_MAX - 1)) + 1;
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
