#include "text/personal_numbers.h"

#include <array>
#include <string>

#include "base/ascii.h"
#include "text/personal_checks.h"

namespace fh::text {
namespace {

bool is_shaped_as_card(const NumberRun& run) {
  return run.is_shaped({4, 4, 4, 4}) || run.is_shaped({4, 6, 5}) || run.is_shaped({4, 6, 4}) ||
         run.is_shaped({4, 4, 4, 4, 3});
}

std::optional<PersonalSpan> card_in(const Scan& scan, const NumberRun& run, Hint hint) {
  for (size_t count = run.groups; count >= 1; --count) {
    const NumberRun part = run.first(count);
    if (part.size < 13) break;
    const bool parted = part.is_parted_by(' ') || part.is_parted_by('-');
    if (count > 1 && (!parted || !is_shaped_as_card(part))) continue;
    if (count == 1 && hint == Hint::kReference) continue;
    if (is_card_number(part.all()) && ends_here(scan, part.end())) {
      return span_of(part.begin, part.end(), PersonalKind::kCard);
    }
  }
  return std::nullopt;
}

// Whether the whole run, as it is parted, is a national number of some country.
bool is_national_id(const Scan& scan, const NumberRun& run, Hint hint) {
  const std::string_view digits = run.all();
  const bool hinted = hint == Hint::kNationalId;
  const bool bare = run.groups == 1;
  switch (digits.size()) {
    case 9:
      if (run.is_shaped({3, 2, 4}) && run.is_parted_by('-')) return is_us_ssn(digits);
      return hinted && (is_dutch_bsn(digits) || is_us_ssn(digits));
    case 10:
      if (run.is_shaped({6, 4}) && run.is_parted_by('-')) {
        if (is_swedish_number(digits)) return true;
        return is_danish_cpr(digits) && (hinted || scan.lang == "da");
      }
      return hinted && (is_swedish_number(digits) || is_danish_cpr(digits));
    case 11:
      if (bare || run.is_shaped({2, 2, 2, 3, 2}) || run.is_shaped({6, 3, 2})) {
        if (is_belgian_national_number(digits)) return true;
      }
      if ((bare || run.is_shaped({6, 5})) && is_norwegian_number(digits)) return true;
      if (run.is_shaped({2, 3, 3, 3}) && is_german_tax_id(digits)) return true;
      return (hinted && is_german_tax_id(digits)) ||
             ((hinted || scan.lang == "pl") && is_polish_pesel(digits));
    case 12:
      return (run.is_shaped({8, 4}) || hinted) && is_swedish_number(digits);
    case 15:
      return (bare || run.lengths[0] == 1 || run.lengths[0] == 13) && is_french_nir(digits);
    default:
      return false;
  }
}

// "12345678Z", "12345678-Z", "131052-308T": digits that end in a letter.
std::optional<PersonalSpan> id_ending_in_letter(const Scan& scan, const NumberRun& run) {
  if (run.lengths[0] == 8) {
    size_t letter = run.ends[0];
    if (scan.at(letter) == '-') ++letter;
    std::string id(run.all().substr(0, 8));
    id += scan.at(letter);
    if (is_spanish_dni(id) && ends_here(scan, letter + 1)) {
      return span_of(run.begin, letter + 1, PersonalKind::kNationalId);
    }
  }
  if (run.lengths[0] == 6 && is_finnish_code(scan.text.substr(run.begin, 11)) &&
      ends_here(scan, run.begin + 11)) {
    return span_of(run.begin, run.begin + 11, PersonalKind::kNationalId);
  }
  return std::nullopt;
}

// Capitals and digits from `place` on without their blanks, and where each one ends.
struct Packed {
  std::array<char, 34> characters = {};
  std::array<size_t, 34> ends = {};
  size_t size = 0;
};

Packed packed_at(const Scan& scan, size_t place, size_t size_max) {
  Packed packed;
  while (packed.size < size_max && packed.size < packed.characters.size()) {
    const char c = scan.at(place);
    if (is_ascii_upper(c) || is_ascii_digit(c)) {
      packed.characters[packed.size] = c;
      packed.ends[packed.size++] = ++place;
      continue;
    }
    const size_t blank = blank_at(scan.text, place);
    if (blank == 0 || packed.size == 0 || blank_at(scan.text, place + blank) > 0) break;
    place += blank;
  }
  return packed;
}

std::optional<PersonalSpan> iban_at(const Scan& scan, size_t place) {
  if (!is_ascii_digit(scan.at(place + 2)) || !is_ascii_digit(scan.at(place + 3)))
    return std::nullopt;
  const size_t length = iban_length(scan.text.substr(place, 2));
  if (length == 0) return std::nullopt;
  const Packed packed = packed_at(scan, place, length);
  if (packed.size != length || !is_iban({packed.characters.data(), length})) return std::nullopt;
  const size_t end = packed.ends[length - 1];
  if (is_ascii_digit(scan.at(end)) || letter_at(scan.text, end) > 0) return std::nullopt;
  return span_of(place, end, PersonalKind::kIban);
}

// As packed_at() has them: nine characters, or sixteen.
bool is_lettered_id(const Scan& scan, size_t place, std::string_view nine) {
  if (is_spanish_nie(nine)) return true;
  if (!is_british_nino(nine)) return false;
  const bool parted = blank_at(scan.text, place + 2) > 0;
  return parted || hint_before(scan, place) != Hint::kReference;
}

}  // namespace

std::optional<PersonalSpan> national_id_in(const Scan& scan, const NumberRun& run, Hint hint) {
  if (const auto lettered = id_ending_in_letter(scan, run)) return lettered;
  if (hint == Hint::kReference) return std::nullopt;
  for (size_t count = run.groups; count >= 1; --count) {
    const NumberRun part = run.first(count);
    if (part.size < 9) break;
    if (is_national_id(scan, part, hint) && ends_here(scan, part.end())) {
      return span_of(part.begin, part.end(), PersonalKind::kNationalId);
    }
  }
  return std::nullopt;
}

std::optional<PersonalSpan> number_at(const Scan& scan, size_t place) {
  const std::optional<NumberRun> run = run_at(scan.text, place);
  if (!run || run->size < 6 || !begins_here(scan, place)) return std::nullopt;
  const Hint hint = hint_before(scan, place);
  if (const auto card = card_in(scan, *run, hint)) return card;
  if (const auto id = national_id_in(scan, *run, hint)) return id;
  return phone_in(scan, *run, hint);
}

std::optional<PersonalSpan> lettered_number_at(const Scan& scan, size_t place) {
  if (const auto iban = iban_at(scan, place)) return iban;
  constexpr size_t kNino = 9;
  constexpr size_t kTaxCode = 16;
  const bool has_digit = is_ascii_digit(scan.at(place + 1)) || is_ascii_digit(scan.at(place + 2)) ||
                         is_ascii_digit(scan.at(place + 3)) || is_ascii_digit(scan.at(place + 6));
  if (!has_digit) return std::nullopt;
  const Packed nine = packed_at(scan, place, kNino);
  if (nine.size == kNino && is_lettered_id(scan, place, {nine.characters.data(), kNino}) &&
      ends_here(scan, nine.ends[kNino - 1])) {
    return span_of(place, nine.ends[kNino - 1], PersonalKind::kNationalId);
  }
  const std::string_view sixteen = scan.text.substr(place, kTaxCode);
  if (is_italian_tax_code(sixteen) && ends_here(scan, place + kTaxCode)) {
    return span_of(place, place + kTaxCode, PersonalKind::kNationalId);
  }
  return std::nullopt;
}

}  // namespace fh::text
