// The part of SegmentMatcher that goes from candidate to candidate.

#include <algorithm>
#include <iterator>
#include <vector>

#include "landscape/plan.h"

namespace fh::landscape {
namespace {

// Leaves out documents[i] where keep[i] is 0.
void retain(std::vector<uint32_t>& documents, const std::vector<uint8_t>& keep) {
  size_t kept = 0;
  for (size_t i = 0; i < documents.size(); ++i) {
    documents[kept] = documents[i];
    kept += keep[i];
  }
  documents.resize(kept);
}

std::vector<uint32_t> documents_of(PostingCursor cursor) {
  std::vector<uint32_t> documents;
  documents.reserve(cursor.df());
  for (uint32_t from = 0; cursor.load_from(from); from = documents.back() + 1) {
    const std::span<const uint32_t> block = cursor.block_documents();
    // Blocks of a damaged list may overlap; whoever reads codes relies on their order.
    if (block.front() < from) break;
    documents.insert(documents.end(), block.begin(), block.end());
  }
  return documents;
}

// A leaf has a list a language, mostly one long one: merging costs a copy, sorting would
// cost more than all the rest.
std::vector<uint32_t> documents_of(const Segment& segment, const LeafList& list) {
  std::vector<uint32_t> all;
  for (const PostingRef& ref : list.refs) {
    std::vector<uint32_t> documents = documents_of(list.open(segment, ref));
    if (all.empty()) {
      all.swap(documents);
      continue;
    }
    std::vector<uint32_t> merged;
    merged.reserve(all.size() + documents.size());
    std::ranges::merge(all, documents, std::back_inserter(merged));
    all.swap(merged);
  }
  return all;
}

// Clears keep[i] where none of `judges` keeps documents[i].
template <typename Judges, typename Judge>
void keep_any(Judges& judges, std::span<uint8_t> keep, Judge&& judge) {
  std::vector<uint8_t> any(keep.size(), 0);
  for (auto& one : judges) {
    std::vector<uint8_t> inside(keep.begin(), keep.end());
    judge(one, std::span<uint8_t>(inside));
    for (size_t i = 0; i < any.size(); ++i) any[i] |= inside[i];
  }
  std::ranges::copy(any, keep.begin());
}

}  // namespace

std::vector<uint32_t> SegmentMatcher::candidates_of_any(Plan& plan) {
  std::vector<uint32_t> all;
  for (const auto& child : plan.children) {
    const std::vector<uint32_t> found = candidates(*child);
    std::vector<uint32_t> united;
    united.reserve(all.size() + found.size());
    std::ranges::set_union(all, found, std::back_inserter(united));
    all.swap(united);
  }
  return all;
}

// All that the node matches, ascending. REQUIRES: its documents are listed: it is a leaf,
// made of leaves, or a column that matches nothing.
std::vector<uint32_t> SegmentMatcher::candidates(Plan& plan) {
  switch (plan.kind) {
    case Plan::Kind::kLeaf:
      return documents_of(*state_.segment, *plan.list);
    case Plan::Kind::kOr:
      return candidates_of_any(plan);
    case Plan::Kind::kAnd: {
      std::vector<uint32_t> documents = candidates(*plan.children.front());
      for (size_t i = 1; i < plan.children.size() && !documents.empty(); ++i) {
        std::vector<uint8_t> keep(documents.size(), 1);
        judge(*plan.children[i], documents, keep);
        retain(documents, keep);
      }
      return documents;
    }
    case Plan::Kind::kAll:
    case Plan::Kind::kColumn:
    case Plan::Kind::kNot:
      break;
  }
  return {};
}

// Clears keep[i] where the node does not match documents[i].
void SegmentMatcher::judge(Plan& plan, std::span<const uint32_t> documents,
                           std::span<uint8_t> keep) {
  switch (plan.kind) {
    case Plan::Kind::kAll:
      return;
    case Plan::Kind::kLeaf:
      keep_any(plan.streams, keep, [&](LeafStream& stream, std::span<uint8_t> inside) {
        stream.keep_those(documents, inside, kernels(tuning_.simd));
      });
      return;
    case Plan::Kind::kColumn:
      for (size_t i = 0; i < documents.size(); ++i) {
        if (keep[i] != 0 && !plan.filter->matches(documents[i])) keep[i] = 0;
      }
      return;
    case Plan::Kind::kAnd:
      for (const auto& child : plan.children) judge(*child, documents, keep);
      return;
    case Plan::Kind::kNot: {
      std::vector<uint8_t> inside(keep.begin(), keep.end());
      judge(*plan.children.front(), documents, inside);
      for (size_t i = 0; i < keep.size(); ++i) keep[i] = keep[i] != 0 && inside[i] == 0 ? 1 : 0;
      return;
    }
    case Plan::Kind::kOr:
      keep_any(plan.children, keep,
               [&](auto& child, std::span<uint8_t> inside) { judge(*child, documents, inside); });
      return;
  }
}

std::vector<uint8_t> SegmentMatcher::judge(std::span<const uint32_t> documents) {
  std::vector<uint8_t> keep(documents.size(), 1);
  judge(*root_, documents, keep);
  return keep;
}

SegmentMatches SegmentMatcher::match_few() {
  std::vector<uint32_t> documents = candidates(*root_);
  std::erase_if(documents, [&](uint32_t document) { return state_.overlay->is_dead(document); });
  return SegmentMatches(std::move(documents));
}

}  // namespace fh::landscape
