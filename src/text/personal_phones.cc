// Telephone numbers, by how the countries write theirs.
#include <algorithm>

#include "base/ascii.h"
#include "text/personal_numbers.h"

namespace fh::text {
namespace {

bool is_year(std::string_view digits) {
  return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

// "01.02.2024", "2024-02-01", "1/2/24": also with something after it.
bool begins_with_date(const NumberRun& run) {
  if (run.groups < 3) return false;
  const std::string_view digits = run.all();
  const size_t one = run.lengths[0];
  const size_t two = run.lengths[1];
  const size_t three = run.lengths[2];
  if (one == 4 && two <= 2 && three <= 2) return is_year(digits.substr(0, 4));
  if (one > 2 || two > 2) return false;
  if (three == 4) return is_year(digits.substr(one + two, 4));
  // Pairs all through are a French or a Belgian number.
  return three == 2 && run.separators[0] != ' ' && (run.groups < 4 || run.separators[2] == ' ');
}

// "06 39 98 12 34", "020-1234562", "0470/12.34.56", "07700 900123".
bool is_national_with_zero(const Scan& scan, const NumberRun& run, Hint hint) {
  const std::string_view digits = run.all();
  if (digits.size() < 9 || digits.size() > 12 || digits[0] != '0' || digits[1] == '0') return false;
  if (digits.size() == 12 && hint != Hint::kPhone && scan.lang != "de") return false;
  if (run.groups == 1) return digits.size() >= 10;
  if (run.groups > 6 || run.lengths[0] < 2 || run.lengths[0] > 6) return false;
  return std::all_of(run.lengths.begin(), run.lengths.begin() + static_cast<ptrdiff_t>(run.groups),
                     [](uint8_t length) { return length >= 2; });
}

// "(212) 555-0147", "212-555-0147", "1-212-555-0147".
bool is_north_american(const Scan& scan, const NumberRun& run, Hint hint) {
  const bool long_form = run.is_shaped({1, 3, 3, 4}) && run.digits[0] == '1';
  if (!long_form && !run.is_shaped({3, 3, 4})) return false;
  const size_t area = long_form ? 1 : 0;
  if (run.digits[area] < '2' || run.digits[area + 3] < '2') return false;
  if (!run.is_parted_by(' ')) {
    return run.separators[area] == '(' || run.separators[area] == run.separators[area + 1];
  }
  return hint == Hint::kPhone || scan.lang == "en" || scan.lang == "it" || scan.lang.empty();
}

// Nine or ten digits without a zero before them, as in Spain, Portugal and Italy.
bool is_southern(const Scan& scan, const NumberRun& run, Hint hint) {
  const char first = run.digits[0];
  if (run.is_shaped({3, 7})) return first == '3' && (scan.lang == "it" || hint == Hint::kPhone);
  if (!run.is_shaped({3, 3, 3}) && !run.is_shaped({3, 2, 2, 2}) && !run.is_shaped({2, 3, 2, 2})) {
    return false;
  }
  if (run.all().ends_with("00")) return false;
  const bool spanish = scan.lang == "es" && first >= '6';
  const bool portuguese = scan.lang == "pt" && (first == '9' || first == '2');
  return spanish || portuguese;
}

bool is_hinted(const NumberRun& run) {
  if (run.size < 7 || run.size > 12) return false;
  // "Windows Phone 8.0.10517" and "GSM 900/1800/1900" are no numbers to call.
  const std::string_view separators(run.separators.data(), run.groups - 1);
  const auto strange =
      std::ranges::count_if(separators, [](char c) { return c == '.' || c == '/'; });
  if (run.groups > 1 && (run.lengths[0] < 2 || strange > 1 || separators[0] == '.')) return false;
  return !(run.groups == 2 && is_year(run.all().substr(0, 4)) && run.lengths[0] == 4);
}

bool is_domestic(const Scan& scan, const NumberRun& run, Hint hint) {
  if (hint == Hint::kReference || begins_with_date(run)) return false;
  const bool shaped = is_national_with_zero(scan, run, hint) ||
                      is_north_american(scan, run, hint) || is_southern(scan, run, hint) ||
                      (hint == Hint::kPhone && is_hinted(run));
  if (!shaped || !ends_here(scan, run.end())) return false;
  const Word next = word_at(scan.text, after_blanks(scan.text, run.end()));
  return !is_unit(scan.part(next.begin, next.end));
}

// "+49 30 …" or "0049 30 …", `digits` without what stands for the plus.
bool is_international(std::string_view digits) {
  return digits.size() >= 8 && digits.size() <= 15 && digits[0] != '0' && !digits.ends_with("000");
}

// With its bracket, where a number begins with one: "(020) 7946".
size_t with_bracket(const Scan& scan, const NumberRun& run) {
  const bool open = scan.before(run.begin) == '(' && run.separators[0] == '(';
  return open ? run.begin - 1 : run.begin;
}

std::optional<PersonalSpan> international_in(const Scan& scan, const NumberRun& run, Hint hint) {
  const bool plus = scan.before(run.begin) == '+';
  const bool zeros = run.all().starts_with("00");
  if (!plus && !zeros) return std::nullopt;
  for (size_t count = run.groups; count >= 1; --count) {
    const NumberRun part = run.first(count);
    if (part.size < 8) break;
    if (count > 1 && part.lengths[count - 1] == 1) continue;
    if (!is_international(part.all().substr(plus ? 0 : 2)) || !ends_here(scan, part.end()))
      continue;
    // Without separators, zeros at the front are just as well a number of any kind.
    const bool sure = plus || count > 1 || hint == Hint::kPhone;
    if (!sure || (zeros && part.size < 11) || hint == Hint::kReference) continue;
    return span_of(plus ? run.begin - 1 : run.begin, part.end(), PersonalKind::kPhone);
  }
  return std::nullopt;
}

}  // namespace

std::optional<PersonalSpan> phone_in(const Scan& scan, const NumberRun& run, Hint hint) {
  if (const auto found = international_in(scan, run, hint)) return found;
  if (scan.before(run.begin) == '+') return std::nullopt;
  for (size_t count = run.groups; count >= 1; --count) {
    // "120 130 140 150 160": the beginning of a row of numbers is none.
    if (count < run.groups && (run.separators[count - 1] != ' ' || run.digits[0] != '0')) continue;
    const NumberRun part = run.first(count);
    if (part.size < 7) break;
    if (is_domestic(scan, part, hint)) {
      return span_of(with_bracket(scan, part), part.end(), PersonalKind::kPhone);
    }
  }
  return std::nullopt;
}

}  // namespace fh::text
