#include <fmt/format.h>

#include <array>
#include <iterator>

#include "doors/mapping_toml.h"

namespace fh::doors {
namespace {

// A basic string of TOML. Control characters are escaped, the rest stays as it is.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ", ";
    out += quoted(texts[i]);
  }
  return out + ']';
}

std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

class MappingWriter {
 public:
  explicit MappingWriter(const Guess& guess) : guess_(guess), mapping_(guess.mapping) {}

  std::string write() {
    line("# How the columns of this file become experiences. Change what is wrong and give");
    line("# the file to `firsthand import --map`. Every setting is explained in docs/import.md.");
    line("version = 1");
    format();
    values();
    fields();
    subjects();
    signifiers();
    columns();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }
  void section(std::string_view name) { out_ += fmt::format("\n[{}]\n", name); }
  void setting(std::string_view name, std::string_view text) {
    out_ += fmt::format("{} = {}\n", name, quoted(text));
  }
  void flag(std::string_view name, bool on) { out_ += fmt::format("{} = {}\n", name, on); }

  void comment(std::string_view about, const std::vector<std::string>& columns) {
    const auto reason = guess_.reasons.find(std::string(about));
    if (reason != guess_.reasons.end()) line("# " + on_one_line(reason->second));
    for (const std::string& column : columns) {
      const auto samples = guess_.samples.find(column);
      if (samples == guess_.samples.end() || samples->second.empty()) continue;
      std::string text = "# for example:";
      for (const std::string& sample : samples->second) text += " | " + on_one_line(sample);
      line(text);
    }
  }

  void format() {
    const FormatSettings& format = mapping_.format;
    section("format");
    setting("name", format.name);
    setting("encoding", name_of(format.encoding));
    if (format.name == "json" || format.name == "ndjson") {
      if (!format.rows_at.empty()) setting("rows_at", format.rows_at);
      flag("own_shape", format.own_shape);
      return;
    }
    const Dialect& dialect = format.dialect;
    setting("delimiter", std::string(1, dialect.delimiter));
    setting("quote", dialect.quoting == Quoting::kDouble ? "\"" : "");
    setting("escape", dialect.escape == Escape::kDoubled ? "doubled" : "backslash");
    setting("row_end", dialect.row_end == RowEnd::kLineFeed ? "line feed" : "return");
    flag("space_before_quote", dialect.space_before_quote);
    setting("comment", dialect.comment == 0 ? "" : std::string(1, dialect.comment));
    flag("last_takes_rest", dialect.last_takes_rest);
    flag("short_rows", format.short_rows);
    out_ += fmt::format("header_rows = {}\n", format.header_rows);
    out_ += fmt::format("rows_skipped = {}\n", format.rows_skipped);
  }

  void values() {
    section("values");
    line("# Words that mean that nothing was said; the zone of times that name none.");
    out_ += fmt::format("absent = {}\n", list(mapping_.absent));
    setting("time_zone", mapping_.time_zone);
  }

  static bool is_time(Field field) { return field == Field::kLivedAt || field == Field::kToldAt; }
  static bool is_rating(Field field) { return field == Field::kExpected || field == Field::kFelt; }

  void fields() {
    section("fields");
    for (size_t i = 0; i < kFields; ++i) {
      const auto field = static_cast<Field>(i);
      const FieldRule& rule = mapping_.fields[i];
      comment(name_of(field), rule.columns);
      if (rule.used()) out_ += fmt::format("{} = {}\n", name_of(field), field_rule(field, rule));
    }
  }

  static std::string field_rule(Field field, const FieldRule& rule) {
    std::vector<std::string> parts;
    if (rule.columns.size() == 1) parts.push_back("column = " + quoted(rule.columns[0]));
    if (rule.columns.size() > 1) parts.push_back("columns = " + list(rule.columns));
    if (!rule.fixed.empty()) parts.push_back("fixed = " + quoted(rule.fixed));
    if (is_time(field)) parts.push_back("format = " + quoted(name_of(rule.format)));
    if (is_rating(field)) parts.push_back("scale = " + quoted(rule.scale));
    if (!rule.values.empty()) {
      std::string values;
      for (const auto& [from, to] : rule.values) {
        if (!values.empty()) values += ", ";
        values += quoted(from) + " = " + quoted(to);
      }
      parts.push_back("values = { " + values + " }");
    }
    if (!rule.otherwise.empty()) parts.push_back("otherwise = " + quoted(rule.otherwise));
    return joined(parts);
  }

  static std::string joined(const std::vector<std::string>& parts) {
    std::string out = "{ ";
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) out += ", ";
      out += parts[i];
    }
    return out + " }";
  }

  void subjects() {
    for (const SubjectRule& rule : mapping_.subjects) {
      line("\n[[subjects]]");
      setting("level", name_of(rule.level));
      if (!rule.column.empty()) comment(rule.column, {rule.column});
      if (!rule.column.empty()) setting("column", rule.column);
      if (!rule.fixed.empty()) setting("fixed", rule.fixed);
    }
  }

  void signifiers() {
    section("signifiers");
    for (const SignifierRule& rule : mapping_.signifiers) {
      comment(rule.column, {rule.column});
      std::vector<std::string> parts = {"type = " + quoted(name_of(rule.type))};
      if (rule.name != rule.column) parts.push_back("name = " + quoted(rule.name));
      if (!rule.separator.empty()) parts.push_back("separator = " + quoted(rule.separator));
      if (rule.type == ValueType::kDate)
        parts.push_back("format = " + quoted(name_of(rule.format)));
      out_ += fmt::format("{} = {}\n", quoted(rule.column), joined(parts));
    }
  }

  void columns() {
    section("columns");
    for (const std::string& column : mapping_.dropped) {
      const auto reason = guess_.reasons.find(column);
      if (reason == guess_.reasons.end()) continue;
      line(on_one_line(fmt::format("# {}: {}", column, reason->second)));
    }
    out_ += fmt::format("dropped = {}\n", list(mapping_.dropped));
    line("# Columns named nowhere above: \"keep\" as signifiers or \"drop\".");
    setting("others", mapping_.others == Others::kKeep ? "keep" : "drop");
  }

  const Guess& guess_;
  const Mapping& mapping_;
  std::string out_;
};

}  // namespace

std::string write_mapping(const Guess& guess) {
  return MappingWriter(guess).write();
}

std::string write_mapping(const Mapping& mapping) {
  Guess guess;
  guess.mapping = mapping;
  return write_mapping(guess);
}

}  // namespace fh::doors
