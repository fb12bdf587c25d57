// landscape/query_values.h: what may stand behind a column's colon.
//
// Pure functions from written text to conditions on a column's values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/query.h"
#include "landscape/query_cursor.h"

namespace fh::landscape {

struct WrittenValue {
  Piece piece;
  bool quoted = false;    // operators inside have no meaning
  bool verbatim = false;  // ==: the keyword in these very characters, no other reading
  bool prefix = false;    // a star behind the closing quote
};

// Every reading the value allows; `column` is a column_key(). Where the column is
// one of firsthand's own of numbers or times, only readings of that type, and at
// least one.
Result<std::vector<Condition>> conditions_of(std::string_view column, const WrittenValue& value);

// The readings of a value without operators: the keyword, the number if it is one,
// the period if it names one.
std::vector<Condition> plain_readings(std::string_view text);

// The instants "2026", "2026-03", "2026-03-09", "2026-03-09T10:15" span: the year,
// month, day, minute, second or millisecond. Nothing where it is no time.
std::optional<TimeIn> period_of(std::string_view text);

// Whether the column is one of firsthand's own that holds numbers or times only.
bool has_one_type(std::string_view column);

// A condition on that column as the text it is read from; NumberIn and TimeIn always
// as ranges, which have no keyword's reading.
std::string text_of(std::string_view column, const Condition& condition);

}  // namespace fh::landscape
