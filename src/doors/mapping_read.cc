#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "doors/mapping_toml.h"
#include "model/columns.h"

namespace fh::doors {
namespace {

// Takes the settings of one table by name; what is left at the end was not known.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string path, std::string_view file)
      : table_(table), path_(std::move(path)), file_(file) {}

  std::unexpected<Error> wrong(const toml::node& at, std::string_view name,
                               std::string message) const {
    const std::string field = path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
    return failure(ErrorCode::kInvalid,
                   fmt::format("{}:{}: {}", file_, at.source().begin.line, message), field);
  }

  const toml::node* take(std::string_view name) {
    taken_.insert(std::string(name));
    return table_.get(name);
  }

  Status text(std::string_view name, std::string& into) {
    const toml::node* const node = take(name);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::string>();
    if (!value) return wrong(*node, name, "text in quotes is needed");
    into = *value;
    return {};
  }

  Status flag(std::string_view name, bool& into) {
    const toml::node* const node = take(name);
    if (node == nullptr) return {};
    const auto value = node->value_exact<bool>();
    if (!value) return wrong(*node, name, "true or false is needed");
    into = *value;
    return {};
  }

  Status number(std::string_view name, uint32_t& into) {
    const toml::node* const node = take(name);
    if (node == nullptr) return {};
    const auto value = node->value_exact<int64_t>();
    constexpr int64_t kMost = 100;
    if (!value || *value < 0 || *value > kMost) {
      return wrong(*node, name, fmt::format("a whole number from 0 to {} is needed", kMost));
    }
    into = static_cast<uint32_t>(*value);
    return {};
  }

  Status texts(std::string_view name, std::vector<std::string>& into) {
    const toml::node* const node = take(name);
    if (node == nullptr) return {};
    const toml::array* const array = node->as_array();
    if (array == nullptr) return wrong(*node, name, "a list of texts is needed");
    for (const toml::node& element : *array) {
      const auto value = element.value_exact<std::string>();
      if (!value) return wrong(element, name, "text in quotes is needed");
      into.push_back(*value);
    }
    return {};
  }

  // One of a few words.
  template <typename T, typename Named>
  Status word(std::string_view name, T& into, const Named& named) {
    std::string value;
    FH_RETURN_IF_ERROR(text(name, value));
    if (table_.get(name) == nullptr) return {};
    const std::optional<T> found = named(value);
    if (!found) return wrong(*table_.get(name), name, fmt::format("\"{}\" is not known", value));
    into = *found;
    return {};
  }

  // One character, or none.
  Status character(std::string_view name, char& into) {
    std::string value(1, into);
    FH_RETURN_IF_ERROR(text(name, value));
    if (value.size() > 1) return wrong(*table_.get(name), name, "one character is needed");
    into = value.empty() ? '\0' : value[0];
    return {};
  }

  Status nothing_left() const {
    for (const auto& [key, node] : table_) {
      if (taken_.contains(std::string(key.str()))) continue;
      return wrong(node, key.str(), "there is no such setting");
    }
    return {};
  }

  const toml::table& table() const { return table_; }
  std::string_view file() const { return file_; }

