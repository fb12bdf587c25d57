// doors/draft_writer.h: a draft as JSON, as model::read_draft takes it.
#pragma once

#include "base/json.h"
#include "model/experience.h"

namespace fh::doors {

// One object; absent members are left out.
void write_draft(JsonWriter& json, const model::Draft& draft);

}  // namespace fh::doors
