// cli/import_report.h: what an import will do and what it did, for people and JSON.
#pragma once

#include <string>
#include <string_view>

#include "doors/guess.h"
#include "doors/import.h"

namespace fh::cli {

// A line for each part of an experience: which column fills it.
std::string guess_table(const doors::Guess& guess);

std::string report_text(std::string_view file, const doors::ImportReport& report);
// One JSON object.
std::string report_json(std::string_view file, const doors::ImportReport& report);

}  // namespace fh::cli
