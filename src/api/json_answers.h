// api/json_answers.h: what the engine found, as the interface writes it.
//
// Ratings are in points (7.5), times in RFC 3339, days as "2024-03-01". Absent values
// are left out; a figure that cannot be (the mean of nothing) is null. Positions in
// texts count UTF-16 code units, as JavaScript strings do.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "engine/engine.h"

namespace fh::api {

// The members of an experience, without the braces.
void write_experience(JsonWriter& json, const model::Experience& experience);

void write_receipt(JsonWriter& json, const record::Receipt& receipt);

// `columns` gives facets their labels.
void write_found(JsonWriter& json, const engine::Found& found,
                 std::span<const landscape::ColumnInfo> columns);

// Byte offsets as UTF-16 offsets. Linear in the text. REQUIRES: spans in order.
std::vector<std::pair<uint32_t, uint32_t>> utf16_spans(std::string_view text,
                                                       std::span<const engine::Span> spans);

}  // namespace fh::api
