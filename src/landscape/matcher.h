// landscape/matcher.h: which documents of a segment a query matches.
//
// A query is prepared once for a snapshot (its leaves looked up), then evaluated in each
// segment: from a list of candidates where something in it lets only few through, else
// window by window, every node making the bits of 4096 documents.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "landscape/condition.h"
#include "landscape/leaf.h"
#include "landscape/matches.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"
#include "landscape/tuning.h"

namespace fh::landscape {

// The leaves of a query, looked up in a snapshot. Both outlive it.
class PreparedQuery {
 public:
  PreparedQuery(const Node& query, const Snapshot& snapshot, const Bm25& settings);

  const Node& query() const { return query_; }
  const Snapshot& snapshot() const { return snapshot_; }
  const Bm25Norm& norm() const { return norm_; }
  const Leaf& leaf(const Node& node) const { return leaves_.at(&node); }
  // A leaf that gives scores: one that is not under a `not`.
  struct Scoring {
    const Leaf* leaf = nullptr;
    float weight = 0;
  };
  std::span<const Scoring> scoring() const { return scoring_; }
  // Whether whatever has a leaf matches, and nothing else.
  bool is_any_of_leaves() const { return is_any_of_leaves_; }
  // The stems and surfaces of the leaves that score, sorted.
  std::span<const std::string> own_stems() const { return own_stems_; }
  std::span<const std::string> own_surfaces() const { return own_surfaces_; }

 private:
  void prepare(const Node& node, bool negated, text::Analyser& analyser);

  const Node& query_;
  const Snapshot& snapshot_;
  Bm25Norm norm_;
  bool is_any_of_leaves_ = false;
  std::map<const Node*, Leaf> leaves_;
  std::vector<Scoring> scoring_;
  std::vector<std::string> own_stems_;
  std::vector<std::string> own_surfaces_;
};

// Evaluates a prepared query in one segment.
class SegmentMatcher {
 public:
  SegmentMatcher(const PreparedQuery& query, size_t segment, const Tuning& tuning);
  ~SegmentMatcher();

  // How many documents match at most; all of the segment's where that is not known.
  uint64_t bound() const;
  // Whether candidates are few enough to go from one to the next.
  bool is_few() const;
  // The living documents that match. One of the two, once.
  SegmentMatches match_few();  // REQUIRES: is_few()
  // For each of some documents, ascending: 0 where it does not match. Once.
  std::vector<uint8_t> judge(std::span<const uint32_t> documents);
  // Those of the windows from number `first` on.
  void match_windows(size_t first, std::span<WindowBits> windows);

 private:
  struct Plan;
  std::unique_ptr<Plan> make_plan(const Node& node);
  const DenseList* dense(const LeafList& list, const PostingRef& ref) const;

  void match_window(uint32_t window, WindowBits& bits);
  void evaluate(Plan& plan, uint32_t window, WindowBits& bits);
  void narrow(Plan& plan, uint32_t window, WindowBits& bits);

  // matcher_few.cc
  std::vector<uint32_t> candidates(Plan& plan);
  std::vector<uint32_t> candidates_of_any(Plan& plan);
  void judge(Plan& plan, std::span<const uint32_t> documents, std::span<uint8_t> keep);

  const PreparedQuery& query_;
  size_t index_;
  const Tuning& tuning_;
  const SegmentState& state_;
  std::unique_ptr<Plan> root_;
};

}  // namespace fh::landscape
