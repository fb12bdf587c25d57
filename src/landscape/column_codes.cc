#include "landscape/column_codes.h"

#include <fmt/format.h>

#include "base/time.h"

namespace fh::landscape {

std::string name_of_code(const ColumnPart& part, uint64_t code) {
  if (part.type == PartType::kKeyword) {
    return std::string(part.keywords.values().at(static_cast<uint32_t>(code - 1)));
  }
  if (part.type == PartType::kNumber) return fmt::format("{}", part.numbers.number_of(code));
  return format_date(date_of({part.numbers.value_of(code)}));
}

}  // namespace fh::landscape
