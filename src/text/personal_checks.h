// text/personal_checks.h: the check digits of numbers that belong to people.
//
// Every function takes the number without its separators, in ASCII, and says whether it
// is well formed: no more than that is known of it here. Wrong lengths are simply no.
#pragma once

#include <string_view>

namespace fh::text {

// Payment cards: 13 to 19 digits, the prefix of a known network, Luhn (ISO/IEC 7812-1).
bool is_card_number(std::string_view digits);
bool passes_luhn(std::string_view digits);

// Capitals and digits; the length of its country and mod 97 (ISO 13616).
bool is_iban(std::string_view iban);
// The length of an IBAN of the country that `iban` begins with, or 0.
size_t iban_length(std::string_view iban);

bool is_belgian_national_number(std::string_view digits);  // 11, mod 97
bool is_dutch_bsn(std::string_view digits);                // 9, weighted mod 11
bool is_german_tax_id(std::string_view digits);            // 11, ISO 7064 mod 11,10
bool is_french_nir(std::string_view digits);               // 15, mod 97
bool is_us_ssn(std::string_view digits);                   // 9, ranges only: it has no check
bool is_polish_pesel(std::string_view digits);             // 11, weighted mod 10
bool is_norwegian_number(std::string_view digits);         // 11, two weighted mod 11
bool is_swedish_number(std::string_view digits);           // 10 or 12, Luhn
bool is_danish_cpr(std::string_view digits);               // 10, a date only
bool is_finnish_code(std::string_view code);               // "131052-308T", mod 31
bool is_spanish_dni(std::string_view id);                  // 8 digits and a letter, mod 23
bool is_spanish_nie(std::string_view id);                  // X, Y or Z, 7 digits, a letter
bool is_italian_tax_code(std::string_view code);           // 16 characters, weighted mod 26
bool is_british_nino(std::string_view code);               // shape only: it has no check

}  // namespace fh::text
