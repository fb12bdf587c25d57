// api/invitations_json.h: invitations, as the interface writes and reads them.
//
// The command line writes the same where it comes to the data by itself.
#pragma once

#include <span>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "engine/invitations.h"

namespace fh::api {

// Each writes one whole object. Whether a batch is over is judged as of `now`; links begin with
// `pages_at`, where it is known.
void write_made_batch(JsonWriter& json, const engine::MadeBatch& made, std::string_view pages_at,
                      Instant now);
void write_batches(JsonWriter& json, std::span<const engine::Batch> batches, Instant now);
void write_invited(JsonWriter& json, const engine::Invited& invited);
void write_new_batch(JsonWriter& json, const engine::NewBatch& batch);

// kInvalid with the field where a body is not what NewInvitations says.
Result<engine::NewBatch> read_new_batch(std::string_view body);

}  // namespace fh::api
