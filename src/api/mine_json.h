// api/mine_json.h: what tellers are shown of what is theirs, and what they say of it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "engine/ownership.h"
#include "model/grants.h"

namespace fh::api {

// The members of one object.
void write_own(JsonWriter& json, const engine::OwnExperience& own);
void write_grants(JsonWriter& json, model::Grants grants);  // a list of names
void write_receipts(JsonWriter& json, std::span<const record::Receipt> receipts);
void write_signed(JsonWriter& json, const engine::ErasureReceipt& receipt);

// "read", "count", …; "none" alone for nothing. kInvalid with field "grants".
Result<model::Grants> read_grants(const std::vector<std::string>& names);

// The consent record of ISO/IEC TS 27560 in the words of the W3C's Data Privacy Vocabulary:
// for each experience and purpose what was given or taken back, and when (JSON-LD).
std::string consent_record(std::span<const engine::OwnExperience> mine, Instant now);

}  // namespace fh::api
