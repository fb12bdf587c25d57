#include "cli/import_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>
#include <utility>
#include <vector>

#include "base/json.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

using doors::Field;
using doors::FieldRule;

std::string said_of(Field field, const FieldRule& rule) {
  std::string text = fmt::format("{}", fmt::join(rule.columns, " + "));
  if (rule.columns.empty()) text = fmt::format("always \"{}\"", rule.fixed);
  if (field == Field::kLivedAt || field == Field::kToldAt) {
    text += fmt::format(" ({})", name_of(rule.format));
  }
  if (!rule.scale.empty()) text += fmt::format(" (scale {})", rule.scale);
  return text;
}

// What the reader should know beyond the counts, one sentence each.
std::vector<std::string> notes_of(const doors::ImportReport& report) {
  std::vector<std::string> notes;
  const auto note = [&notes](uint64_t count, std::string_view what) {
    if (count > 0) notes.push_back(fmt::format("{} {}", grouped(count), what));
  };
  if (!report.reading.damage.empty()) notes.push_back(report.reading.damage);
  note(report.reading.rows_cp1252, "rows were not UTF-8 and were read as Windows-1252");
  note(report.reading.rows_empty, "rows were empty and were skipped");
  note(report.reading.rows_comment, "comment rows were skipped");
  note(report.reading.rows_short, "rows had fewer cells than columns");
  note(report.mapping.without_words, "rows have no words and count as interactions");
  note(report.mapping.as_written,
       "values did not fit their column and are kept as \"… as written\"");
  note(report.mapping.joined_words, "values too long for a signifier joined the words");
  note(report.condition.html, "texts hold HTML; they are kept as they came");
  note(report.condition.mojibake, "texts were broken by a wrong encoding before they came here");
  note(report.condition.replacements, "texts lost characters before they came here");
  return notes;
}

uint64_t rows_a_second(const doors::ImportReport& report) {
  const int64_t us = std::max<int64_t>(report.took_us, 1);
  return report.rows * 1'000'000 / static_cast<uint64_t>(us);
}

}  // namespace

std::string guess_table(const doors::Guess& guess) {
  std::string text;
  const auto line = [&text](std::string_view name, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "  {:<12} {}\n", name, printable(value));
  };
  const doors::Mapping& mapping = guess.mapping;
  line("format", mapping.format.name);
  for (size_t i = 0; i < doors::kFields; ++i) {
    const auto field = static_cast<Field>(i);
    if (mapping.fields[i].used()) line(name_of(field), said_of(field, mapping.fields[i]));
  }
  for (const doors::SubjectRule& rule : mapping.subjects) {
    line(name_of(rule.level), rule.column.empty() ? rule.fixed : rule.column);
  }
  line("signifiers", fmt::format("{}", mapping.signifiers.size()));
  if (!mapping.dropped.empty()) line("dropped", fmt::format("{}", mapping.dropped.size()));
  return text;
}

std::string report_text(std::string_view file, const doors::ImportReport& report) {
  std::string text = fmt::format("{}: {} told", printable(file), grouped(report.told));
  if (report.already_told > 0)
    text += fmt::format(", {} already there", grouped(report.already_told));
  if (report.amended > 0) text += fmt::format(", {} amended", grouped(report.amended));
  if (report.refused > 0) text += fmt::format(", {} refused", grouped(report.refused));
  text += fmt::format(" ({} rows/s)\n", grouped(rows_a_second(report)));
  if (report.resumed_after > 0) {
    text += fmt::format("  went on after row {}\n", grouped(report.resumed_after));
  }
  for (const std::string& note : notes_of(report)) text += fmt::format("  {}\n", note);
  for (const auto& [reason, count] : report.reasons) {
    text += fmt::format("  refused {}: {}\n", grouped(count), printable(reason));
  }
  if (!report.refused_path.empty()) {
    text += fmt::format("  refused rows are in {}\n", printable(report.refused_path));
  }
  if (report.stopped) text += "  stopped; the same command goes on from here\n";
  return text;
}

std::string report_json(std::string_view file, const doors::ImportReport& report) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("file", file).member("rows", report.rows);
  json.member("told", report.told).member("already_told", report.already_told);
  json.member("amended", report.amended).member("refused", report.refused);
  json.member("resumed_after", report.resumed_after).member("stopped", report.stopped);
  json.member("took_us", report.took_us).key("notes").begin_array();
  for (const std::string& note : notes_of(report)) json.value(note);
  json.end_array().key("reasons").begin_object();
  for (const auto& [reason, count] : report.reasons) json.member(reason, count);
  json.end_object();
  if (!report.refused_path.empty()) json.member("refused_path", report.refused_path);
  json.end_object();
  return text;
}

}  // namespace fh::cli
