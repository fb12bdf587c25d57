#include "doors/refused_rows.h"

#include <fmt/format.h>

#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"

namespace fh::doors {
namespace {

constexpr std::string_view kEnding = ".refused.ndjson";

// "has 21 cells; the table has 18 columns" as "has N cells; the table has N columns".
std::string without_numbers(std::string_view reason) {
  std::string out;
  bool inside = false;
  for (const char c : reason) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !inside) out += 'N';
    if (!digit) out += c;
    inside = digit;
  }
  return out;
}

// A column in several cells (a list) becomes an array.
void write_cells(JsonWriter& json, const Row& row, std::span<const Column> columns) {
  std::vector<uint32_t> order;
  std::unordered_map<uint32_t, std::vector<const Cell*>> by_column;
  for (const Cell& cell : row.cells) {
    if (by_column[cell.column].empty()) order.push_back(cell.column);
    by_column[cell.column].push_back(&cell);
  }
  json.begin_object();
  for (const uint32_t column : order) {
    json.key(column < columns.size() ? columns[column].name : fmt::format("{}", column + 1));
    const std::vector<const Cell*>& cells = by_column[column];
    if (cells.size() > 1) json.begin_array();
    for (const Cell* cell : cells) json.value(row.text(*cell));
    if (cells.size() > 1) json.end_array();
  }
  json.end_object();
}

}  // namespace

Status RefusedRows::open() {
  const size_t slash = place_.input.rfind('/');
  const std::string name = place_.input == "-"
                               ? "stdin"
                               : place_.input.substr(slash == std::string::npos ? 0 : slash + 1);
  const std::string beside = place_.input + std::string(kEnding);
  const std::string inside = fmt::format("{}/{}{}", place_.directory, name, kEnding);
  const auto try_open = [&](const std::string& path) {
    return place_.go_on ? files_.append_to(path) : files_.create(path);
  };
  if (place_.input != "-") {
    auto file = try_open(beside);
    if (file) {
      file_ = std::move(*file);
      path_ = beside;
      return {};
    }
  }
  FH_ASSIGN_OR_RETURN(file_, try_open(inside));
  path_ = inside;
  return {};
}

Status RefusedRows::add(const Row& row, std::span<const Column> columns, const Error& error) {
  if (!file_) FH_RETURN_IF_ERROR(open());
  ++count_;
  const std::string reason =
      error.field.empty() ? error.message : fmt::format("{}: {}", error.field, error.message);
  ++reasons_[without_numbers(reason)];
  std::string line;
  JsonWriter json(line);
  json.begin_object().member("row", row.number).member("reason", error.message);
  if (!error.field.empty()) json.member("column", error.field);
  json.key("cells");
  write_cells(json, row, columns);
  json.end_object();
  line += '\n';
  return file_->append(bytes_of(line));
}

Status RefusedRows::close() {
  if (!file_) return {};
  FH_RETURN_IF_ERROR(file_->sync());
  FH_RETURN_IF_ERROR(file_->close());
  file_.reset();
  return {};
}

}  // namespace fh::doors
