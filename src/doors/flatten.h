// doors/flatten.h: a JSON object as the cells of a row.
#pragma once

#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "base/json.h"
#include "doors/row.h"

namespace fh::doors {

// Knows every column seen so far. Belongs to one thread.
class Flattener {
 public:
  // Adds the members as cells. A row that needs more columns than
  // limits::kColumnsMax gets a fault. REQUIRES: an object.
  void flatten(Json object, Row& row);
  const Table& table() const { return table_; }

 private:
  void member(std::string_view name, Json value, Row& row);
  void list(Json values, Row& row);
  void element(size_t index, Json value, Row& row);
  void scalar(Json value, Row& row, bool in_list);
  uint32_t column_at_path(Row& row);

  Table table_;
  std::unordered_map<std::string, uint32_t, StringHash, std::equal_to<>> index_;
  std::string path_;
  std::string number_;
};

}  // namespace fh::doors
