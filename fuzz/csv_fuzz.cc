// Any bytes as a file: unpacked, decoded, recognised, read, guessed and mapped. Every
// whole row becomes a draft of UTF-8, and a guessed mapping reads back as itself.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "doors/byte_source.h"
#include "doors/encoding.h"
#include "doors/formats.h"
#include "doors/guess.h"
#include "doors/map_row.h"
#include "doors/mapping_toml.h"
#include "doors/profile.h"

namespace {

using fh::Result;
namespace doors = fh::doors;

std::unique_ptr<doors::RowReader> open(std::string_view bytes, doors::FormatSettings& settings) {
  auto source = doors::ByteSource::over(bytes);
  FH_CHECK(source.has_value());
  auto text = doors::TextSource::open(std::move(*source));
  FH_CHECK(text.has_value());
  const auto recognised = doors::recognise(**text);
  if (!recognised) return nullptr;
  settings = *recognised;
  auto reader = doors::open_rows(std::move(*text), settings);
  return reader ? std::move(*reader) : nullptr;
}

void check_cells(const doors::Row& row, const doors::Table& table) {
  for (const doors::Cell& cell : row.cells) {
    FH_CHECK(cell.column < table.columns.size());
    FH_CHECK(cell.begin + cell.size <= row.bytes.size());
  }
}

void map_all(std::string_view bytes, const doors::Mapping& mapping) {
  doors::FormatSettings settings;
  const auto reader = open(bytes, settings);
  doors::Mapper mapper(mapping);
  doors::Row row;
  while (true) {
    const Result<bool> more = reader->next(row);
    if (!more || !*more) return;
    if (!row.fault.empty()) continue;
    const auto draft = mapper.map(row, reader->table());
    if (!draft) continue;
    FH_CHECK(doors::is_utf8(draft->text));
    FH_CHECK(!draft->source_id.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  doors::FormatSettings settings;
  const auto reader = open(bytes, settings);
  if (!reader) return 0;
  doors::Profiler profiler(doors::usual_absent_words(settings));
  doors::Row row;
  uint64_t number = 0;
  while (true) {
    const Result<bool> more = reader->next(row);
    if (!more || !*more) break;
    FH_CHECK(row.number == ++number);
    if (!row.fault.empty()) continue;
    check_cells(row, reader->table());
    profiler.add(row, reader->table());
  }
  const doors::Guess guess = doors::guess_mapping(
      {.table = reader->table(), .profile = profiler, .format = settings, .source = "fuzz"});
  const auto again = doors::read_mapping(doors::write_mapping(guess), "fuzz.toml");
  FH_CHECK(again.has_value());
  FH_CHECK(*again == guess.mapping);
  map_all(bytes, guess.mapping);
  return 0;
}
