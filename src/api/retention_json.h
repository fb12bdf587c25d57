// api/retention_json.h: timers, and what they erased, as the interface writes them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "engine/retention.h"

namespace fh::api {

// Each writes one whole object.
void write_rule(JsonWriter& json, const record::RetentionRule& rule);
void write_rules(JsonWriter& json, std::span<const record::RetentionRule> rules,
                 std::optional<Instant> last_pass);
void write_due(JsonWriter& json, const engine::DueReport& due);
void write_swept(JsonWriter& json, const engine::Swept& swept);
void write_kept(JsonWriter& json, std::span<const record::KeptReceipt> receipts);

// kInvalid with the field where a body is not what RetentionAsk says.
Result<record::RetentionRule> read_rule(std::string_view body);
// "erase" or "spare".
Result<record::Claimed> claimed_named(std::string_view name);

}  // namespace fh::api
