// testing/naive_query.h: which documents a tree matches, and how well, one by one.
#pragma once

#include <map>
#include <set>
#include <string>

#include "landscape/query.h"
#include "testing/naive_landscape.h"

namespace fh::landscape {

// One leaf of words, made ready: what it stands for, and its weight.
struct NaiveLeaf {
  std::set<std::string> surfaces;  // a token counts if its surface is here
  std::set<std::string> stems;     // … or its stem here
  std::vector<std::string> phrase;
  bool scores = false;
  float idf = 0;

  uint32_t occurrences(const std::vector<NaiveLandscape::Word>& words) const;
};

class NaiveQuery {
 public:
  // Both outlive the query.
  NaiveQuery(const Node& tree, const NaiveLandscape::Entries& entries);

  bool matches(const NaiveLandscape::Entry& entry) const { return matches(tree_, entry); }
  bool has_scoring_leaves() const;
  Score score(const NaiveLandscape::Entry& entry, const Bm25Norm& norm) const;
  // Whether the query asks for this stem by itself.
  bool is_own_stem(const std::string& stem) const { return own_stems_.contains(stem); }
  bool is_own_surface(const std::string& word) const { return own_surfaces_.contains(word); }

 private:
  void prepare(const Node& node, bool excluded);
  NaiveLeaf leaf_of(const Node& node);
  std::set<std::string> stems_of(const std::string& surface);
  // The surfaces `wanted` accepts, kTermExpansionsMax of them at most.
  template <typename Wanted>
  std::set<std::string> expansions(Wanted wanted) const;
  bool matches(const Node& node, const NaiveLandscape::Entry& entry) const;

  const Node& tree_;
  const NaiveLandscape::Entries& entries_;
  std::set<std::string> languages_;
  std::map<std::string, uint64_t> documents_with_;  // surface: live documents
  std::map<const Node*, NaiveLeaf> leaves_;
  std::set<std::string> own_stems_;
  std::set<std::string> own_surfaces_;
  text::Analyser analyser_;
};

}  // namespace fh::landscape
