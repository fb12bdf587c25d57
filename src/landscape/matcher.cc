#include "landscape/matcher.h"

#include <algorithm>
#include <bit>
#include <variant>

#include "base/check.h"

namespace fh::landscape {
namespace {

bool is_leaf(const Node& node) {
  return std::holds_alternative<WordNode>(node.is) || std::holds_alternative<PhraseNode>(node.is) ||
         std::holds_alternative<PrefixNode>(node.is) || std::holds_alternative<FuzzyNode>(node.is);
}

const std::vector<Node>* children_of(const Node& node) {
  if (const auto* both = std::get_if<AndNode>(&node.is)) return &both->children;
  if (const auto* either = std::get_if<OrNode>(&node.is)) return &either->children;
  return nullptr;
}

void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
}

uint32_t count_bits(const WindowBits& bits) {
  uint32_t count = 0;
  for (const uint64_t word : bits) count += static_cast<uint32_t>(std::popcount(word));
  return count;
}

bool is_zero(const WindowBits& bits) {
  return std::ranges::all_of(bits, [](uint64_t word) { return word == 0; });
}

void intersect(WindowBits& bits, const WindowBits& with) {
  for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] &= with[word];
}

// Below this many candidates each is judged by itself; above, the whole window at once.
constexpr uint32_t kCandidatesFew = 256;

}  // namespace

PreparedQuery::PreparedQuery(const Node& query, const Snapshot& snapshot, const Bm25& settings)
    : query_(query), snapshot_(snapshot), norm_(settings, snapshot.tokens, snapshot.documents) {
  text::Analyser analyser;
  prepare(query, false, analyser);
  sort_unique(own_stems_);
  sort_unique(own_surfaces_);
}

void PreparedQuery::prepare(const Node& node, bool negated, text::Analyser& analyser) {
  if (const auto* without = std::get_if<NotNode>(&node.is)) {
    prepare(*without->child, true, analyser);
  }
  if (const std::vector<Node>* children = children_of(node)) {
    for (const Node& child : *children) prepare(child, negated, analyser);
  }
  if (!is_leaf(node)) return;
  Prepared prepared{.leaf = resolve_leaf(node, snapshot_, analyser)};
  if (!negated) {
    scores_ = true;
    prepared.idf = idf_weight(prepared.leaf.df, snapshot_.documents);
    std::ranges::copy(prepared.leaf.stems, std::back_inserter(own_stems_));
    std::ranges::copy(prepared.leaf.surfaces, std::back_inserter(own_surfaces_));
  }
  leaves_.emplace(&node, std::move(prepared));
}

// A node made ready for one segment.
struct SegmentMatcher::Plan {
  enum class Kind : uint8_t { kAll, kLeaf, kColumn, kAnd, kOr, kNot };
  Kind kind = Kind::kAll;
  std::optional<LeafStream> stream;
  float idf = 0;
  std::optional<ColumnFilter> filter;
  std::vector<std::unique_ptr<Plan>> children;
  // How many documents it may let through: the cheapest child of an `and` goes first.
  uint64_t documents = 0;
};

SegmentMatcher::SegmentMatcher(const PreparedQuery& query, size_t segment)
    : query_(query),
      index_(segment),
      state_(query.snapshot().segments[segment]),
      root_(make_plan(query.query())) {}

SegmentMatcher::~SegmentMatcher() = default;

std::unique_ptr<SegmentMatcher::Plan> SegmentMatcher::make_plan(const Node& node) {
  auto plan = std::make_unique<Plan>();
  plan->documents = state_.segment->documents();
  if (is_leaf(node)) {
    plan->kind = Plan::Kind::kLeaf;
    const LeafList& list = query_.leaf(node).lists[index_];
    plan->stream.emplace(*state_.segment, list);
    plan->idf = query_.idf(node);
    plan->documents = list.in_place ? list.in_place->df : list.united.size();
  } else if (const auto* column = std::get_if<ColumnNode>(&node.is)) {
    plan->kind = Plan::Kind::kColumn;
    plan->filter.emplace(*state_.segment, *column);
    if (plan->filter->is_empty()) plan->documents = 0;
  } else if (const auto* without = std::get_if<NotNode>(&node.is)) {
    plan->kind = Plan::Kind::kNot;
    plan->children.push_back(make_plan(*without->child));
  } else if (const std::vector<Node>* children = children_of(node)) {
    const bool both = std::holds_alternative<AndNode>(node.is);
    plan->kind = both ? Plan::Kind::kAnd : Plan::Kind::kOr;
    for (const Node& child : *children) plan->children.push_back(make_plan(child));
    if (both) {
      std::ranges::sort(plan->children, {},
                        [](const auto& child) { return std::pair(child->documents, child->kind); });
    }
  }
  return plan;
}

