// text/idna.h: names of hosts in any script, as the machines between know them.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::text {

// "bücher.example" -> "xn--bcher-kva.example" (UTS 46, nontransitional; ICU). ASCII comes back
// in lower case. kInvalid with the field "address" for what no host can be called. Pure; any
// thread.
Result<std::string> ascii_domain(std::string_view domain);

}  // namespace fh::text
