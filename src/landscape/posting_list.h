// landscape/posting_list.h: in which documents a term stands, and how often.
//
// A list is blocks of 128 (document distances and counts bit-packed side by side) with
// a table of each block's last document for skipping, then a short tail of varints. A
// term of one document takes no list: its reference holds it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "landscape/bit_packing.h"
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

// Appends lists to the open postings section.
class PostingWriter {
 public:
  explicit PostingWriter(SegmentFileWriter& out) : out_(out) {}
  // REQUIRES: documents ascending. None is what merging leaves of a damaged list.
  PostingRef add(std::span<const Posting> postings);

 private:
  SegmentFileWriter& out_;
  std::string list_;
};

// Walks one list block by block. The bytes may be anything: what does not decode to
// ascending documents below `documents` ends the walk.
class PostingCursor {
 public:
  PostingCursor() = default;
  PostingCursor(std::span<const std::byte> postings, PostingRef ref, uint32_t documents);

  uint32_t df() const { return ref_.df; }
  // Loads the next block that holds a document >= `from`; false at the end. Documents
  // of earlier blocks are passed over unread. REQUIRES: `from` never falls.
  bool load_from(uint32_t from);
  // The loaded block.
  std::span<const uint32_t> block_documents() const { return {documents_.data(), loaded_}; }
  std::span<const uint32_t> block_counts() const { return {counts_.data(), loaded_}; }

 private:
  bool load_packed(uint32_t block);
  bool load_tail();
  bool end() {
    block_ = blocks_ + 1;
    loaded_ = 0;
    return false;
  }
  uint32_t block_last(uint32_t block) const;
  uint32_t block_offset(uint32_t block) const;

  PostingRef ref_;
  uint32_t document_limit_ = 0;
  uint32_t blocks_ = 0;  // packed ones; the tail is number blocks_
  uint32_t block_ = 0;   // the next to load
  uint32_t loaded_ = 0;
  std::span<const std::byte> list_;
  std::array<uint32_t, kBlockSize> documents_;
  std::array<uint32_t, kBlockSize> counts_;
};

// The whole list.
std::vector<Posting> read_postings(std::span<const std::byte> postings, PostingRef ref,
                                   uint32_t documents);

}  // namespace fh::landscape
