#include "testing/naive_figures.h"

#include <fmt/format.h>

#include <algorithm>
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

Histogram histogram_with(HistogramStep step, const NaiveMatches& matches) {
  Histogram histogram{.step = step, .buckets = {}};
  std::map<int64_t, uint64_t> counts;
  for (const auto* match : matches) ++counts[bucket_start(time_of(match->second), step)];
  if (counts.empty()) return histogram;
  for (int64_t at = counts.begin()->first; at <= counts.rbegin()->first;
       at = next_bucket(at, step)) {
    histogram.buckets.push_back({.start_ms = at, .experiences = counts[at]});
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

Ratings naive_ratings(const NaiveMatches& matches) {
  std::vector<int32_t> expected;
  std::vector<int32_t> felt;
  std::vector<int32_t> gap;
  for (const auto* match : matches) {
    const Document& document = match->second.document;
    if (document.expected) expected.push_back(*document.expected);
    if (document.felt) felt.push_back(*document.felt);
    if (document.expected && document.felt) gap.push_back(*document.felt - *document.expected);
  }
  return {.expected = distribution_of(std::move(expected), 0),
          .felt = distribution_of(std::move(felt), 0),
          .gap = distribution_of(std::move(gap), -10)};
}

Facet naive_facet(const FacetRequest& request, const NaiveMatches& matches) {
  Facet facet;
  facet.column = model::column_key(request.column);
  std::map<std::string, NaiveMatches> holders;
  for (const auto* match : matches) {
    std::set<std::string> values;
    for (const model::ColumnEntry& entry : match->second.document.columns) {
      if (entry.column == facet.column) values.insert(std::visit(ValueText{}, entry.value));
    }
    for (const std::string& value : values) holders[value].push_back(match);
    ++(values.empty() ? facet.without_value : facet.with_value);
  }
  facet.distinct = holders.size();
  for (const auto& [value, those] : holders) {
    FacetValue counted{.value = value, .experiences = those.size(), .people = 0, .ratings = {}};
    if (request.detailed) {
      counted.people = naive_people(those);
      counted.ratings = naive_ratings(those);
    }
    facet.values.push_back(std::move(counted));
  }
  std::ranges::sort(facet.values, [](const FacetValue& a, const FacetValue& b) {
    return std::tie(b.experiences, a.value) < std::tie(a.experiences, b.value);
  });
  if (facet.values.size() > request.limit) facet.values.resize(request.limit);
  return facet;
}

Histogram naive_histogram(HistogramStep step, const NaiveMatches& matches) {
  constexpr size_t kBucketsMax = 120;
  if (step != HistogramStep::kAuto) return histogram_with(step, matches);
  if (matches.empty()) return {.step = HistogramStep::kMonth, .buckets = {}};
  for (const HistogramStep finer :
       {HistogramStep::kDay, HistogramStep::kWeek, HistogramStep::kMonth}) {
    Histogram histogram = histogram_with(finer, matches);
    if (histogram.buckets.size() <= kBucketsMax) return histogram;
  }
  return histogram_with(HistogramStep::kYear, matches);
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

}  // namespace fh::landscape
