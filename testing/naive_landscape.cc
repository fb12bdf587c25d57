#include "testing/naive_landscape.h"

#include <algorithm>
#include <optional>

#include "landscape/stem_term.h"
#include "testing/naive_figures.h"
#include "testing/naive_query.h"

namespace fh::landscape {
namespace {

struct Ranked {
  Hit hit;
  std::optional<int64_t> key;  // smaller is better; nothing comes last
};

std::optional<int64_t> gap_of(const Document& document) {
  if (!document.expected || !document.felt) return std::nullopt;
  return *document.felt - *document.expected;
}

std::optional<int64_t> negated(std::optional<int64_t> value) {
  if (value) *value = -*value;
  return value;
}

std::optional<int64_t> sort_key(Sort sort, const Document& document, Score score) {
  const int64_t time = document.lived_ms.value_or(document.told_ms);
  switch (sort) {
    case Sort::kRelevance:
      return -int64_t{score};
    case Sort::kNewest:
      return -time;
    case Sort::kOldest:
      return time;
    case Sort::kFeltLow:
      return document.felt;
    case Sort::kFeltHigh:
      return negated(document.felt);
    case Sort::kGapLow:
      return gap_of(document);
    case Sort::kGapHigh:
      break;
  }
  return negated(gap_of(document));
}

bool better(const Ranked& a, const Ranked& b) {
  if (a.key.has_value() != b.key.has_value()) return a.key.has_value();
  if (a.key != b.key) return *a.key < *b.key;
  return a.hit.number > b.hit.number;
}

Bm25Norm norm_of(const Bm25& bm25, const NaiveLandscape::Entries& entries) {
  uint64_t length = 0;
  for (const auto& [number, entry] : entries) length += entry.words.size();
  return {bm25, length, entries.size()};
}

NaiveLandscape::Entries counted(const NaiveLandscape::Entries& entries) {
  NaiveLandscape::Entries counted;
  for (const auto& [number, entry] : entries) {
    if (entry.document.grants.has(Purpose::kCount)) counted.emplace(number, entry);
  }
  return counted;
}

std::vector<Hit> page_of(std::vector<Ranked> ranked, const Request& request) {
  std::ranges::sort(ranked, better);
  std::vector<Hit> hits;
  for (size_t i = request.offset; i < ranked.size() && hits.size() < request.limit; ++i) {
    hits.push_back(ranked[i].hit);
  }
  return hits;
}

}  // namespace

void NaiveLandscape::apply(std::span<const Change> changes) {
  for (const Change& change : changes) {
    if (change.sequence <= as_of_) continue;
    as_of_ = change.sequence;
    if (change.only_grants()) {
      const auto granted = entries_.find(change.number);
      if (granted != entries_.end()) granted->second.document.grants = *change.grants;
      continue;
    }
    entries_.erase(change.number);
    if (!change.document) continue;
    Entry& entry = entries_[change.number];
    entry.document = *change.document;
    const std::string_view language = text::stemmer_language(entry.document.lang);
    for (const text::Token& token : analyser_.analyse(entry.document.text, entry.document.lang)) {
      entry.words.push_back({std::string(token.surface), stem_term(token.stem, language)});
    }
  }
}

Answer NaiveLandscape::search(const Request& request) const {
  const NaiveQuery query(request.query, entries_);
  const Bm25Norm norm = norm_of(bm25_, entries_);
  const bool by_relevance = request.sort == Sort::kRelevance && query.has_scoring_leaves();
  const Sort sort =
      request.sort == Sort::kRelevance && !by_relevance ? Sort::kNewest : request.sort;

  NaiveMatches matches;
  std::vector<Ranked> ranked;
  for (const auto& match : entries_) {
    const auto& [number, entry] = match;
    if (!query.matches(entry)) continue;
    if (entry.document.grants.has(request.figures_for)) matches.push_back(&match);
    if (!entry.document.grants.has(request.words_for)) continue;
    const Score score = by_relevance ? query.score(entry, norm) : 0;
    ranked.push_back(
        {.hit = {.number = number, .score = score}, .key = sort_key(sort, entry.document, score)});
  }

  Answer answer;
  answer.total = matches.size();
  answer.readable = ranked.size();
  answer.as_of = as_of_;
  answer.landscape = static_cast<uint64_t>(std::ranges::count_if(entries_, [&](const auto& entry) {
    return entry.second.document.grants.has(request.figures_for);
  }));
  answer.hits = page_of(std::move(ranked), request);
  for (const FacetRequest& facet : request.facets) {
    answer.facets.push_back(naive_facet(facet, matches));
  }
  if (request.ratings) answer.ratings = naive_ratings(matches);
  if (request.histogram) answer.histogram = naive_histogram(*request.histogram, matches);
  if (request.people) {
    answer.people = naive_people(matches);
    answer.without_person = static_cast<uint64_t>(std::ranges::count_if(
        matches, [](const auto* match) { return match->second.document.person == 0; }));
  }
  if (request.telling_words > 0) {
    NaiveTelling telling = naive_telling(matches, counted(entries_), query, request.telling_words);
    answer.telling_words = std::move(telling.words);
    answer.telling_sample = telling.sample;
  }
  return answer;
}

size_t edit_distance(std::string_view a, std::string_view b) {
  const auto code_points = [](std::string_view text) {
    std::vector<std::string> points;
    for (const char c : text) {
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) points.emplace_back();
      if (!points.empty()) points.back() += c;
    }
    return points;
  };
  const std::vector<std::string> from = code_points(a);
  const std::vector<std::string> to = code_points(b);
  std::vector<std::vector<size_t>> cost(from.size() + 1, std::vector<size_t>(to.size() + 1));
  for (size_t i = 0; i <= from.size(); ++i) {
    for (size_t j = 0; j <= to.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const size_t changed = from[i - 1] == to[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + changed});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[from.size()][to.size()];
}

}  // namespace fh::landscape