 private:
  const toml::table& table_;
  const std::string path_;
  const std::string_view file_;
  std::set<std::string> taken_;
};

// An empty table where there is none of that name.
Result<const toml::table*> section(TableReader& in, std::string_view name) {
  static const toml::table kEmpty;
  const toml::node* const node = in.take(name);
  if (node == nullptr) return &kEmpty;
  const toml::table* const table = node->as_table();
  if (table == nullptr) return in.wrong(*node, name, "a table is needed");
  return table;
}

template <typename T>
auto either(std::string_view first_name, T first, std::string_view second_name, T second) {
  return [=](std::string_view word) -> std::optional<T> {
    if (word == first_name) return first;
    if (word == second_name) return second;
    return std::nullopt;
  };
}

Status read_format(TableReader in, FormatSettings& format) {
  Dialect& dialect = format.dialect;
  const auto known = [](std::string_view name) -> std::optional<std::string> {
    return format_named(name) != nullptr ? std::optional(std::string(name)) : std::nullopt;
  };
  FH_RETURN_IF_ERROR(in.word("name", format.name, known));
  FH_RETURN_IF_ERROR(in.word("encoding", format.encoding, encoding_named));
  FH_RETURN_IF_ERROR(in.text("rows_at", format.rows_at));
  FH_RETURN_IF_ERROR(in.flag("own_shape", format.own_shape));
  FH_RETURN_IF_ERROR(in.character("delimiter", dialect.delimiter));
  if (dialect.delimiter == 0) {
    return in.wrong(*in.table().get("delimiter"), "delimiter", "one character is needed");
  }
  FH_RETURN_IF_ERROR(
      in.word("quote", dialect.quoting, either("\"", Quoting::kDouble, "", Quoting::kNone)));
  FH_RETURN_IF_ERROR(in.word("escape", dialect.escape,
                             either("doubled", Escape::kDoubled, "backslash", Escape::kBackslash)));
  FH_RETURN_IF_ERROR(in.word("row_end", dialect.row_end,
                             either("line feed", RowEnd::kLineFeed, "return", RowEnd::kReturn)));
  FH_RETURN_IF_ERROR(in.flag("space_before_quote", dialect.space_before_quote));
  FH_RETURN_IF_ERROR(in.character("comment", dialect.comment));
  FH_RETURN_IF_ERROR(in.flag("last_takes_rest", dialect.last_takes_rest));
  FH_RETURN_IF_ERROR(in.flag("short_rows", format.short_rows));
  FH_RETURN_IF_ERROR(in.number("header_rows", format.header_rows));
  FH_RETURN_IF_ERROR(in.number("rows_skipped", format.rows_skipped));
  return in.nothing_left();
}

Status read_values(TableReader in, Mapping& mapping) {
  FH_RETURN_IF_ERROR(in.texts("absent", mapping.absent));
  FH_RETURN_IF_ERROR(in.text("time_zone", mapping.time_zone));
  if (!zone_offset(mapping.time_zone)) {
    return in.wrong(*in.table().get("time_zone"), "time_zone", "write a zone like +01:00");
  }
  return in.nothing_left();
}

Status read_meanings(TableReader in, FieldRule& rule) {
  for (const auto& [key, node] : in.table()) {
    std::string to;
    FH_RETURN_IF_ERROR(in.text(key.str(), to));
    rule.values.emplace_back(key.str(), to);
  }
  // The file's own order would depend on the library: keep the one by name.
  std::ranges::sort(rule.values);
  return {};
}

Status check_field(Field field, const FieldRule& rule, const TableReader& in) {
  const bool joins = field == Field::kText || field == Field::kLivedAt || field == Field::kToldAt;
  const bool rating = field == Field::kExpected || field == Field::kFelt;
  if (rule.columns.size() > 1 && !joins) {
    return in.wrong(in.table(), "columns", "only one column can fill this");
  }
  if (rating && rule.used() && !model::scale_named(rule.scale)) {
    return in.wrong(in.table(), "scale", "a rating needs a scale like \"1..5\"");
  }
  if (rating && !rule.fixed.empty()) {
    return in.wrong(in.table(), "fixed", "a rating cannot be the same for all");
  }
  return {};
}

Status read_field(Field field, TableReader in, FieldRule& rule) {
  std::string column;
  FH_RETURN_IF_ERROR(in.text("column", column));
  FH_RETURN_IF_ERROR(in.texts("columns", rule.columns));
  if (!column.empty()) rule.columns.insert(rule.columns.begin(), column);
  FH_RETURN_IF_ERROR(in.text("fixed", rule.fixed));
  if (field == Field::kLivedAt || field == Field::kToldAt) {
    FH_RETURN_IF_ERROR(in.word("format", rule.format, date_format_named));
  }
  if (field == Field::kExpected || field == Field::kFelt) {
    FH_RETURN_IF_ERROR(in.text("scale", rule.scale));
  }
  const toml::node* const values = in.take("values");
  if (values != nullptr && values->as_table() == nullptr) {
    return in.wrong(*values, "values", "a table is needed");
  }
  if (values != nullptr) {
    FH_RETURN_IF_ERROR(read_meanings(TableReader(*values->as_table(), "values", in.file()), rule));
  }
  FH_RETURN_IF_ERROR(in.text("otherwise", rule.otherwise));
  FH_RETURN_IF_ERROR(check_field(field, rule, in));
  return in.nothing_left();
}

Status read_fields(TableReader in, Mapping& mapping) {
  for (size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    FH_ASSIGN_OR_RETURN(const toml::table* const table, section(in, name_of(field)));
    const std::string path = fmt::format("fields.{}", name_of(field));
    FH_RETURN_IF_ERROR(read_field(field, TableReader(*table, path, in.file()), mapping.fields[i]));
  }
  return in.nothing_left();
}

Status read_subjects(TableReader& top, Mapping& mapping) {
  const toml::node* const node = top.take("subjects");
  if (node == nullptr) return {};
  const toml::array* const array = node->as_array();
  if (array == nullptr) return top.wrong(*node, "subjects", "[[subjects]] tables are needed");
  for (const toml::node& element : *array) {
    if (!element.is_table()) return top.wrong(element, "subjects", "a table is needed");
    TableReader in(*element.as_table(), "subjects", top.file());
    SubjectRule rule;
    FH_RETURN_IF_ERROR(in.word("level", rule.level, model::subject_level_named));
    FH_RETURN_IF_ERROR(in.text("column", rule.column));
    FH_RETURN_IF_ERROR(in.text("fixed", rule.fixed));
    FH_RETURN_IF_ERROR(in.nothing_left());
    mapping.subjects.push_back(std::move(rule));
  }
  return {};
}

Status read_signifier(TableReader in, SignifierRule& rule) {
  rule.name = signifier_name(rule.column);
  FH_RETURN_IF_ERROR(in.word("type", rule.type, value_type_named));
  FH_RETURN_IF_ERROR(in.text("name", rule.name));
  FH_RETURN_IF_ERROR(in.text("separator", rule.separator));
  FH_RETURN_IF_ERROR(in.word("format", rule.format, date_format_named));
  if (rule.name.size() > limits::kNameBytesMax || model::column_key(rule.name).empty()) {
    return in.wrong(in.table(), "name",
                    fmt::format("a name with a letter or a digit, of at most {} bytes, is needed",
                                limits::kNameBytesMax));
  }
  return in.nothing_left();
}

// In the order they stand in the file.
Status read_signifiers(TableReader& top, Mapping& mapping) {
  FH_ASSIGN_OR_RETURN(const toml::table* const table, section(top, "signifiers"));
  std::vector<std::pair<toml::source_position, SignifierRule>> rules;
  for (const auto& [key, node] : *table) {
    if (!node.is_table()) return top.wrong(node, key.str(), "a table is needed");
    SignifierRule rule = {.column = std::string(key.str())};
    const std::string path = fmt::format("signifiers.{}", key.str());
    FH_RETURN_IF_ERROR(read_signifier(TableReader(*node.as_table(), path, top.file()), rule));
    rules.emplace_back(key.source().begin, std::move(rule));
  }
  std::ranges::sort(rules, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [position, rule] : rules) mapping.signifiers.push_back(std::move(rule));
  return {};
}

Status read_columns(TableReader in, Mapping& mapping) {
  FH_RETURN_IF_ERROR(in.texts("dropped", mapping.dropped));
  FH_RETURN_IF_ERROR(
      in.word("others", mapping.others, either("keep", Others::kKeep, "drop", Others::kDrop)));
  return in.nothing_left();
}

Status read_version(TableReader& top) {
  const toml::node* const node = top.take("version");
  if (node != nullptr && node->value_exact<int64_t>() == 1) return {};
  return top.wrong(node == nullptr ? top.table() : *node, "version",
                   "`version = 1` is needed: this program reads no other");
}

}  // namespace

