// model/columns.h: an experience as columns: the one place that says which exist.
//
// Columns are named in the query language and the interface: source, kind, party,
// function, industry, organisation, product, service (the subjects' levels),
// touchpoint, stage, channel, unit, lang, expected, felt, gap, lived_at, told_at,
// and every signifier by its own name; one whose name is taken by the former is
// "signifier.<name>". A pole scale is a number column; a share of three makes
// three, "<name>.<part>"; yes/no is the keyword "yes" or "no".
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/experience.h"

namespace fh::model {

using ColumnValue = std::variant<std::string, double, Instant>;

struct ColumnEntry {
  std::string column;  // already folded by column_key()
  std::string label;   // as first written, for people
  ColumnValue value;
  bool operator==(const ColumnEntry&) const = default;
};

// The name under which a column is found: lower case (ASCII), every run of other
// than letters, digits, '.' and bytes above ASCII one '_', none at the ends.
// "Sub-issue " and "sub_issue" are the same column.
std::string column_key(std::string_view name);

// All columns of an experience; a column with several keywords comes several
// times. Ratings are in points (7.5); the gap is there where both ratings are.
// `lang` is what was told, else what was inferred.
std::vector<ColumnEntry> columns_of(const Experience& experience);

// Those of one signifier alone, added to `out`.
void add_signifier_columns(const Signifier& signifier, std::vector<ColumnEntry>& out);

// Whether the column is one of firsthand's own, not a signifier's.
bool is_own_column(std::string_view key);

}  // namespace fh::model
