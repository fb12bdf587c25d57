// landscape/request.h: one question to the landscape, and its whole answer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "landscape/apart.h"
#include "landscape/query.h"
#include "model/grants.h"

namespace fh::landscape {

using model::Purpose;

// Ties, and everything under a sort that has no value for it, go by descending
// number (the newest telling first); experiences without the value come last.
enum class Sort : uint8_t {
  kRelevance,  // where nothing in the query scores: as kNewest
  kNewest,     // lived_at, else told_at, descending
  kOldest,
  kFeltLow,
  kFeltHigh,
  kGapLow,
  kGapHigh,
};

enum class HistogramStep : uint8_t { kAuto, kDay, kWeek, kMonth, kYear };

struct FacetRequest {
  std::string column;  // any spelling; folded by model::column_key
  uint32_t limit = 10;
  // Also count people and rate expected and felt for each value returned.
  bool detailed = false;
};

struct Request {
  Node query;  // AllNode for everything
  // What is not granted for its purpose is not there: for the figures (the total among
  // them), and for the hits.
  Purpose figures_for = Purpose::kCount;
  Purpose words_for = Purpose::kRead;
  uint32_t limit = 10;
  uint32_t offset = 0;
  Sort sort = Sort::kRelevance;
  std::vector<FacetRequest> facets;
  std::optional<HistogramStep> histogram;  // of lived_at, else told_at, in UTC
  bool ratings = false;
  bool people = false;
  uint32_t telling_words = 0;  // set against what counts: none where figures are for else
  std::optional<Apart> apart;
};

// A score in units of 2^-16, summed in whole numbers: the same on every machine and
// however the index lies.
using Score = uint32_t;
inline constexpr double kScoreUnit = 1.0 / 65536;

struct Hit {
  uint64_t number = 0;  // the experience; of those told apart, what Apart::rename gives
  Score score = 0;
  bool operator==(const Hit&) const = default;
};

// Of expected or felt (0 to 10) or the gap (-10 to 10), in hundredths.
struct Distribution {
  uint64_t count = 0;
  int64_t sum = 0;           // hundredths
  uint64_t sum_squares = 0;  // hundredths squared
  // Quartiles by the nearest-rank method, in hundredths; 0 where count is 0.
  int32_t q25 = 0;
  int32_t median = 0;
  int32_t q75 = 0;
  // Counts per whole point: value v falls into bin floor(v), 10 into the last but
  // one's successor: expected, felt: 11 bins (0 … 10); gap: 21 bins (-10 … 10).
  std::vector<uint64_t> bins;
  // Of them, people told apart, each at the bin's whole point and once in a bin; where
  // there are any: empty otherwise.
  std::vector<uint64_t> apart_bins = {};
  bool operator==(const Distribution&) const = default;
};

struct Ratings {
  Distribution expected;
  Distribution felt;
  Distribution gap;
  bool operator==(const Ratings&) const = default;
};

struct FacetValue {
  std::string value;  // as most often written; a number or time as text
  uint64_t experiences = 0;
  uint64_t apart = 0;              // of them, people told apart
  uint64_t people = 0;             // detailed only
  std::optional<Ratings> ratings;  // detailed only
  bool operator==(const FacetValue&) const = default;
};

// Most experiences first; ties by value. An experience with several keywords counts
// once for each.
struct Facet {
  std::string column;
  std::vector<FacetValue> values;
  uint64_t distinct = 0;  // different values among the matches
  uint64_t with_value = 0;
  uint64_t without_value = 0;
  bool operator==(const Facet&) const = default;
};

struct HistogramBucket {
  int64_t start_ms = 0;
  uint64_t experiences = 0;
  uint64_t apart = 0;  // of them, people told apart
  bool operator==(const HistogramBucket&) const = default;
};
struct Histogram {
  HistogramStep step = HistogramStep::kMonth;  // never kAuto
  std::vector<HistogramBucket> buckets;        // contiguous, empty ones included
  bool operator==(const Histogram&) const = default;
};

// A word that sets the matches apart from everything else: log-odds ratio of
// its share of all mentions (telling.h), with an informative Dirichlet prior from all of
// them (Monroe, Colaresi and Quinn 2008, eq. 16 and 22), z as its strength.
struct TellingWord {
  std::string word;          // the stem's most frequent surface
  uint64_t experiences = 0;  // matches that hold it (in the sample, where sampled)
  uint64_t of_all = 0;       // experiences of all that hold it
  double z = 0;
  bool operator==(const TellingWord&) const = default;
};

// What is told apart, as weigh() gives it.
struct ApartAnswer {
  uint64_t total = 0;      // of the matches
  uint64_t landscape = 0;  // of all
  bool hits = false;       // whether they are among the hits
  bool operator==(const ApartAnswer&) const = default;
};

// With a Request::apart, every number but those of `apart` itself is that of the others
// alone, by experiences, plus what weigh() gives for the people told apart; and telling
// words are the others' where any of them matches.
struct Answer {
  uint64_t total = 0;
  uint64_t readable = 0;   // matches whose words may be shown: how far the hits go
  uint64_t as_of = 0;      // the newest sequence number seen
  uint64_t landscape = 0;  // experiences visible in all, for the base of figures
  std::vector<Hit> hits;
  std::vector<Facet> facets;  // in the order asked
  std::optional<Ratings> ratings;
  std::optional<Histogram> histogram;
  std::optional<uint64_t> people;  // distinct known people; the unknown are not counted
  std::optional<uint64_t> without_person;
  std::vector<TellingWord> telling_words;
  // Telling words rest on this many matches: all, or a fixed sample of them.
  uint64_t telling_sample = 0;
  // Where some are told apart, and weigh anything in all.
  std::optional<ApartAnswer> apart;
};

}  // namespace fh::landscape
