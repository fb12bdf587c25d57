// landscape/posting_list.h: in which documents a term stands, and how often.
//
// A list is blocks of 128 (document distances and counts bit-packed side by side) with
// a table of each block's last document for skipping and of its impact for leaving it
// unread, then a short tail of varints. A term of one document takes no list: its
// reference holds it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "landscape/bit_packing.h"
#include "landscape/impact.h"
#include "landscape/segment_file.h"

namespace fh::landscape {

struct PostingRef {
  uint32_t df = 0;      // documents in the list
  uint32_t single = 0;  // df == 1: the document
  uint64_t place = 0;   // df == 1: its count; else where the list starts
};

struct Posting {
  uint32_t document = 0;
  uint32_t count = 0;  // at least 1
};

// Appends the bytes of a list. REQUIRES: more than one posting, documents ascending.
void encode_postings(std::span<const Posting> postings,
                     const std::function<uint32_t(uint32_t)>& length_of, std::string& out);
// The same with the lengths of all documents at hand, 255 for that or more.
void encode_postings(std::span<const Posting> postings, std::span<const uint8_t> lengths,
                     std::string& out);

// Appends lists to the open postings section.
class PostingWriter {
 public:
  // `lengths`: the tokens of each document.
  PostingWriter(SegmentFileWriter& out, std::span<const uint32_t> lengths);
  // REQUIRES: documents ascending. None is what merging leaves of a damaged list.
  PostingRef add(std::span<const Posting> postings);

 private:
  SegmentFileWriter& out_;
  std::vector<uint8_t> lengths_;  // 255: that or more: impacts tell no more apart
  std::string list_;
};

// Walks one list block by block. The bytes may be anything: what does not decode to
// ascending documents below `documents` ends the walk.
class PostingCursor {
 public:
  PostingCursor() = default;
  PostingCursor(std::span<const std::byte> postings, PostingRef ref, uint32_t documents);

  uint32_t df() const { return ref_.df; }
  // Where df() is 1, the list itself.
  const PostingRef& single() const { return ref_; }
  // Loads the next block that holds a document >= `from`; false at the end. Documents
  // of earlier blocks are passed over unread. REQUIRES: `from` never falls.
  bool load_from(uint32_t from);
  // The loaded block; empty before the first and after the last.
  std::span<const uint32_t> block_documents() const { return {documents_.data(), loaded_}; }
  // At least 1, whatever the bytes hold. Unpacked when they are first asked for.
  std::span<const uint32_t> block_counts();
  // Of the loaded block. REQUIRES: df() > 1.
  Impact block_impact() const { return impact_of(block_ - 1); }

  // load_next() goes on with the first block that holds a document >= `from`.
  // REQUIRES: df() > 1.
  void pass_to(uint32_t from) { block_ = first_block_from(block_, from); }

  // Loads the next block of which `wanted(impact)` holds; false at the end. Others are
  // passed over unread. REQUIRES: df() > 1.
  template <typename Wanted>
  bool load_next(Wanted&& wanted) {
    for (; block_ <= blocks_; ++block_) {
      if (!wanted(impact_of(block_))) continue;
      const uint32_t block = block_++;
      return (block < blocks_ ? load_packed(block) : load_tail()) || end();
    }
    return end();
  }

  // What postings of documents in [from, end) can add, from the table alone: it may take
  // in neighbours of the same block. No count where no block reaches in.
  // REQUIRES: df() > 1; `from` never falls.
  Impact impact_between(uint32_t from, uint64_t end);

 private:
  uint32_t first_block_from(uint32_t block, uint32_t from) const;
  bool load_packed(uint32_t block);
  bool load_tail();
  bool end() {
    block_ = blocks_ + 1;
    loaded_ = 0;
    return false;
  }
  uint32_t block_last(uint32_t block) const;
  uint32_t block_offset(uint32_t block) const;
  Impact impact_of(uint32_t block) const;

  PostingRef ref_;
  uint32_t document_limit_ = 0;
  uint32_t blocks_ = 0;  // packed ones; the tail is number blocks_
  uint32_t block_ = 0;   // the next to load
  uint32_t peeked_ = 0;  // the next whose impact may count
  uint32_t loaded_ = 0;
  const std::byte* packed_counts_ = nullptr;  // of the loaded block, not yet unpacked
  uint32_t count_width_ = 0;
  std::span<const std::byte> list_;
  std::array<uint32_t, kBlockSize> documents_;
  std::array<uint32_t, kBlockSize> counts_;
};

// The first place, not before `at`, of a document >= wanted. O(log distance).
// REQUIRES: there is one.
inline size_t gallop(std::span<const uint32_t> documents, size_t at, uint32_t wanted) {
  size_t hop = 1;
  while (at + hop < documents.size() && documents[at + hop] < wanted) {
    at += hop;
    hop *= 2;
  }
  const auto part = documents.subspan(at, std::min(hop + 1, documents.size() - at));
  return at + static_cast<size_t>(std::ranges::lower_bound(part, wanted) - part.begin());
}

// The whole list.
std::vector<Posting> read_postings(std::span<const std::byte> postings, PostingRef ref,
                                   uint32_t documents);

}  // namespace fh::landscape
