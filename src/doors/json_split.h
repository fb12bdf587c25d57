// doors/json_split.h: where one JSON value of a stream begins and ends.
//
// Looks at brackets and strings only; whether the value is JSON is for the parser.
// Pure; linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fh::doors {

// Bytes to skip before the next object: white space, commas, separators (RFC 7464)
// and the brackets of the list around it.
size_t json_gap(std::string_view text);

// The length of the object at the front; nothing where it goes on behind the text.
// REQUIRES: text starts with '{'.
std::optional<size_t> json_object_length(std::string_view text);

struct RowsInside {
  std::string member;
  size_t offset = 0;  // of the first object of the list
};

// Where an object wraps its rows ({"tickets": [{…}, …]}): its first member that is a
// list of objects. REQUIRES: text starts with '{'.
std::optional<RowsInside> rows_inside(std::string_view text);

}  // namespace fh::doors
