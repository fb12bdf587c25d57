#include "testing/answer_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace fh::landscape {
namespace {

std::string shown(uint64_t value) {
  return fmt::format("{}", value);
}
std::string shown(const Hit& hit) {
  return fmt::format("e{} at {}", hit.number, hit.score);
}
std::string shown(const Distribution& d) {
  return fmt::format("n={} sum={} squares={} quartiles={},{},{} bins={} apart={}", d.count, d.sum,
                     d.sum_squares, d.q25, d.median, d.q75, fmt::join(d.bins, " "),
                     fmt::join(d.apart_bins, " "));
}
std::string shown(const Ratings& ratings) {
  return fmt::format("expected [{}] felt [{}] gap [{}]", shown(ratings.expected),
                     shown(ratings.felt), shown(ratings.gap));
}
std::string shown(const FacetValue& value) {
  return fmt::format("\"{}\" {} experiences, {} apart, {} people {}", value.value,
                     value.experiences, value.apart, value.people,
                     value.ratings ? shown(*value.ratings) : "");
}
std::string shown(const HistogramBucket& bucket) {
  return fmt::format("{}: {} ({})", bucket.start_ms, bucket.experiences, bucket.apart);
}
std::string shown(const Histogram& histogram) {
  std::string buckets;
  for (const HistogramBucket& bucket : histogram.buckets) buckets += ' ' + shown(bucket);
  return fmt::format("step {},{}", static_cast<int>(histogram.step), buckets);
}
std::string shown(const TellingWord& word) {
  return fmt::format("\"{}\" {} of {}, z {}", word.word, word.experiences, word.of_all, word.z);
}

std::string shown(const ApartAnswer& apart) {
  return fmt::format("{} of {}{}", apart.total, apart.landscape, apart.hits ? ", shown" : "");
}

template <typename T>
std::string difference(const std::string& what, const T& expected, const T& found) {
  if (expected == found) return {};
  return fmt::format("{}: expected {}, found {}", what, shown(expected), shown(found));
}

template <typename T>
std::string difference(const std::string& what, const std::optional<T>& expected,
                       const std::optional<T>& found) {
  if (expected.has_value() && found.has_value()) return difference(what, *expected, *found);
  if (expected.has_value() == found.has_value()) return {};
  return fmt::format("{}: {}", what, expected ? "missing" : "not asked for");
}

template <typename T>
std::string difference(const std::string& what, const std::vector<T>& expected,
                       const std::vector<T>& found) {
  for (size_t i = 0; i < std::min(expected.size(), found.size()); ++i) {
    if (expected[i] == found[i]) continue;
    return difference(fmt::format("{} {}", what, i), expected[i], found[i]);
  }
  if (expected.size() == found.size()) return {};
  return fmt::format("{}: expected {} of them, found {}", what, expected.size(), found.size());
}

std::string difference(const std::string& what, const Facet& expected, const Facet& found) {
  if (expected == found) return {};
  if (expected.column != found.column) {
    return fmt::format("{}: expected column {}, found {}", what, expected.column, found.column);
  }
  const auto counts = [](const Facet& facet) {
    return fmt::format("{} distinct, {} with, {} without", facet.distinct, facet.with_value,
                       facet.without_value);
  };
  if (counts(expected) != counts(found)) {
    return fmt::format("{}: expected {}, found {}", what, counts(expected), counts(found));
  }
  return difference(what + " value", expected.values, found.values);
}

std::string facets_difference(const std::vector<Facet>& expected, const std::vector<Facet>& found) {
  if (expected.size() != found.size()) {
    return fmt::format("expected {} facets, found {}", expected.size(), found.size());
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    std::string facet = difference("facet " + expected[i].column, expected[i], found[i]);
    if (!facet.empty()) return facet;
  }
  return {};
}

}  // namespace

std::string difference(const Answer& expected, const Answer& found) {
  const std::string all[] = {
      difference("total", expected.total, found.total),
      difference("readable", expected.readable, found.readable),
      difference("as_of", expected.as_of, found.as_of),
      difference("landscape", expected.landscape, found.landscape),
      difference("apart", expected.apart, found.apart),
      difference("hit", expected.hits, found.hits),
      facets_difference(expected.facets, found.facets),
      difference("ratings", expected.ratings, found.ratings),
      difference("histogram", expected.histogram, found.histogram),
      difference("people", expected.people, found.people),
      difference("without_person", expected.without_person, found.without_person),
      difference("telling_sample", expected.telling_sample, found.telling_sample),
      difference("telling word", expected.telling_words, found.telling_words),
  };
  for (const std::string& one : all) {
    if (!one.empty()) return one;
  }
  return {};
}

}  // namespace fh::landscape
