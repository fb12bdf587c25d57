// api/settings_json.h: what keepers set, as the interface writes and reads it.
//
// The command line writes the same where it comes to the data by itself. The settings of
// groups have their JSON in engine/group_settings.h.
#pragma once

#include <span>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "engine/ownership.h"

namespace fh::api {

// The members of one object.
void write_sources(JsonWriter& json, std::span<const record::Source> sources);
void write_source_grants(JsonWriter& json, const record::Source& source);
void write_source_ask(JsonWriter& json, const record::SourceGrants& grants);

// kInvalid names the field.
Result<record::SourceGrants> read_source_ask(std::string_view body);

}  // namespace fh::api
