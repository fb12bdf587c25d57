#include "text/personal_checks.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"

namespace fh::text {
namespace {

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, is_ascii_digit);
}

uint64_t number(std::string_view digits) {
  uint64_t sum = 0;
  for (const char c : digits) sum = sum * 10 + static_cast<uint64_t>(c - '0');
  return sum;
}

uint32_t digit(std::string_view digits, size_t place) {
  return static_cast<uint32_t>(digits[place] - '0');
}

template <size_t n>
uint32_t weighted(std::string_view digits, const std::array<uint32_t, n>& weights) {
  uint32_t sum = 0;
  for (size_t i = 0; i < n; ++i) sum += digit(digits, i) * weights[i];
  return sum;
}

bool is_day_and_month(uint64_t day, uint64_t month) {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

constexpr std::string_view kDniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

struct Country {
  std::string_view code;
  uint8_t length;
};
constexpr std::array<Country, 44> kIbanLengths = {{
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BR", 29},
    {"CH", 21}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18},
    {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23},
    {"IS", 26}, {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MD", 24},
    {"ME", 22}, {"MK", 19}, {"MT", 31}, {"NL", 18}, {"NO", 15}, {"PL", 28}, {"PT", 25}, {"RO", 24},
    {"RS", 22}, {"SA", 24}, {"SE", 24}, {"TR", 26},
}};

bool has_card_prefix(std::string_view digits) {
  const uint64_t four = number(digits.substr(0, 4));
  const size_t size = digits.size();
  if (four / 1000 == 4) return size == 13 || size == 16 || size == 19;          // Visa
  if (four / 100 == 34 || four / 100 == 37) return size == 15;                  // American Express
  if (four / 100 >= 51 && four / 100 <= 55) return size == 16;                  // Mastercard
  if (four >= 2221 && four <= 2720) return size == 16;                          // Mastercard
  if (four == 6011 || four / 100 == 65 || four / 100 == 64) return size >= 16;  // Discover
  if (four >= 3528 && four <= 3589) return size >= 16;                          // JCB
  if (four / 100 == 36 || four / 100 == 38 || (four >= 3000 && four <= 3059)) {
    return size == 14;  // Diners
  }
  if (four / 100 == 62) return size >= 16;                              // UnionPay
  return four / 100 == 50 || (four / 100 >= 56 && four / 100 <= 58) ||  // Maestro
         four / 100 == 63 || four / 100 == 67;
}

}  // namespace

bool passes_luhn(std::string_view digits) {
  uint32_t sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const uint32_t one = digit(digits, digits.size() - 1 - i);
    const uint32_t twice = 2 * one > 9 ? 2 * one - 9 : 2 * one;
    sum += i % 2 == 0 ? one : twice;
  }
  return sum % 10 == 0;
}

bool is_card_number(std::string_view digits) {
  if (digits.size() < 13 || digits.size() > 19 || !all_digits(digits)) return false;
  return has_card_prefix(digits) && passes_luhn(digits);
}

size_t iban_length(std::string_view iban) {
  const auto* const found =
      std::ranges::lower_bound(kIbanLengths, iban.substr(0, 2), {}, &Country::code);
  return found != kIbanLengths.end() && found->code == iban.substr(0, 2) ? found->length : 0;
}

bool is_iban(std::string_view iban) {
  if (iban.size() < 15 || iban.size() != iban_length(iban)) return false;
  uint32_t rest = 0;
  for (size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    if (is_ascii_digit(c)) {
      rest = (rest * 10 + static_cast<uint32_t>(c - '0')) % 97;
    } else if (is_ascii_upper(c)) {
      rest = (rest * 100 + static_cast<uint32_t>(c - 'A' + 10)) % 97;
    } else {
      return false;
    }
  }
  return rest == 1;
}

bool is_belgian_national_number(std::string_view digits) {
  if (digits.size() != 11 || !all_digits(digits)) return false;
  // Months run on by 20 or 40 in numbers given before a birth date or sex was known.
  const uint64_t month = number(digits.substr(2, 2)) % 20;
  if (month > 12 || number(digits.substr(2, 2)) > 52 || number(digits.substr(4, 2)) > 31)
    return false;
  constexpr uint64_t kBornSince2000 = 2'000'000'000;
  const uint64_t body = number(digits.substr(0, 9));
  const uint64_t check = number(digits.substr(9));
  return check == 97 - body % 97 || check == 97 - (kBornSince2000 + body) % 97;
}

bool is_dutch_bsn(std::string_view digits) {
  if (digits.size() != 9 || !all_digits(digits) || digits == "000000000") return false;
  const uint32_t sum = weighted<8>(digits, {9, 8, 7, 6, 5, 4, 3, 2});
  return sum % 11 == digit(digits, 8);
}

