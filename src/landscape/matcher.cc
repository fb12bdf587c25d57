#include "landscape/matcher.h"

#include <algorithm>
#include <bit>
#include <variant>

#include "landscape/plan.h"

namespace fh::landscape {
namespace {

bool is_leaf(const Node& node) {
  return std::holds_alternative<WordNode>(node.is) || std::holds_alternative<PhraseNode>(node.is) ||
         std::holds_alternative<PrefixNode>(node.is) || std::holds_alternative<FuzzyNode>(node.is);
}

bool is_leaves_alone(const Node& node) {
  if (const auto* either = std::get_if<OrNode>(&node.is)) {
    return std::ranges::all_of(either->children, is_leaves_alone);
  }
  if (const auto* both = std::get_if<AndNode>(&node.is)) {
    return both->children.size() == 1 && is_leaves_alone(both->children.front());
  }
  return is_leaf(node);
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

bool is_zero(const WindowBits& bits) {
  return std::ranges::all_of(bits, [](uint64_t word) { return word == 0; });
}

// Below this many candidates each is judged by itself; above, the whole window at once.
constexpr uint32_t kCandidatesFew = 256;

}  // namespace

PreparedQuery::PreparedQuery(const Node& query, const Snapshot& snapshot, const Bm25& settings)
    : query_(query),
      snapshot_(snapshot),
      norm_(settings, snapshot.tokens, snapshot.documents),
      is_any_of_leaves_(is_leaves_alone(query)) {
  // One a thread: it remembers stems, and making it would cost more than most queries.
  thread_local text::Analyser analyser;
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
  const Leaf& leaf = leaves_.emplace(&node, resolve_leaf(node, snapshot_, analyser)).first->second;
  if (negated) return;
  scoring_.push_back(
      {.leaf = &leaf, .weight = norm_.weight(idf_weight(leaf.df, snapshot_.documents))});
  std::ranges::copy(leaf.stems, std::back_inserter(own_stems_));
  std::ranges::copy(leaf.surfaces, std::back_inserter(own_surfaces_));
}

SegmentMatcher::SegmentMatcher(const PreparedQuery& query, size_t segment, const Tuning& tuning)
    : query_(query),
      index_(segment),
      tuning_(tuning),
      state_(query.snapshot().segments[segment]),
      root_(make_plan(query.query())) {}

SegmentMatcher::~SegmentMatcher() = default;

std::unique_ptr<SegmentMatcher::Plan> SegmentMatcher::make_plan(const Node& node) {
  auto plan = std::make_unique<Plan>();
  if (is_leaf(node)) {
    plan->kind = Plan::Kind::kLeaf;
    plan->list = &query_.leaf(node).lists[index_];
    for (const PostingRef& ref : plan->list->refs) {
      plan->streams.emplace_back(plan->list->open(*state_.segment, ref), dense(*plan->list, ref));
    }
    plan->documents = plan->list->df();
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
    both ? plan->bound_by_cheapest() : plan->bound_by_all();
  }
  return plan;
}

// Lists of one document have no place of their own, made ones none in the segment.
const DenseList* SegmentMatcher::dense(const LeafList& list, const PostingRef& ref) const {
  const Segment& segment = *state_.segment;
  const uint32_t documents = segment.documents();
  if (tuning_.dense_share == 0 || documents < tuning_.totals_from || !list.made.empty() ||
      ref.df <= 1 || ref.df < documents / tuning_.dense_share) {
    return nullptr;
  }
  return segment.dense_lists().find(ref.place,
                                    [&] { return unpack_all(segment.open_list(ref), documents); });
}

void SegmentMatcher::Plan::bound_by_cheapest() {
  std::ranges::sort(children, {},
                    [](const auto& child) { return std::pair(child->documents, child->kind); });
  if (!children.empty()) documents = children.front()->documents;
}

void SegmentMatcher::Plan::bound_by_all() {
  documents = 0;
  for (const auto& child : children) {
    if (child->documents == kUnlisted) documents = kUnlisted;
    if (documents != kUnlisted) documents += child->documents;
  }
}

// The bits of all documents of the window that the node matches.
void SegmentMatcher::evaluate(Plan& plan, uint32_t window, WindowBits& bits) {
  WindowBits part;
  switch (plan.kind) {
    case Plan::Kind::kAll:
      bits.fill(~uint64_t{0});
      return;
    case Plan::Kind::kLeaf:
      bits.fill(0);
      for (LeafStream& stream : plan.streams) stream.fill(window, bits);
      return;
    case Plan::Kind::kColumn:
      plan.filter->fill(window, bits, kernels(tuning_.simd));
      return;
    case Plan::Kind::kNot:
      evaluate(*plan.children.front(), window, bits);
      for (uint64_t& word : bits) word = ~word;
      return;
    case Plan::Kind::kAnd:
      bits.fill(~uint64_t{0});
      for (const auto& child : plan.children) {
        evaluate(*child, window, part);
        intersect(bits, part);
      }
      return;
    case Plan::Kind::kOr:
      bits.fill(0);
      for (const auto& child : plan.children) {
        // Leaves set their bits beside those of others.
        if (child->kind == Plan::Kind::kLeaf) {
          for (LeafStream& stream : child->streams) stream.fill(window, bits);
          continue;
        }
        evaluate(*child, window, part);
        for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] |= part[word];
      }
      return;
  }
}

// Takes from `bits` what the node does not match.
void SegmentMatcher::narrow(Plan& plan, uint32_t window, WindowBits& bits) {
  if (plan.kind == Plan::Kind::kAll) return;
  if (plan.kind == Plan::Kind::kAnd) {
    for (const auto& child : plan.children) {
      if (is_zero(bits)) return;
      narrow(*child, window, bits);
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
  evaluate(plan, window, part);
  intersect(bits, part);
}

void SegmentMatcher::match_window(uint32_t window, WindowBits& bits) {
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
  state_.overlay->mask_dead(window, bits);
  narrow(*root_, window, bits);
}

uint64_t SegmentMatcher::bound() const {
  return std::min<uint64_t>(root_->documents, state_.segment->documents());
}

bool SegmentMatcher::is_few() const {
  const uint64_t few = state_.segment->documents() / std::max<uint64_t>(tuning_.few_share, 1);
  return root_->documents != Plan::kUnlisted && root_->documents <= few;
}

void SegmentMatcher::match_windows(size_t first, std::span<WindowBits> windows) {
  for (size_t i = 0; i < windows.size(); ++i) {
    match_window(static_cast<uint32_t>(first + i), windows[i]);
  }
}

}  // namespace fh::landscape
