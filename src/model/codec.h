// model/codec.h: an experience as bytes, for the record.
//
// The format is versioned by its first byte and written down in
// docs/formats/experience.md. Numbers given by the record (number, sequence,
// version, person) are not part of it. decode() takes any bytes: what it does not
// understand is kCorrupt, never undefined.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "model/experience.h"

namespace fh::model {

std::string encode(const Experience& experience);
Result<Experience> decode(std::string_view bytes);

}  // namespace fh::model
