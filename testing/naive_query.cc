#include "testing/naive_query.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "landscape/stem_term.h"

namespace fh::landscape {
namespace {

using Entry = NaiveLandscape::Entry;
using Word = NaiveLandscape::Word;

bool holds(const model::ColumnValue&, const HasValue&) {
  return true;
}
bool holds(const model::ColumnValue& value, const KeywordIs& wanted) {
  const auto* keyword = std::get_if<std::string>(&value);
  if (!keyword) return false;
  const std::string folded = text::fold(*keyword);
  return wanted.prefix ? folded.starts_with(wanted.folded) : folded == wanted.folded;
}
bool holds(const model::ColumnValue& value, const NumberIn& wanted) {
  const auto* number = std::get_if<double>(&value);
  if (!number) return false;
  const bool above = wanted.low_open ? *number > wanted.low : *number >= wanted.low;
  const bool below = wanted.high_open ? *number < wanted.high : *number <= wanted.high;
  return above && below;
}
bool holds(const model::ColumnValue& value, const TimeIn& wanted) {
  const auto* time = std::get_if<Instant>(&value);
  return time && time->ms >= wanted.first_ms && time->ms < wanted.end_ms;
}

bool column_matches(const ColumnNode& node, const Document& document) {
  for (const model::ColumnEntry& entry : document.columns) {
    if (entry.column != node.column) continue;
    for (const Condition& condition : node.any_of) {
      if (std::visit([&](const auto& wanted) { return holds(entry.value, wanted); }, condition)) {
        return true;
      }
    }
  }
  return false;
}

uint32_t phrase_occurrences(const std::vector<std::string>& phrase,
                            const std::vector<Word>& words) {
  uint32_t count = 0;
  for (size_t from = 0; from + phrase.size() <= words.size(); ++from) {
    bool here = true;
    for (size_t i = 0; i < phrase.size(); ++i) here = here && words[from + i].surface == phrase[i];
    if (here) ++count;
  }
  return count;
}

bool is_leaf(const Node& node) {
  return std::holds_alternative<WordNode>(node.is) || std::holds_alternative<PhraseNode>(node.is) ||
         std::holds_alternative<PrefixNode>(node.is) || std::holds_alternative<FuzzyNode>(node.is);
}

}  // namespace

uint32_t NaiveLeaf::occurrences(const std::vector<Word>& words) const {
  if (!phrase.empty()) return phrase_occurrences(phrase, words);
  return static_cast<uint32_t>(std::ranges::count_if(words, [&](const Word& word) {
    return surfaces.contains(word.surface) || stems.contains(word.stem);
  }));
}

NaiveQuery::NaiveQuery(const Node& tree, const NaiveLandscape::Entries& entries)
    : tree_(tree), entries_(entries) {
  for (const auto& [number, entry] : entries_) {
    languages_.emplace(text::stemmer_language(entry.document.lang));
    std::set<std::string> surfaces;
    for (const Word& word : entry.words) surfaces.insert(word.surface);
    for (const std::string& surface : surfaces) ++documents_with_[surface];
  }
  prepare(tree_, /*excluded=*/false);
}

void NaiveQuery::prepare(const Node& node, bool excluded) {
  if (const auto* all = std::get_if<AndNode>(&node.is)) {
    for (const Node& child : all->children) prepare(child, excluded);
  } else if (const auto* any = std::get_if<OrNode>(&node.is)) {
    for (const Node& child : any->children) prepare(child, excluded);
  } else if (const auto* without = std::get_if<NotNode>(&node.is)) {
    prepare(*without->child, /*excluded=*/true);
  } else if (is_leaf(node)) {
    NaiveLeaf leaf = leaf_of(node);
    leaf.scores = !excluded;
    const auto df = std::ranges::count_if(
        entries_, [&](const auto& entry) { return leaf.occurrences(entry.second.words) > 0; });
    leaf.idf = idf_weight(static_cast<uint64_t>(df), entries_.size());
    if (!excluded) {
      own_stems_.insert(leaf.stems.begin(), leaf.stems.end());
      std::set<std::string> own = leaf.surfaces;
      own.insert(leaf.phrase.begin(), leaf.phrase.end());
      for (const std::string& surface : own) {
        own_surfaces_.insert(surface);
        own_stems_.merge(stems_of(surface));
      }
    }
    leaves_.emplace(&node, std::move(leaf));
  }
}

NaiveLeaf NaiveQuery::leaf_of(const Node& node) {
  NaiveLeaf leaf;
  if (const auto* word = std::get_if<WordNode>(&node.is)) {
    leaf.surfaces = {word->surface};
    leaf.stems = stems_of(word->surface);
  } else if (const auto* phrase = std::get_if<PhraseNode>(&node.is)) {
    leaf.phrase = phrase->surfaces;
  } else if (const auto* prefix = std::get_if<PrefixNode>(&node.is)) {
    leaf.surfaces =
        expansions([&](const std::string& surface) { return surface.starts_with(prefix->prefix); });
  } else if (const auto* fuzzy = std::get_if<FuzzyNode>(&node.is)) {
    leaf.surfaces = expansions([&](const std::string& surface) {
      return edit_distance(surface, fuzzy->surface) <= fuzzy->edits;
    });
  }
  return leaf;
}

std::set<std::string> NaiveQuery::stems_of(const std::string& surface) {
  std::set<std::string> stems;
  for (const std::string& language : languages_) {
    stems.insert(stem_term(analyser_.stem(surface, language), language));
  }
  return stems;
}

template <typename Wanted>
std::set<std::string> NaiveQuery::expansions(Wanted wanted) const {
  std::vector<std::pair<uint64_t, std::string>> found;
  for (const auto& [surface, documents] : documents_with_) {
    if (wanted(surface)) found.emplace_back(documents, surface);
  }
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (found.size() > limits::kTermExpansionsMax) found.resize(limits::kTermExpansionsMax);
  std::set<std::string> surfaces;
  for (auto& [documents, surface] : found) surfaces.insert(std::move(surface));
  return surfaces;
}

bool NaiveQuery::matches(const Node& node, const Entry& entry) const {
  const auto child_matches = [&](const Node& child) { return matches(child, entry); };
  if (std::holds_alternative<AllNode>(node.is)) return true;
  if (const auto* column = std::get_if<ColumnNode>(&node.is)) {
    return column_matches(*column, entry.document);
  }
  if (const auto* all = std::get_if<AndNode>(&node.is)) {
    return std::ranges::all_of(all->children, child_matches);
  }
  if (const auto* any = std::get_if<OrNode>(&node.is)) {
    return std::ranges::any_of(any->children, child_matches);
  }
  if (const auto* without = std::get_if<NotNode>(&node.is)) {
    return !matches(*without->child, entry);
  }
  return leaves_.at(&node).occurrences(entry.words) > 0;
}

bool NaiveQuery::has_scoring_leaves() const {
  return std::ranges::any_of(leaves_, [](const auto& leaf) { return leaf.second.scores; });
}

Score NaiveQuery::score(const Entry& entry, const Bm25Norm& norm) const {
  Score sum = 0;
  const auto length = static_cast<uint32_t>(entry.words.size());
  for (const auto& [node, leaf] : leaves_) {
    const uint32_t occurrences = leaf.scores ? leaf.occurrences(entry.words) : 0;
    if (occurrences > 0) sum += leaf_score(norm.weight(leaf.idf), occurrences, norm.of(length));
  }
  return sum;
}

}  // namespace fh::landscape
