#include "testing/naive_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "base/time.h"
#include "landscape/telling.h"
#include "model/columns.h"

namespace fh::landscape {
namespace {

using Entry = NaiveLandscape::Entry;

int64_t floor_divide(int64_t value, int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

constexpr std::array<std::string_view, 2> kTimes = {"lived_at", "told_at"};

// The smallest value that at least `quarters` quarters of all do not exceed.
int32_t nearest_rank(const std::vector<int32_t>& sorted, size_t quarters) {
  if (sorted.empty()) return 0;
  const size_t rank = (sorted.size() * quarters + 3) / 4;
  return sorted[rank - 1];
}

Distribution distribution_of(std::vector<int32_t> values, int32_t lowest_point) {
  Distribution result;
  result.bins.resize(lowest_point < 0 ? 21 : 11);
  std::ranges::sort(values);
  result.count = values.size();
  for (const int32_t value : values) {
    result.sum += value;
    result.sum_squares += static_cast<uint64_t>(int64_t{value} * value);
    ++result.bins[static_cast<size_t>(floor_divide(value, 100) - lowest_point)];
  }
  result.q25 = nearest_rank(values, 1);
  result.median = nearest_rank(values, 2);
  result.q75 = nearest_rank(values, 3);
  return result;
}

struct ValueText {
  std::string operator()(const std::string& keyword) const { return keyword; }
  std::string operator()(double number) const { return fmt::format("{}", number); }
  std::string operator()(Instant time) const { return format_date(date_of(time)); }
};

int64_t time_of(const Entry& entry) {
  return entry.document.lived_ms.value_or(entry.document.told_ms);
}

int64_t bucket_start(int64_t ms, HistogramStep step) {
  const int64_t days = floor_divide(ms, kMsPerDay);
  CivilDate date = civil_from_days(days);
  // 1970-01-01 was a Thursday, three days after a Monday.
  if (step == HistogramStep::kWeek) return (floor_divide(days + 3, 7) * 7 - 3) * kMsPerDay;
  if (step == HistogramStep::kDay) return days * kMsPerDay;
  date.day = 1;
  if (step == HistogramStep::kYear) date.month = 1;
  return start_of_day(date).ms;
}

int64_t next_bucket(int64_t start, HistogramStep step) {
  // Far enough to be in the next bucket, too near to leave it.
  const int64_t days = step == HistogramStep::kDay     ? 1
                       : step == HistogramStep::kWeek  ? 7
                       : step == HistogramStep::kMonth ? 31
                                                       : 366;
  return bucket_start(start + days * kMsPerDay, step);
}

Histogram histogram_with(HistogramStep step, const NaiveMatches& matches, const NaiveApart& apart) {
  Histogram histogram{.step = step, .buckets = {}};
  std::map<int64_t, HistogramBucket> counts;
  for (const auto* match : matches) {
    ++counts[bucket_start(time_of(match->second), step)].experiences;
  }
  std::map<int64_t, NaiveMatches> told_apart;
  for (const auto* match : apart.matches) {
    told_apart[bucket_start(time_of(match->second), step)].push_back(match);
  }
  for (const auto& [start, those] : told_apart) {
    const uint64_t weight = naive_weight(*apart.how, kTimes, those);
    if (weight == 0) continue;
    counts[start].experiences += weight;
    counts[start].apart = weight;
  }
  if (counts.empty()) return histogram;
  for (int64_t at = counts.begin()->first; at <= counts.rbegin()->first;
       at = next_bucket(at, step)) {
    histogram.buckets.push_back(counts[at]);
    histogram.buckets.back().start_ms = at;
  }
  return histogram;
}

// stem: how many of the documents hold it.
std::map<std::string, uint64_t> stem_counts(const NaiveMatches& documents) {
  std::map<std::string, uint64_t> counts;
  for (const auto* document : documents) {
    std::set<std::string> stems;
    for (const NaiveLandscape::Word& word : document->second.words) stems.insert(word.stem);
    for (const std::string& stem : stems) ++counts[stem];
  }
  return counts;
}

// stem: the surface that most documents hold under it.
std::map<std::string, std::string> labels(const NaiveMatches& documents) {
  std::map<std::pair<std::string, std::string>, uint64_t> counts;
  for (const auto* document : documents) {
    std::set<std::pair<std::string, std::string>> forms;
    for (const NaiveLandscape::Word& word : document->second.words) {
      forms.emplace(word.stem, word.surface);
    }
    for (const auto& form : forms) ++counts[form];
  }
  std::map<std::string, std::string> best;
  std::map<std::string, uint64_t> best_count;
  for (const auto& [form, count] : counts) {  // surfaces ascend, so the first of equals stays
    if (count <= best_count[form.first]) continue;
    best_count[form.first] = count;
    best[form.first] = form.second;
  }
  return best;
}

}  // namespace

uint64_t naive_weight(const Apart& how, OverColumns columns, const NaiveMatches& matches) {
  std::set<uint32_t> people;
  for (const auto* match : matches) people.insert(match->second.document.person);
  PeopleTally tally;
  for (const uint32_t person : people) tally.add(mark_of(how.mark_key, person));
  return how.weigh(columns, tally);
}

namespace {

// One rating of all, and who of those told apart has it at each whole point.
struct NaiveRating {
  std::string column;
  int32_t lowest_point = 0;
  std::optional<int32_t> (*of)(const Document&);
};

Distribution rated(const NaiveRating& rating, const NaiveMatches& matches, const NaiveApart& apart,
                   const std::string& within) {
  std::vector<int32_t> values;
  for (const auto* match : matches) {
    if (const auto value = rating.of(match->second.document)) values.push_back(*value);
  }
  if (!apart.how) return distribution_of(std::move(values), rating.lowest_point);
  std::vector<NaiveMatches> bins(rating.lowest_point < 0 ? 21 : 11);
  for (const auto* match : apart.matches) {
    const auto value = rating.of(match->second.document);
    if (!value) continue;
    bins[static_cast<size_t>(floor_divide(*value, 100) - rating.lowest_point)].push_back(match);
  }
  std::vector<std::string_view> columns = {rating.column};
  if (!within.empty()) columns.push_back(within);
  std::vector<uint64_t> weights;
  for (const NaiveMatches& bin : bins) {
    weights.push_back(naive_weight(*apart.how, columns, bin));
    const auto point = static_cast<int32_t>(weights.size()) - 1 + rating.lowest_point;
    values.insert(values.end(), weights.back(), point * 100);
  }
  Distribution result = distribution_of(std::move(values), rating.lowest_point);
  result.apart_bins = std::move(weights);
  return result;
}

}  // namespace

Ratings naive_ratings(const NaiveMatches& matches, const NaiveApart& apart,
                      const std::string& within) {
  const NaiveRating expected = {.column = "expected",
                                .of = [](const Document& document) { return document.expected; }};
  const NaiveRating felt = {.column = "felt",
                            .of = [](const Document& document) { return document.felt; }};
  const NaiveRating gap = {.column = "gap",
                           .lowest_point = -10,
                           .of = [](const Document& document) -> std::optional<int32_t> {
                             if (!document.expected || !document.felt) return std::nullopt;
                             return *document.felt - *document.expected;
                           }};
  return {.expected = rated(expected, matches, apart, within),
          .felt = rated(felt, matches, apart, within),
          .gap = rated(gap, matches, apart, within)};
}

namespace {

struct Holders {
  std::map<std::string, NaiveMatches> by_value;
  NaiveMatches with;
  NaiveMatches without;
};

Holders holders_of(const std::string& column, const NaiveMatches& matches) {
  Holders holders;
  for (const auto* match : matches) {
    std::set<std::string> values;
    for (const model::ColumnEntry& entry : match->second.document.columns) {
      if (entry.column == column) values.insert(std::visit(ValueText{}, entry.value));
    }
    for (const std::string& value : values) holders.by_value[value].push_back(match);
    (values.empty() ? holders.without : holders.with).push_back(match);
  }
  return holders;
}

}  // namespace

Facet naive_facet(const FacetRequest& request, const NaiveMatches& matches,
                  const NaiveApart& apart) {
  Facet facet;
  facet.column = model::column_key(request.column);
  const std::string_view columns[] = {facet.column};
  const auto weight = [&](const NaiveMatches& those) {
    return apart.how ? naive_weight(*apart.how, columns, those) : 0;
  };
  const Holders holders = holders_of(facet.column, matches);
  Holders told_apart = holders_of(facet.column, apart.matches);
  facet.with_value = holders.with.size() + weight(told_apart.with);
  facet.without_value = holders.without.size() + weight(told_apart.without);
  for (const auto& [value, those] : holders.by_value) told_apart.by_value[value];
  for (auto& [value, those] : told_apart.by_value) {
    const auto known = holders.by_value.find(value);
    const NaiveMatches others = known == holders.by_value.end() ? NaiveMatches{} : known->second;
    FacetValue counted;
    counted.value = value;
    counted.apart = weight(those);
    counted.experiences = others.size() + counted.apart;
    if (counted.experiences == 0) continue;
    if (request.detailed) {
      counted.people = naive_people(others) + counted.apart;
      counted.ratings = naive_ratings(others, {.how = apart.how, .matches = those}, facet.column);
    }
    facet.values.push_back(std::move(counted));
  }
  facet.distinct = facet.values.size();
  std::ranges::sort(facet.values, [](const FacetValue& a, const FacetValue& b) {
    return std::tie(b.experiences, a.value) < std::tie(a.experiences, b.value);
  });
  if (facet.values.size() > request.limit) facet.values.resize(request.limit);
  return facet;
}

Histogram naive_histogram(HistogramStep step, const NaiveMatches& matches,
                          const NaiveApart& apart) {
  constexpr size_t kBucketsMax = 120;
  if (step != HistogramStep::kAuto) return histogram_with(step, matches, apart);
  std::vector<HistogramStep> finer = {HistogramStep::kDay, HistogramStep::kWeek,
                                      HistogramStep::kMonth};
  if (matches.empty()) finer = {HistogramStep::kMonth};
  for (const HistogramStep one : finer) {
    Histogram histogram = histogram_with(one, matches, apart);
    if (histogram.buckets.size() <= kBucketsMax) return histogram;
  }
  return histogram_with(HistogramStep::kYear, matches, apart);
}

uint64_t naive_people(const NaiveMatches& matches) {
  std::set<uint32_t> people;
  for (const auto* match : matches) people.insert(match->second.document.person);
  people.erase(0);
  return people.size();
}

NaiveTelling naive_telling(const NaiveMatches& matches, const NaiveLandscape::Entries& all,
                           const NaiveQuery& query, uint32_t limit) {
  // Everything is like everything, whatever a sample of it says.
  if (matches.size() == all.size()) return {.words = {}, .sample = matches.size()};
  const TellingSample chosen(matches.size());
  NaiveMatches sample;
  for (const auto* match : matches) {
    if (chosen.has(match->first)) sample.push_back(match);
  }
  NaiveMatches everything;
  for (const auto& entry : all) everything.push_back(&entry);
  std::map<std::string, uint64_t> of_all = stem_counts(everything);
  std::map<std::string, std::string> label_of = labels(everything);

  const auto mentions = [](const std::map<std::string, uint64_t>& counts) {
    uint64_t sum = 0;
    for (const auto& [stem, count] : counts) sum += count;
    return sum;
  };
  const std::map<std::string, uint64_t> counts = stem_counts(sample);
  const TellingStrength strength(mentions(counts), mentions(of_all));
  std::vector<TellingWord> words;
  for (const auto& [stem, count] : counts) {
    if (count < telling_matches_min(sample.size()) || query.is_own_stem(stem)) continue;
    const double z = strength.z(count, of_all[stem]);
    if (z <= kTellingZMin || query.is_own_surface(label_of[stem])) continue;
    words.push_back({.word = label_of[stem], .experiences = count, .of_all = of_all[stem], .z = z});
  }
  std::ranges::sort(words, [](const TellingWord& a, const TellingWord& b) {
    return std::tie(b.z, a.word) < std::tie(a.z, b.word);
  });
  std::set<std::string> given;
  std::erase_if(words, [&](const TellingWord& word) { return !given.insert(word.word).second; });
  if (words.size() > limit) words.resize(limit);
  return {.words = std::move(words), .sample = sample.size()};
}

NaiveTelling naive_apart_telling(const NaiveApart& apart, const NaiveLandscape::Entries& others,
                                 const NaiveQuery& query, uint32_t limit) {
  // How many matches there are exactly decides nothing.
  uint64_t rounded = 1;
  while (rounded < apart.matches.size()) rounded *= 2;
  const TellingSample chosen(rounded);
  NaiveMatches sample;
  std::map<std::string, NaiveMatches> users;
  std::map<std::string, std::map<std::string, NaiveMatches>> spellers;
  for (const auto* match : apart.matches) {
    if (!chosen.has(match->first)) continue;
    sample.push_back(match);
    for (const NaiveLandscape::Word& word : match->second.words) {
      users[word.stem].push_back(match);
      spellers[word.stem][word.surface].push_back(match);
    }
  }
  const auto weigh = [&](const NaiveMatches& those) { return naive_weight(*apart.how, {}, those); };
  NaiveMatches everyone_else;
  for (const auto& entry : others) everyone_else.push_back(&entry);
  std::map<std::string, uint64_t> of_others = stem_counts(everyone_else);
  uint64_t mentions = 0;
  for (const auto& [stem, those] : users) mentions += weigh(those);
  uint64_t all = mentions;
  for (const auto& [stem, count] : of_others) all += count;
  const TellingStrength strength(mentions, all);
  const uint64_t people = weigh(sample);
  std::vector<TellingWord> words;
  for (const auto& [stem, those] : users) {
    const uint64_t with = weigh(those);
    if (with == 0 || with < telling_matches_min(people) || query.is_own_stem(stem)) continue;
    const double z = strength.z(with, with + of_others[stem]);
    std::string label;
    uint64_t most = 0;
    for (const auto& [surface, spelling] : spellers[stem]) {
      if (weigh(spelling) <= most) continue;
      most = weigh(spelling);
      label = surface;
    }
    if (z <= kTellingZMin || most == 0 || query.is_own_surface(label)) continue;
    words.push_back({.word = label, .experiences = with, .of_all = with + of_others[stem], .z = z});
  }
  std::ranges::sort(words, [](const TellingWord& a, const TellingWord& b) {
    return std::tie(b.z, a.word) < std::tie(a.z, b.word);
  });
  std::set<std::string> given;
  std::erase_if(words, [&](const TellingWord& word) { return !given.insert(word.word).second; });
  if (words.size() > limit) words.resize(limit);
  return {.words = std::move(words), .sample = people};
}

}  // namespace fh::landscape
