// doors/guess_values.h: what the values of one column are: scale, type, meaning.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doors/column_name.h"
#include "doors/mapping.h"
#include "doors/profile.h"

namespace fh::doors {

// The rating scale ("1..5") the values and the name speak for; empty: none.
std::string guess_scale(const NameWords& name, const ColumnProfile& profile);

// The format nearly all values are dates in; epochs only where the name says time.
std::optional<DateFormat> guess_date_format(const NameWords& name, const ColumnProfile& profile);
// Whether both day first and month first would do.
bool is_ambiguous_date(const ColumnProfile& profile);

// Type and separator of a column that becomes a signifier.
SignifierRule signifier_rule(const std::string& column, const NameWords& name,
                             const ColumnProfile& profile);

// "patient" is "customer"; empty: not a word this knows.
std::string_view party_meaning(std::string_view word);
std::string_view kind_meaning(std::string_view word);

}  // namespace fh::doors
