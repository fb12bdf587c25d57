#include "testing/naive_landscape.h"

#include <algorithm>
#include <optional>

#include "base/time.h"
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

enum class Times : uint8_t { kExact, kByMonth };

int64_t time_of(const Document& document, Times times) {
  const int64_t time = document.lived_ms.value_or(document.told_ms);
  if (times == Times::kExact) return time;
  CivilDate date = date_of(Instant{time});
  date.day = 1;
  return start_of_day(date).ms;
}

std::optional<int64_t> sort_key(Sort sort, const Document& document, Score score, Times times) {
  const int64_t time = time_of(document, times);
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

// Parts the entries of `matches` that are told apart from the others.
struct Parted {
  NaiveMatches others;
  NaiveMatches apart;
};
Parted part(const NaiveMatches& matches, const Request& request,
            const NaiveLandscape::Entries& entries) {
  if (!request.apart) return {.others = matches, .apart = {}};
  const Node which{request.apart->which};
  const NaiveQuery query(which, entries);
  Parted parted;
  for (const auto* match : matches) {
    (query.matches(match->second) ? parted.apart : parted.others).push_back(match);
  }
  return parted;
}

NaiveMatches granted(const NaiveMatches& matches, Purpose purpose) {
  NaiveMatches granted;
  for (const auto* match : matches) {
    if (match->second.document.grants.has(purpose)) granted.push_back(match);
  }
  return granted;
}

// What a request means: who matches, who is told apart.
struct Meaning {
  Parted counted;
  Parted readable;
  Parted everyone;
  bool any = false;     // there are some to be told apart
  bool active = false;  // those told apart weigh something in all
  bool shown = false;   // and are among the hits
};
Meaning meaning_of(const Request& request, const NaiveMatches& matches,
                   const NaiveLandscape::Entries& entries) {
  NaiveMatches all;
  for (const auto& entry : entries) all.push_back(&entry);
  Meaning meaning{.counted = part(granted(matches, request.figures_for), request, entries),
                  .readable = part(granted(matches, request.words_for), request, entries),
                  .everyone = part(granted(all, request.figures_for), request, entries)};
  if (!request.apart) return meaning;
  meaning.any = !part(all, request, entries).apart.empty();
  const auto weighs = [&](const NaiveMatches& those) {
    return naive_weight(*request.apart, {}, those) > 0;
  };
  meaning.active = weighs(meaning.everyone.apart);
  meaning.shown = meaning.active && request.apart->show_hits && weighs(meaning.counted.apart) &&
                  weighs(meaning.readable.apart);
  return meaning;
}

void add_figures(const Request& request, const Meaning& meaning, Answer& answer) {
  const NaiveMatches& others = meaning.counted.others;
  NaiveApart apart;
  answer.total = others.size();
  answer.landscape = meaning.everyone.others.size();
  if (meaning.active) {
    apart = {.how = &*request.apart, .matches = meaning.counted.apart};
    answer.apart = {.total = naive_weight(*request.apart, {}, apart.matches),
                    .landscape = naive_weight(*request.apart, {}, meaning.everyone.apart),
                    .hits = meaning.shown};
    answer.total += answer.apart->total;
    answer.landscape += answer.apart->landscape;
  }
  for (const FacetRequest& facet : request.facets) {
    answer.facets.push_back(naive_facet(facet, others, apart));
  }
  if (request.ratings) answer.ratings = naive_ratings(others, apart);
  if (request.histogram) answer.histogram = naive_histogram(*request.histogram, others, apart);
  if (!request.people) return;
  answer.people = naive_people(others) + (answer.apart ? answer.apart->total : 0);
  answer.without_person = static_cast<uint64_t>(std::ranges::count_if(
      others, [](const auto* match) { return match->second.document.person == 0; }));
}

NaiveTelling telling_of(const Request& request, const Meaning& meaning, const NaiveQuery& query,
                        const NaiveLandscape::Entries& entries) {
  NaiveMatches all;
  for (const auto& entry : entries) all.push_back(&entry);
  NaiveLandscape::Entries others;
  for (const auto* match : part(granted(all, Purpose::kCount), request, entries).others) {
    others.insert(*match);
  }
  if (meaning.counted.others.empty() && meaning.active) {
    return naive_apart_telling({.how = &*request.apart, .matches = meaning.counted.apart}, others,
                               query, request.telling_words);
  }
  return naive_telling(meaning.counted.others, others, query, request.telling_words);
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
  for (const auto& match : entries_) {
    if (query.matches(match.second)) matches.push_back(&match);
  }
  const Meaning meaning = meaning_of(request, matches, entries_);
  std::vector<Ranked> ranked;
  const auto rank = [&](const NaiveMatches& those, Times times) {
    for (const auto* match : those) {
      const auto& [number, entry] = *match;
      const Score score = by_relevance ? query.score(entry, norm) : 0;
      const uint64_t name = times == Times::kExact ? number : request.apart->rename(number);
      ranked.push_back({.hit = {.number = name, .score = score},
                        .key = sort_key(sort, entry.document, score, times)});
    }
  };
  rank(meaning.readable.others, Times::kExact);
  if (meaning.shown) rank(meaning.readable.apart, Times::kByMonth);

  Answer answer;
  answer.readable = ranked.size();
  answer.as_of = as_of_;
  answer.hits = page_of(std::move(ranked), request);
  for (Hit& hit : answer.hits) hit.score = meaning.any ? 0 : hit.score;
  add_figures(request, meaning, answer);
  if (request.telling_words > 0 && request.figures_for == Purpose::kCount) {
    NaiveTelling telling = telling_of(request, meaning, query, entries_);
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
