// text/personal_places.h: postal addresses, postcodes and licence plates.
#pragma once

#include <optional>

#include "text/personal_scan.h"

namespace fh::text {

// A street with the house number at `place` (its first digit), before or after its name,
// with the postcode and town that follow.
std::optional<PersonalSpan> street_at(const Scan& scan, size_t place);
// A postcode at `place` that can be nothing else: "SW1A 1AA", "M5V 2T6", "1234 AB".
std::optional<PersonalSpan> postcode_at(const Scan& scan, size_t place);
// Past a British or Canadian postcode at `place`; `place` where there is none.
size_t lettered_postcode_end(const Scan& scan, size_t place);
// Past a Dutch one.
size_t dutch_postcode_end(const Scan& scan, size_t place);

// A licence plate that begins at `place`, a capital or a digit: of a shape that only
// plates have, or any shape where a word before says that it is one.
std::optional<PersonalSpan> plate_at(const Scan& scan, size_t place);

}  // namespace fh::text
