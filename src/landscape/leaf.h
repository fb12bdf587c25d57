// landscape/leaf.h: one word, phrase, prefix or fuzzy word of a query, looked up.
//
// A leaf stands for a group of index terms. Lists that share no document are walked in
// place, one beside the other; others are united once, and a phrase is verified once,
// before the query runs, so that every leaf knows exactly in how many living documents it
// is.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/bm25.h"
#include "landscape/kernels.h"
#include "landscape/overlay.h"
#include "landscape/query.h"
#include "landscape/snapshot.h"
#include "text/analyse.h"

namespace fh::landscape {

// A leaf's documents in one segment: lists in place that share no document, or one made of
// others.
struct LeafList {
  std::vector<PostingRef> refs;
  std::string made;  // the bytes of the one list; empty where lists lie in the segment

  uint64_t df() const {
    uint64_t sum = 0;
    for (const PostingRef& ref : refs) sum += ref.df;
    return sum;
  }
  PostingCursor open(const Segment& segment, const PostingRef& ref) const {
    if (made.empty()) return segment.open_list(ref);
    return {std::as_bytes(std::span(made)), ref, segment.documents()};
  }
};

struct Leaf {
  std::vector<LeafList> lists;  // one a segment of the snapshot
  uint64_t df = 0;              // living documents
  // What it stands for, to be left out of telling words.
  std::vector<std::string> stems;
  std::vector<std::string> surfaces;
};

// REQUIRES: node is a WordNode, PhraseNode, PrefixNode or FuzzyNode.
Leaf resolve_leaf(const Node& node, const Snapshot& snapshot, text::Analyser& analyser);

// Walks the documents of one of a leaf's lists window by window.
class LeafStream {
 public:
  // With `dense`, all of the list's documents, which outlives it, nothing is unpacked.
  explicit LeafStream(const PostingCursor& cursor, const DenseList* dense = nullptr)
      : cursor_(cursor), dense_(dense) {}
  // Sets the bits of the window's documents that have the leaf.
  // REQUIRES: windows never fall; each is asked for once.
  void fill(uint32_t window, WindowBits& bits);
  // Clears keep[i] where documents[i], ascending, does not have the leaf.
  // REQUIRES: fill() is never called; documents of a later call lie behind.
  void keep_those(std::span<const uint32_t> documents, std::span<uint8_t> keep,
                  const Kernels& kernels);

 private:
  void unpack(uint32_t window, WindowBits& bits);

  PostingCursor cursor_;
  const DenseList* dense_;
  size_t at_ = 0;  // in the loaded block
};

// The documents of a list, of a segment of so many documents.
DenseList unpack_all(const PostingCursor& cursor, uint32_t documents);

}  // namespace fh::landscape
