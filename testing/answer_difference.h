// testing/answer_difference.h: where two answers to one request differ.
#pragma once

#include <string>

#include "landscape/request.h"

namespace fh::landscape {

// The first member that differs with both its values; empty where all agree.
std::string difference(const Answer& expected, const Answer& found);

}  // namespace fh::landscape
