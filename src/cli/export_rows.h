// cli/export_rows.h: an experience as a line of NDJSON or CSV.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/experience.h"

namespace fh::cli {

// One line as model::read_draft takes it, so that it can be told again anywhere; what
// an installation gives (id, sequence, version) is left out.
std::string ndjson_line(const model::Experience& experience);

// A table with a column for each of the attributes and each of `signifiers`, in that
// order. A date or place between poles is one cell, several keywords are joined by
// "; ", the parts of a share as "name=0.25; …".
std::string csv_header(const std::vector<std::string>& signifiers);
std::string csv_line(const model::Experience& experience,
                     const std::vector<std::string>& signifiers);

// Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or
// a carriage return) is led by an apostrophe; quoted where CSV needs it.
std::string csv_text(std::string_view text);

}  // namespace fh::cli
