#include "api/json_answers.h"

#include <algorithm>
#include <cmath>

#include "model/draft_json.h"

namespace fh::api {
namespace {

using landscape::Distribution;
using landscape::Ratings;

void write_word(JsonWriter& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.member(name, value);
}

double points(int64_t hundredths) {
  return static_cast<double>(hundredths) / 100;
}

void write_subjects(JsonWriter& json, const model::Experience& experience) {
  if (experience.subjects.empty()) return;
  json.key("subjects").begin_array();
  for (const model::Subject& subject : experience.subjects) {
    json.begin_object().member("level", name_of(subject.level));
    json.member("name", subject.name).end_object();
  }
  json.end_array();
}

// In points, comparable across sources; what the source said stands in `original`.
void write_own_ratings(JsonWriter& json, const model::Experience& experience) {
  const auto& [expected, felt] = std::tie(experience.expected, experience.felt);
  if (expected) json.member("expected", expected->value());
  if (felt) json.member("felt", felt->value());
  if (expected && felt) json.member("gap", points(felt->hundredths - expected->hundredths));
  if (!(expected || felt) || experience.scale == model::Scale{}) return;
  json.member("scale", to_string(experience.scale));
  json.key("original").begin_object();
  if (expected) json.member("expected", expected->original);
  if (felt) json.member("felt", felt->original);
  json.end_object();
}

// The lowest bin of a distribution: 0 for expected and felt, -10 for the gap.
enum class Range : int8_t { kRating = 0, kGap = -10 };

// Nothing is told of guarded people here: there are fewer than so many, or none. 0 where
// nobody is guarded.
void write_fewer(JsonWriter& json, uint64_t threshold, uint64_t apart) {
  if (threshold > 0 && apart == 0) json.member("fewer_than", threshold);
}

void write_distribution(JsonWriter& json, const Distribution& distribution, Range range,
                        uint64_t threshold) {
  const auto count = static_cast<double>(distribution.count);
  json.begin_object().member("count", distribution.count);
  if (distribution.count == 0) {
    for (const char* name : {"mean", "sd", "q25", "median", "q75"}) json.key(name).null();
  } else {
    const double mean = static_cast<double>(distribution.sum) / count;
    const double spread = static_cast<double>(distribution.sum_squares) / count - mean * mean;
    json.member("mean", mean / 100);
    json.member("sd", std::sqrt(std::max(0.0, spread)) / 100);
    json.member("q25", points(distribution.q25));
    json.member("median", points(distribution.median));
    json.member("q75", points(distribution.q75));
  }
  json.key("bins").begin_array();
  int from = static_cast<int>(range);
  for (size_t i = 0; i < distribution.bins.size(); ++i) {
    json.begin_object().member("from", from++).member("count", distribution.bins[i]);
    if (i < distribution.apart_bins.size())
      write_fewer(json, threshold, distribution.apart_bins[i]);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_ratings(JsonWriter& json, const Ratings& ratings, uint64_t threshold) {
  json.begin_object();
  json.key("expected");
  write_distribution(json, ratings.expected, Range::kRating, threshold);
  json.key("felt");
  write_distribution(json, ratings.felt, Range::kRating, threshold);
  json.key("gap");
  write_distribution(json, ratings.gap, Range::kGap, threshold);
  json.end_object();
}

void write_hits(JsonWriter& json, const std::vector<engine::FoundHit>& hits) {
  json.key("hits").begin_array();
  for (const engine::FoundHit& hit : hits) {
    json.begin_object();
    write_experience(json, hit.experience);
    json.member("score", hit.score);
    json.key("highlights").begin_array();
    for (const auto& [begin, end] : utf16_spans(hit.experience.text, hit.highlights)) {
      json.begin_array().value(begin).value(end).end_array();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_facet_value(JsonWriter& json, const landscape::FacetValue& value, uint64_t threshold) {
  json.begin_object().member("value", value.value).member("experiences", value.experiences);
  write_fewer(json, threshold, value.apart);
  if (value.ratings) {
    json.member("people", value.people);
    json.key("ratings");
    write_ratings(json, *value.ratings, threshold);
  }
  json.end_object();
}

std::string_view label_of(std::span<const landscape::ColumnInfo> columns, std::string_view column) {
  const auto found = std::ranges::find_if(
      columns, [&](const landscape::ColumnInfo& info) { return info.column == column; });
  return found == columns.end() ? column : std::string_view(found->label);
}

void write_facets(JsonWriter& json, const engine::Found& found,
                  std::span<const landscape::ColumnInfo> columns) {
  json.key("facets").begin_array();
  for (size_t i = 0; i < found.answer.facets.size(); ++i) {
    const landscape::Facet& facet = found.answer.facets[i];
    const bool guarded = found.guarded && i < found.guarded->facets.size();
    const uint64_t threshold = guarded ? found.guarded->facets[i] : 0;
    json.begin_object().member("column", facet.column);
    json.member("label", label_of(columns, facet.column));
    json.member("distinct", facet.distinct);
    json.member("with_value", facet.with_value);
    json.member("without_value", facet.without_value);
    json.key("values").begin_array();
    for (const landscape::FacetValue& value : facet.values) {
      write_facet_value(json, value, threshold);
    }
    json.end_array().end_object();
  }
  json.end_array();
}

std::string_view name_of_step(landscape::HistogramStep step) {
  switch (step) {
    case landscape::HistogramStep::kAuto:
      return "auto";
    case landscape::HistogramStep::kDay:
      return "day";
    case landscape::HistogramStep::kWeek:
      return "week";
    case landscape::HistogramStep::kMonth:
      return "month";
    case landscape::HistogramStep::kYear:
      return "year";
  }
  return "";
}

void write_histogram(JsonWriter& json, const landscape::Histogram& histogram, uint64_t threshold) {
  json.key("histogram").begin_object().member("step", name_of_step(histogram.step));
  json.key("buckets").begin_array();
  for (const landscape::HistogramBucket& bucket : histogram.buckets) {
    json.begin_object().member("start", format_date(date_of(Instant{bucket.start_ms})));
    json.member("experiences", bucket.experiences);
    write_fewer(json, threshold, bucket.apart);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_telling_words(JsonWriter& json, const landscape::Answer& answer) {
  json.key("telling_words").begin_array();
  for (const landscape::TellingWord& word : answer.telling_words) {
    json.begin_object().member("word", word.word).member("experiences", word.experiences);
    json.member("of_all", word.of_all).member("z", word.z);
    json.member("inferred", true).end_object();
  }
  json.end_array().member("telling_sample", answer.telling_sample);
}

// How people of guarded parties stand in the answer.
void write_guarded(JsonWriter& json, const engine::GuardedNote& note,
                   const landscape::Answer& answer) {
  json.key("guarded").begin_object().member("threshold", note.threshold);
  json.member("counted_in", "people").member("steps", note.threshold);
  json.member("words", note.words ? "shown" : "withheld");
  if (answer.apart) {
    json.member("people", answer.apart->total);
    write_fewer(json, note.threshold, answer.apart->total);
  }
  json.end_object();
}

}  // namespace

void write_experience(JsonWriter& json, const model::Experience& experience) {
  json.member("id", model::id_of(experience.number));
  // Without a sequence number: when it was told is not for whoever asks.
  if (experience.sequence > 0) json.member("sequence", experience.sequence);
  json.member("version", experience.version);
  write_word(json, "source", experience.source);
  write_word(json, "source_id", experience.source_id);
  json.member("text", experience.text).member("kind", name_of(experience.kind));
  if (experience.lived_at) json.member("lived_at", format_time(*experience.lived_at));
  json.member("told_at", format_time(experience.told_at));
  write_word(json, "person", experience.person_key);
  if (experience.behalf) json.member("behalf", true);
  write_word(json, "party", name_of(experience.party));
  write_word(json, "function", name_of(experience.function));
  write_subjects(json, experience);
  write_word(json, "touchpoint", experience.touchpoint);
  write_word(json, "stage", experience.stage);
  write_word(json, "channel", experience.channel);
  write_word(json, "unit", experience.unit);
  write_word(json, "lang", experience.lang);
  write_own_ratings(json, experience);
  if (!experience.signifiers.empty()) {
    json.key("signifiers");
    model::write_signifiers(json, experience);
  }
  if (experience.lang.empty() && !experience.inferred_lang.empty()) {
    json.key("inferred").begin_object().member("lang", experience.inferred_lang).end_object();
  }
}

void write_receipt(JsonWriter& json, const record::Receipt& receipt) {
  json.member("id", model::id_of(receipt.number)).member("sequence", receipt.sequence);
  json.member("status", name_of(receipt.outcome));
}

void write_found(JsonWriter& json, const engine::Found& found,
                 std::span<const landscape::ColumnInfo> columns) {
  const landscape::Answer& answer = found.answer;
  json.begin_object().member("total", answer.total).member("as_of", answer.as_of);
  json.member("landscape", answer.landscape).member("took_us", found.took_us);
  write_hits(json, found.hits);
  write_facets(json, found, columns);
  if (answer.ratings) {
    json.key("ratings");
    write_ratings(json, *answer.ratings, found.guarded ? found.guarded->ratings : 0);
  }
  if (answer.histogram) {
    write_histogram(json, *answer.histogram, found.guarded ? found.guarded->times : 0);
  }
  if (answer.people) json.member("people", *answer.people);
  if (answer.without_person) json.member("without_person", *answer.without_person);
  write_telling_words(json, answer);
  if (found.guarded) write_guarded(json, *found.guarded, answer);
  json.end_object();
}

std::vector<std::pair<uint32_t, uint32_t>> utf16_spans(std::string_view text,
                                                       std::span<const engine::Span> spans) {
  std::vector<std::pair<uint32_t, uint32_t>> out;
  uint32_t units = 0;
  size_t at = 0;
  // Four-byte sequences are two units; continuation bytes are none.
  const auto units_until = [&](size_t end) {
    for (; at < std::min(end, text.size()); ++at) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if ((byte & 0xc0) != 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  };
  for (const engine::Span& span : spans) {
    const uint32_t begin = units_until(span.begin);
    out.emplace_back(begin, units_until(span.end));
  }
  return out;
}

}  // namespace fh::api