void SegmentMatcher::evaluate_leaf(Plan& plan, uint32_t window, WindowBits& bits,
                                   WindowScores* scores) {
  bits.fill(0);
  const bool scoring = scores != nullptr && plan.idf > 0;
  const LeafStream::Scoring how{
      .idf = plan.idf, .norm = &query_.norm(), .scores = scoring ? scores->data() : nullptr};
  plan.stream->fill(window, bits, scoring ? &how : nullptr);
}

// The bits of all documents of the window that the node matches. Every leaf below is
// asked, so that a document found through one branch has the shares of all.
void SegmentMatcher::evaluate(Plan& plan, uint32_t window, WindowBits& bits, WindowScores* scores) {
  WindowBits part;
  switch (plan.kind) {
    case Plan::Kind::kAll:
      bits.fill(~uint64_t{0});
      return;
    case Plan::Kind::kLeaf:
      evaluate_leaf(plan, window, bits, scores);
      return;
    case Plan::Kind::kColumn:
      plan.filter->fill(window, bits);
      return;
    case Plan::Kind::kNot:
      evaluate(*plan.children.front(), window, bits, scores);
      for (uint64_t& word : bits) word = ~word;
      return;
    case Plan::Kind::kAnd:
      bits.fill(~uint64_t{0});
      for (const auto& child : plan.children) {
        evaluate(*child, window, part, scores);
        intersect(bits, part);
      }
      return;
    case Plan::Kind::kOr:
      bits.fill(0);
      for (const auto& child : plan.children) {
        evaluate(*child, window, part, scores);
        for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] |= part[word];
      }
      return;
  }
}

// Takes from `bits` what the node does not match. Only along the `and`s from the root: a
// document that one of them refuses matches nothing, so its missing shares do not matter.
void SegmentMatcher::narrow(Plan& plan, uint32_t window, WindowBits& bits, WindowScores* scores) {
  if (plan.kind == Plan::Kind::kAnd) {
    for (const auto& child : plan.children) {
      if (is_zero(bits)) return;
      narrow(*child, window, bits, scores);
    }
    return;
  }
  if (plan.kind == Plan::Kind::kColumn && count_bits(bits) < kCandidatesFew) {
    for (uint32_t word = 0; word < kWindowWords; ++word) {
      for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
        const auto bit = static_cast<uint32_t>(std::countr_zero(left));
        const uint32_t document = window * kWindowSize + word * 64 + bit;
        if (!plan.filter->matches(document)) bits[word] &= ~(uint64_t{1} << bit);
      }
    }
    return;
  }
  WindowBits part;
  evaluate(plan, window, part, scores);
  intersect(bits, part);
}

void SegmentMatcher::match(uint32_t window, Purpose purpose, WindowBits& bits,
                           WindowScores* scores) {
  if (scores != nullptr) scores->fill(0);
  const uint32_t begin = window * kWindowSize;
  const uint32_t documents = std::min(state_.segment->documents() - begin, kWindowSize);
  for (uint32_t word = 0; word < kWindowWords; ++word) {
    const uint32_t first = word * 64;
    if (first >= documents) {
      bits[word] = 0;
    } else if (documents - first >= 64) {
      bits[word] = ~uint64_t{0};
    } else {
      bits[word] = (uint64_t{1} << (documents - first)) - 1;
    }
  }
  state_.overlay->mask(window, purpose, bits);
  narrow(*root_, window, bits, scores);
}

}  // namespace fh::landscape
