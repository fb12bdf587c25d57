#include "cli/export_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "model/columns.h"
#include "model/draft_json.h"

namespace fh::cli {
namespace {

using model::Experience;

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.member(name, text);
}

void write_subjects(JsonWriter& json, const Experience& experience) {
  if (experience.subjects.empty()) return;
  json.key("subject").begin_array();
  for (const model::Subject& subject : experience.subjects) {
    json.begin_object().member("level", name_of(subject.level));
    json.member("name", subject.name).end_object();
  }
  json.end_array();
}

void write_ratings(JsonWriter& json, const Experience& experience) {
  if (experience.expected) json.member("expected", experience.expected->original);
  if (experience.felt) json.member("felt", experience.felt->original);
  if ((experience.expected || experience.felt) && experience.scale != model::Scale{}) {
    json.member("scale", to_string(experience.scale));
  }
}

std::string quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n;") == std::string_view::npos && !text.starts_with(' ') &&
      !text.ends_with(' ')) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string number_text(double number) {
  return fmt::format("{}", number);
}

struct ValueCell {
  std::string operator()(const std::string& keyword) const { return csv_text(keyword); }
  std::string operator()(const std::vector<std::string>& keywords) const {
    return csv_text(fmt::format("{}", fmt::join(keywords, "; ")));
  }
  std::string operator()(double number) const { return number_text(number); }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(Instant instant) const { return format_time(instant); }
  std::string operator()(const model::PoleScale& scale) const { return number_text(scale.place); }
  std::string operator()(const model::ShareOfThree& share) const {
    std::vector<std::string> parts;
    parts.reserve(share.parts.size());
    for (const auto& [name, part] : share.parts) parts.push_back(fmt::format("{}={}", name, part));
    return csv_text(fmt::format("{}", fmt::join(parts, "; ")));
  }
};

constexpr std::array<std::string_view, 22> kAttributes = {
    "id",      "source",   "source_id",  "text",     "kind",     "lived_at",
    "told_at", "person",   "party",      "function", "industry", "organisation",
    "product", "service",  "touchpoint", "stage",    "channel",  "unit",
    "lang",    "expected", "felt",       "scale"};

std::string subject_cell(const Experience& experience, model::SubjectLevel level) {
  std::vector<std::string_view> names;
  for (const model::Subject& subject : experience.subjects) {
    if (subject.level == level) names.push_back(subject.name);
  }
  return csv_text(fmt::format("{}", fmt::join(names, "; ")));
}

// In the order of kAttributes.
std::vector<std::string> attribute_cells(const Experience& experience) {
  const auto rating = [](const std::optional<model::Rating>& given) {
    return given ? number_text(given->original) : std::string();
  };
  const bool rated = experience.expected || experience.felt;
  return {model::id_of(experience.number),
          csv_text(experience.source),
          csv_text(experience.source_id),
          csv_text(experience.text),
          std::string(name_of(experience.kind)),
          experience.lived_at ? format_time(*experience.lived_at) : "",
          format_time(experience.told_at),
          csv_text(experience.person_key),
          std::string(name_of(experience.party)),
          std::string(name_of(experience.function)),
          subject_cell(experience, model::SubjectLevel::kIndustry),
          subject_cell(experience, model::SubjectLevel::kOrganisation),
          subject_cell(experience, model::SubjectLevel::kProduct),
          subject_cell(experience, model::SubjectLevel::kService),
          csv_text(experience.touchpoint),
          csv_text(experience.stage),
          csv_text(experience.channel),
          csv_text(experience.unit),
          csv_text(experience.lang),
          rating(experience.expected),
          rating(experience.felt),
          rated ? to_string(experience.scale) : ""};
}

}  // namespace

std::string csv_text(std::string_view text) {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  const bool formula = !text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos;
  return quoted(formula ? "'" + std::string(text) : std::string(text));
}

std::string ndjson_line(const Experience& experience) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write_text(json, "source", experience.source);
  write_text(json, "source_id", experience.source_id);
  write_text(json, "text", experience.text);
  json.member("kind", name_of(experience.kind));
  if (experience.lived_at) json.member("lived_at", format_time(*experience.lived_at));
  json.member("told_at", format_time(experience.told_at));
  write_text(json, "person", experience.person_key);
  write_text(json, "party", name_of(experience.party));
  write_text(json, "function", name_of(experience.function));
  write_subjects(json, experience);
  write_text(json, "touchpoint", experience.touchpoint);
  write_text(json, "stage", experience.stage);
  write_text(json, "channel", experience.channel);
  write_text(json, "unit", experience.unit);
  write_text(json, "lang", experience.lang);
  write_ratings(json, experience);
  if (!experience.signifiers.empty()) {
    json.key("signifiers");
    model::write_signifiers(json, experience);
  }
  json.end_object();
  return text + '\n';
}

std::string csv_header(const std::vector<std::string>& signifiers) {
  std::vector<std::string> cells(kAttributes.begin(), kAttributes.end());
  for (const std::string& name : signifiers) {
    const bool taken = std::ranges::find(kAttributes, name) != kAttributes.end();
    cells.push_back(csv_text(taken ? "signifier." + name : name));
  }
  return fmt::format("{}\r\n", fmt::join(cells, ","));
}

std::string csv_line(const Experience& experience, const std::vector<std::string>& signifiers) {
  std::vector<std::string> cells = attribute_cells(experience);
  for (const std::string& name : signifiers) {
    const auto given = std::ranges::find(experience.signifiers, name, &model::Signifier::name);
    const bool there = given != experience.signifiers.end();
    cells.push_back(there ? std::visit(ValueCell{}, given->value) : "");
  }
  return fmt::format("{}\r\n", fmt::join(cells, ","));
}

}  // namespace fh::cli
