// text/fold.h: folding into a buffer of the caller's, for loops that fold much.
#pragma once

#include <string>
#include <string_view>

namespace fh::text {

// As fold() (analyse.h), replacing what `out` held.
void fold_into(std::string_view text, std::string& out);

}  // namespace fh::text
