// text/personal_numbers.h: cards, accounts, national numbers and telephone numbers.
//
// Numbers with strong check digits are taken as they stand; those with weak ones only in
// their customary grouping, or where a word nearby says what they are.
#pragma once

#include <optional>

#include "text/personal_run.h"
#include "text/personal_scan.h"

namespace fh::text {

// A card, a national number or a telephone number whose first digit is at `place`.
std::optional<PersonalSpan> number_at(const Scan& scan, size_t place);
// A telephone number alone: what number_at() tries last.
std::optional<PersonalSpan> phone_in(const Scan& scan, const NumberRun& run, Hint hint);
// A national number alone.
std::optional<PersonalSpan> national_id_in(const Scan& scan, const NumberRun& run, Hint hint);
// An IBAN or a national number that begins with the capital at `place`.
std::optional<PersonalSpan> lettered_number_at(const Scan& scan, size_t place);

}  // namespace fh::text