bool is_german_tax_id(std::string_view digits) {
  if (digits.size() != 11 || !all_digits(digits)) return false;
  std::array<int, 10> times = {};
  for (const char c : digits.substr(0, 10)) ++times[static_cast<size_t>(c - '0')];
  // Among the first ten one digit comes twice or three times, every other once at most.
  if (std::ranges::count_if(times, [](int n) { return n > 1; }) != 1) return false;
  if (std::ranges::max(times) > 3) return false;
  uint32_t product = 10;
  for (size_t i = 0; i < 10; ++i) {
    const uint32_t sum = (digit(digits, i) + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == digit(digits, 10);
}

bool is_french_nir(std::string_view digits) {
  if (digits.size() != 15 || !all_digits(digits)) return false;
  if (digits[0] != '1' && digits[0] != '2') return false;
  const uint64_t month = number(digits.substr(3, 2));
  if (month == 0 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  return number(digits.substr(13)) == 97 - number(digits.substr(0, 13)) % 97;
}

bool is_us_ssn(std::string_view digits) {
  if (digits.size() != 9 || !all_digits(digits)) return false;
  const uint64_t area = number(digits.substr(0, 3));
  return area != 0 && area != 666 && area < 900 && digits.substr(3, 2) != "00" &&
         digits.substr(5) != "0000";
}

bool is_polish_pesel(std::string_view digits) {
  if (digits.size() != 11 || !all_digits(digits)) return false;
  // The century is told by what is added to the month.
  if (!is_day_and_month(number(digits.substr(4, 2)), number(digits.substr(2, 2)) % 20))
    return false;
  return weighted<11>(digits, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

bool is_norwegian_number(std::string_view digits) {
  if (digits.size() != 11 || !all_digits(digits)) return false;
  // 40 is added to the day or the month in numbers for those not registered.
  const uint64_t day = number(digits.substr(0, 2));
  const uint64_t month = number(digits.substr(2, 2));
  if (!is_day_and_month(day > 40 ? day - 40 : day, month > 40 ? month - 40 : month)) return false;
  return weighted<10>(digits, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 &&
         weighted<11>(digits, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool is_swedish_number(std::string_view digits) {
  if (digits.size() == 12) {
    if (!digits.starts_with("19") && !digits.starts_with("20")) return false;
    digits.remove_prefix(2);
  }
  if (digits.size() != 10 || !all_digits(digits)) return false;
  const uint64_t day = number(digits.substr(4, 2));
  constexpr uint64_t kCoordination = 60;  // added to the day for those not registered
  if (!is_day_and_month(day > kCoordination ? day - kCoordination : day,
                        number(digits.substr(2, 2)))) {
    return false;
  }
  return passes_luhn(digits);
}

bool is_danish_cpr(std::string_view digits) {
  return digits.size() == 10 && all_digits(digits) &&
         is_day_and_month(number(digits.substr(0, 2)), number(digits.substr(2, 2)));
}

bool is_finnish_code(std::string_view code) {
  if (code.size() != 11 || !all_digits(code.substr(0, 6)) || !all_digits(code.substr(7, 3)))
    return false;
  if (!std::string_view("-+A").contains(code[6])) return false;
  if (!is_day_and_month(number(code.substr(0, 2)), number(code.substr(2, 2)))) return false;
  constexpr std::string_view kCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  return code[10] == kCheck[(number(code.substr(0, 6)) * 1000 + number(code.substr(7, 3))) % 31];
}

bool is_spanish_dni(std::string_view id) {
  if (id.size() != 9 || !all_digits(id.substr(0, 8))) return false;
  return id[8] == kDniLetters[number(id.substr(0, 8)) % 23];
}

bool is_spanish_nie(std::string_view id) {
  if (id.size() != 9 || id[0] < 'X' || id[0] > 'Z' || !all_digits(id.substr(1, 7))) return false;
  const uint64_t first = static_cast<uint64_t>(id[0] - 'X') * 10'000'000;
  return id[8] == kDniLetters[(first + number(id.substr(1, 7))) % 23];
}

bool is_italian_tax_code(std::string_view code) {
  constexpr std::string_view kShape = "AAAAAA99A99A999A";
  if (code.size() != kShape.size()) return false;
  constexpr std::array<uint32_t, 26> kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                             20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  uint32_t sum = 0;
  for (size_t i = 0; i < code.size(); ++i) {
    const bool letter = kShape[i] == 'A';
    if (letter ? !is_ascii_upper(code[i]) : !is_ascii_digit(code[i])) return false;
    const auto value = static_cast<uint32_t>(code[i] - (letter ? 'A' : '0'));
    if (i + 1 < code.size()) sum += i % 2 == 0 ? kOdd[value] : value;
  }
  return static_cast<uint32_t>(code.back() - 'A') == sum % 26;
}

bool is_british_nino(std::string_view code) {
  if (code.size() != 9 || !all_digits(code.substr(2, 6))) return false;
  constexpr std::string_view kFirst = "ABCEGHJKLMNOPRSTWXYZ";
  constexpr std::string_view kSecond = "ABCEGHJKLMNPRSTWXYZ";
  if (!kFirst.contains(code[0]) || !kSecond.contains(code[1])) return false;
  constexpr std::array<std::string_view, 7> kNeverGiven = {"BG", "GB", "KN", "NK",
                                                           "NT", "TN", "ZZ"};
  return std::ranges::find(kNeverGiven, code.substr(0, 2)) == kNeverGiven.end() && code[8] >= 'A' &&
         code[8] <= 'D';
}

}  // namespace fh::text
