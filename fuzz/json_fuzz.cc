// Any bytes as JSON: parsed, written again and parsed to the same; as a draft; as
// rows of the JSON formats, whose drafts read back from what is written of them.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/json.h"
#include "doors/byte_source.h"
#include "doors/draft_writer.h"
#include "doors/json_reader.h"
#include "doors/map_row.h"
#include "model/draft_json.h"
#include "model/validate.h"

namespace {

using fh::Json;
using fh::JsonParser;
using fh::Result;
namespace doors = fh::doors;
namespace model = fh::model;

void check_draft(const model::Draft& draft) {
  (void)model::validate(draft, fh::Instant{1'700'000'000'000});
  std::string text;
  fh::JsonWriter json(text);
  doors::write_draft(json, draft);
  JsonParser parser;
  const Result<Json> again = parser.parse(text);
  FH_CHECK(again.has_value());
}

void read_rows(std::string_view bytes, std::string_view format) {
  doors::FormatSettings settings;
  settings.name = format;
  auto source = doors::ByteSource::over(bytes);
  auto text = doors::TextSource::open(std::move(*source));
  auto reader = doors::open_json(std::move(*text), settings);
  if (!reader) return;
  doors::Mapping mapping;
  mapping.format = settings;
  doors::Mapper mapper(mapping);
  doors::Row row;
  while (true) {
    const Result<bool> more = (*reader)->next(row);
    if (!more || !*more) return;
    if (!row.fault.empty()) continue;
    const auto draft = mapper.map(row, (*reader)->table());
    if (draft) check_draft(*draft);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  JsonParser parser;
  const Result<Json> json = parser.parse(bytes);
  if (json && json->type() == fh::JsonType::kObject) {
    const auto draft = model::read_draft(*json);
    if (draft) check_draft(*draft);
    const std::string own = doors::own_members_only(*json);
    JsonParser again;
    FH_CHECK(again.parse(own).has_value());
  }
  read_rows(bytes, "ndjson");
  read_rows(bytes, "json");
  return 0;
}
