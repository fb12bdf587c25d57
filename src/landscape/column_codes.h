// landscape/column_codes.h: the values of one document in a part of a column, as codes.
#pragma once

#include <cstdint>
#include <string>

#include "landscape/segment.h"

namespace fh::landscape {

// As the values of facets are written: numbers and dates as text.
std::string name_of_code(const ColumnPart& part, uint64_t code);

// Calls visit(code) for each value of the document; keywords as ordinal + 1.
template <typename Visit>
void for_each_code(const ColumnPart& part, uint32_t document, Visit&& visit) {
  if (part.type == PartType::kKeyword) {
    part.keywords.for_each(document, [&](uint32_t ordinal) { visit(uint64_t{ordinal} + 1); });
  } else if (const uint64_t code = part.numbers.code(document); code != 0) {
    visit(code);
  }
}

}  // namespace fh::landscape
