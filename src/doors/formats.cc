#include "doors/formats.h"

#include <fmt/format.h>

#include <algorithm>

#include "doors/csv_reader.h"
#include "doors/json_reader.h"

namespace fh::doors {
namespace {

constexpr Format kFormats[] = {
    {"csv", "delimited text: comma, semicolon, bar; one header row or none", recognise_csv,
     open_csv},
    {"tsv", "delimited text with tabs", recognise_tsv, open_csv},
    {"qualtrics", "Qualtrics responses: names, questions and import ids above the data",
     recognise_qualtrics, open_csv},
    {"surveymonkey", "SurveyMonkey responses: questions and choices above the data",
     recognise_survey_monkey, open_csv},
    {"ndjson", "one JSON object a line", recognise_ndjson, open_json},
    {"json", "a JSON array of objects, an object holding one, or objects one after another",
     recognise_json, open_json},
};

constexpr double kConfidenceMin = 0.5;

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* format_named(std::string_view name) {
  const auto* const found = std::ranges::find(kFormats, name, &Format::name);
  return found == std::end(kFormats) ? nullptr : found;
}

Result<FormatSettings> recognise(const TextSource& text) {
  const Sample sample = {
      .text = text.window(), .at_end = text.at_end(), .encoding = text.encoding()};
  Recognition best;
  for (const Format& format : kFormats) {
    Recognition recognition = format.recognise(sample);
    if (recognition.confidence <= best.confidence) continue;
    recognition.settings.name = format.name;
    best = std::move(recognition);
  }
  if (best.confidence < kConfidenceMin) {
    return failure(ErrorCode::kUnsupported, "this does not look like any format firsthand reads",
                   "", "Delimited text (CSV, TSV), JSON and NDJSON are read; see docs/import.md");
  }
  best.settings.encoding = text.encoding();
  return best.settings;
}

Result<std::unique_ptr<RowReader>> open_rows(std::unique_ptr<TextSource> text,
                                             const FormatSettings& settings) {
  const Format* format = format_named(settings.name);
  if (format == nullptr) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("there is no format named \"{}\"", settings.name), "format.name");
  }
  return format->open(std::move(text), settings);
}

}  // namespace fh::doors
