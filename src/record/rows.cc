#include "record/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/person_key.h"
#include "record/stored_words.h"

namespace fh::record {

uint64_t sequence_of(const Statement& row) {
  uint64_t newest = row.number(1);
  for (const int changed : {2, 8}) {
    if (!row.is_null(changed)) newest = std::max(newest, row.number(changed));
  }
  return newest;
}

Result<model::Experience> experience_of(const Statement& row) {
  const uint64_t number = row.number(0);
  Result<model::Experience> experience = unpack(row.bytes(6));
  if (!experience) {
    return failure(ErrorCode::kCorrupt,
                   fmt::format("{} cannot be read from the record: {}", model::id_of(number),
                               experience.error().message),
                   {}, "Verify the record, and restore it from a backup.");
  }
  experience->number = number;
  experience->sequence = sequence_of(row);
  experience->version = static_cast<uint32_t>(row.number(3));
  if (!row.is_null(7)) {
    experience->grants = model::Grants::of_bits(static_cast<uint8_t>(row.number(7)));
  }
  experience->behalf = row.number(9) != 0;
  if (row.is_null(4)) return experience;
  experience->person_number = static_cast<uint32_t>(row.number(4));
  PersonKey key{};
  const std::string_view bytes = row.bytes(5);
  if (bytes.size() != key.size()) {
    return failure(ErrorCode::kCorrupt,
                   fmt::format("{} belongs to person {}, who is not in the record",
                               model::id_of(number), experience->person_number));
  }
  std::transform(bytes.begin(), bytes.end(), key.begin(),
                 [](char c) { return static_cast<std::byte>(c); });
  if (!experience->behalf) experience->person_key = to_string(key);
  return experience;
}

Result<std::vector<Holding>> holdings_in(Use& query) {
  std::vector<Holding> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    Holding& one = found.emplace_back(Holding{.number = query->number(0)});
    if (!query->is_null(1)) one.person = static_cast<uint32_t>(query->number(1));
    if (!query->is_null(2)) {
      one.grants = model::Grants::of_bits(static_cast<uint8_t>(query->number(2)));
    }
    one.behalf = query->number(3) != 0;
  }
}

}  // namespace fh::record
