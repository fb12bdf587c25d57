// landscape/plan.h: a node of a query made ready for one segment. For matcher*.cc alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "landscape/matcher.h"

namespace fh::landscape {

struct SegmentMatcher::Plan {
  enum class Kind : uint8_t { kAll, kLeaf, kColumn, kAnd, kOr, kNot };
  // What does not rest on leaves is only found by looking at every document.
  static constexpr uint64_t kUnlisted = ~uint64_t{0};

  void bound_by_cheapest();  // kAnd; sorts the children
  void bound_by_all();       // kOr

  Kind kind = Kind::kAll;
  const LeafList* list = nullptr;
  std::vector<LeafStream> streams;  // one a list of the leaf
  std::optional<ColumnFilter> filter;
  std::vector<std::unique_ptr<Plan>> children;
  // How many documents it lets through at most: the cheapest child of an `and` goes first.
  uint64_t documents = kUnlisted;
};

}  // namespace fh::landscape