Result<Mapping> read_mapping(std::string_view text, std::string_view file) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("{}:{}: {}", file, parsed.error().source().begin.line,
                               parsed.error().description()));
  }
  Mapping mapping;
  TableReader top(parsed.table(), "", file);
  FH_RETURN_IF_ERROR(read_version(top));
  FH_ASSIGN_OR_RETURN(const toml::table* const format, section(top, "format"));
  FH_RETURN_IF_ERROR(read_format(TableReader(*format, "format", file), mapping.format));
  FH_ASSIGN_OR_RETURN(const toml::table* const values, section(top, "values"));
  FH_RETURN_IF_ERROR(read_values(TableReader(*values, "values", file), mapping));
  FH_ASSIGN_OR_RETURN(const toml::table* const fields, section(top, "fields"));
  FH_RETURN_IF_ERROR(read_fields(TableReader(*fields, "fields", file), mapping));
  FH_RETURN_IF_ERROR(read_subjects(top, mapping));
  FH_RETURN_IF_ERROR(read_signifiers(top, mapping));
  FH_ASSIGN_OR_RETURN(const toml::table* const columns, section(top, "columns"));
  FH_RETURN_IF_ERROR(read_columns(TableReader(*columns, "columns", file), mapping));
  FH_RETURN_IF_ERROR(top.nothing_left());
  return mapping;
}

}  // namespace fh::doors
