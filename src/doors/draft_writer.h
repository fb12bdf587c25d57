// doors/draft_writer.h: a draft as JSON, as model::read_draft takes it.
#pragma once

#include "model/draft_json.h"

namespace fh::doors {

using model::write_draft;

}  // namespace fh::doors
