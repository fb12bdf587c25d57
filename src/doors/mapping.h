// doors/mapping.h: how the columns of a file become experiences.
//
// Guessed (guess.h), shown and edited as TOML (mapping_toml.h), followed row by row
// (map_row.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doors/dates.h"
#include "doors/formats.h"
#include "model/experience.h"

namespace fh::doors {

// The parts of a draft that a column can fill; named as the interface names them.
enum class Field : uint8_t {
  kSource,
  kSourceId,
  kText,
  kPerson,
  kLivedAt,
  kToldAt,
  kParty,
  kFunction,
  kKind,
  kTouchpoint,
  kStage,
  kChannel,
  kUnit,
  kLang,
  kExpected,
  kFelt,
};
inline constexpr size_t kFields = 16;
std::string_view name_of(Field field);
std::optional<Field> field_named(std::string_view name);

struct FieldRule {
  // Several only for text (joined by a blank line) and times (joined by a space).
  std::vector<std::string> columns;
  // Taken where there is no column or its value is absent.
  std::string fixed;
  DateFormat format = DateFormat::kYearMonthDay;  // times
  std::string scale;                              // ratings: "1..5"
  // What the source's words mean here: "patient" is "customer". Compared without case.
  std::vector<std::pair<std::string, std::string>> values;
  std::string otherwise;  // for a word not in `values`; empty: the word itself

  bool used() const { return !columns.empty() || !fixed.empty(); }
  bool operator==(const FieldRule&) const = default;
};

enum class ValueType : uint8_t { kKeyword, kKeywords, kNumber, kYesNo, kDate };
std::string_view name_of(ValueType type);  // "keyword", "keywords", "number", "yes_no", "date"
std::optional<ValueType> value_type_named(std::string_view name);

struct SignifierRule {
  std::string column;
  std::string name = {};  // columns that share a name are several keywords of one signifier
  ValueType type = ValueType::kKeyword;
  std::string separator = {};  // keywords in one cell; empty: the cell is one
  DateFormat format = DateFormat::kYearMonthDay;
  bool operator==(const SignifierRule&) const = default;
};

struct SubjectRule {
  model::SubjectLevel level = model::SubjectLevel::kOrganisation;
  std::string column;
  std::string fixed;
  bool operator==(const SubjectRule&) const = default;
};

// What to do with a column that the mapping does not name (JSON has no header).
enum class Others : uint8_t { kKeep, kDrop };

struct Mapping {
  FormatSettings format;
  std::vector<std::string> absent;   // words that mean "nothing was said"
  std::string time_zone = "+00:00";  // of times that name none
  std::array<FieldRule, kFields> fields;
  std::vector<SubjectRule> subjects;
  std::vector<SignifierRule> signifiers;
  std::vector<std::string> dropped;
  Others others = Others::kKeep;

  FieldRule& field(Field which) { return fields[static_cast<size_t>(which)]; }
  const FieldRule& field(Field which) const { return fields[static_cast<size_t>(which)]; }
  bool operator==(const Mapping&) const = default;
};

// "40", "3.5", "3,5", "80%", "4/5", "5 stars" as a number; nothing for anything else.
std::optional<double> parse_number(std::string_view text);
// "yes", "No", "true", "y", … ; nothing for anything else.
std::optional<bool> parse_yes_no(std::string_view text);
std::string_view trim(std::string_view text);
std::string lower(std::string_view text);  // ASCII

// A signifier's name from a column's: within limits::kNameBytesMax, cut at a word.
std::string signifier_name(std::string_view column);

}  // namespace fh::doors
