// record/reading.h: what is read from one connection, as promised in record.h.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "record/database.h"
#include "record/record.h"

namespace fh::record {

Result<std::optional<Experience>> find(Database& database, uint64_t number);
Result<std::optional<Experience>> find_named(Database& database, std::string_view source,
                                             std::string_view source_id);
Result<std::vector<Experience>> find_many(Database& database, std::span<const uint64_t> numbers);

struct Page {
  uint32_t limit = 0;
  uint64_t offset = 0;
};
Result<std::vector<Experience>> of_person(Database& database, std::string_view key, Page page);

Status for_each(Database& database, const std::function<Status(const Experience&)>& visit);
// Merges what was told, amended and erased (changes.cc).
Status for_each_change_after(Database& database, uint64_t after,
                             const std::function<Status(Change)>& visit);

Result<RecordCounts> counts(Database& database);
Result<std::optional<std::string>> note(Database& database, std::string_view key);

}  // namespace fh::record
