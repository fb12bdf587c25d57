// landscape/matcher.h: which documents of a segment a query matches, and how well.
//
// A query is prepared once for a snapshot (its leaves looked up), then evaluated window
// by window in each segment: every node makes the bits of 4096 documents, and leaves add
// their share to the scores of the same window, which stays in the nearest cache.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "landscape/condition.h"
#include "landscape/leaf.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"

namespace fh::landscape {

// The leaves of a query, looked up in a snapshot. Both outlive it.
class PreparedQuery {
 public:
  PreparedQuery(const Node& query, const Snapshot& snapshot, const Bm25& settings);

  const Node& query() const { return query_; }
  const Snapshot& snapshot() const { return snapshot_; }
  const Bm25Norm& norm() const { return norm_; }
  // Whether anything in the query gives scores.
  bool scores() const { return scores_; }
  const Leaf& leaf(const Node& node) const { return leaves_.at(&node).leaf; }
  // 0 for leaves under a `not`, which give no scores.
  float idf(const Node& node) const { return leaves_.at(&node).idf; }
  // The stems and surfaces of the leaves that score, sorted.
  std::span<const std::string> own_stems() const { return own_stems_; }
  std::span<const std::string> own_surfaces() const { return own_surfaces_; }

 private:
  struct Prepared {
    Leaf leaf;
    float idf = 0;
  };
  void prepare(const Node& node, bool negated, text::Analyser& analyser);

  const Node& query_;
  const Snapshot& snapshot_;
  Bm25Norm norm_;
  bool scores_ = false;
  std::map<const Node*, Prepared> leaves_;
  std::vector<std::string> own_stems_;
  std::vector<std::string> own_surfaces_;
};

using WindowScores = std::array<Score, kWindowSize>;

// Evaluates a prepared query in one segment. Windows are asked for in ascending order.
class SegmentMatcher {
 public:
  SegmentMatcher(const PreparedQuery& query, size_t segment);
  ~SegmentMatcher();

  // The visible documents of the window that match; with `scores`, those documents' full
  // scores (others' places hold anything).
  void match(uint32_t window, Purpose purpose, WindowBits& bits, WindowScores* scores);

 private:
  struct Plan;
  std::unique_ptr<Plan> make_plan(const Node& node);
  void evaluate(Plan& plan, uint32_t window, WindowBits& bits, WindowScores* scores);
  void narrow(Plan& plan, uint32_t window, WindowBits& bits, WindowScores* scores);
  void evaluate_leaf(Plan& plan, uint32_t window, WindowBits& bits, WindowScores* scores);

  const PreparedQuery& query_;
  size_t index_;
  const SegmentState& state_;
  std::unique_ptr<Plan> root_;
};

}  // namespace fh::landscape
