// landscape/leaf.h: one word, phrase, prefix or fuzzy word of a query, looked up.
//
// A leaf stands for a group of index terms. Where a segment has just one of them, its
// list is walked in place; several are united once, and a phrase is verified once, before
// the query runs, so that every leaf knows exactly in how many living documents it is.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/bm25.h"
#include "landscape/overlay.h"
#include "landscape/query.h"
#include "landscape/snapshot.h"
#include "text/analyse.h"

namespace fh::landscape {

// A leaf's documents in one segment: a list in place, or one made of several.
struct LeafList {
  PostingRef ref;    // df 0: none
  std::string made;  // the list's bytes; empty where it lies in the segment

  PostingCursor open(const Segment& segment) const {
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

// Walks a leaf's documents window by window.
class LeafStream {
 public:
  LeafStream(const Segment& segment, const LeafList& list) : cursor_(list.open(segment)) {}
  // Sets the bits of the window's documents that have the leaf.
  // REQUIRES: windows never fall; each is asked for once.
  void fill(uint32_t window, WindowBits& bits);
  // Clears keep[i] where documents[i], ascending, does not have the leaf.
  // REQUIRES: fill() is never called; documents of a later call lie behind.
  void keep_those(std::span<const uint32_t> documents, std::span<uint8_t> keep);

 private:
  PostingCursor cursor_;
  size_t at_ = 0;  // in the loaded block
};

}  // namespace fh::landscape
