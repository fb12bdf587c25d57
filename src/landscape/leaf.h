// landscape/leaf.h: one word, phrase, prefix or fuzzy word of a query, looked up.
//
// A leaf stands for a group of index terms. Where a segment has just one of them, its
// list is walked in place; several are united once, and a phrase is verified once, before
// the query runs, so that every leaf knows exactly in how many living documents it is.
#pragma once

#include <cstdint>
#include <optional>
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

// A leaf in one segment: nothing, a list in place, or united postings.
struct LeafList {
  std::optional<PostingRef> in_place;
  std::vector<Posting> united;
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

// Walks a leaf's postings window by window.
class LeafStream {
 public:
  LeafStream(const Segment& segment, const LeafList& list);

  struct Scoring {
    float idf = 0;
    const Bm25Norm* norm = nullptr;
    Score* scores = nullptr;  // of the window's documents
  };
  // Sets the bits of the window's documents that have the leaf; with scoring, adds the
  // leaf's share to each. REQUIRES: windows never fall; each is asked for once.
  void fill(uint32_t window, WindowBits& bits, const Scoring* scoring);

 private:
  bool load_from(uint32_t from);

  const Segment& segment_;
  PostingCursor cursor_;
  std::span<const Posting> united_;
  size_t at_ = 0;  // in the loaded block, or in united_
  bool in_place_ = false;
  bool ended_ = false;
};

}  // namespace fh::landscape
