// Postcodes that can be told from other numbers by their letters.
#include <array>

#include "base/ascii.h"
#include "text/personal_places.h"

namespace fh::text {
namespace {

// Whether the text at `place` has this shape: 'A' for a capital, '9' for a digit, ' '
// for one blank, and ends there.
bool has_shape(const Scan& scan, size_t place, std::string_view shape) {
  for (const char want : shape) {
    const char c = scan.at(place++);
    if (want == 'A' ? !is_ascii_upper(c) : want == '9' ? !is_ascii_digit(c) : c != want)
      return false;
  }
  return !is_ascii_digit(scan.at(place)) && letter_at(scan.text, place) == 0;
}

bool is_british_area(std::string_view letters) {
  static const WordTable kAreas = {
      {1,
       "ab al b ba bb bd bf bh bl bn br bs bt bx ca cb cf ch cm co cr ct cv cw d da dd de dg dh dl "
       "dn dt dy e ec eh en ex fk fy g gl gu gy h ha hd hg hp hr hs hu hx ig im ip iv ja je ka kt "
       "kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh "
       "rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn "
       "wr ws wv yo ze"}};
  return kAreas.value_of(letters) != 0;
}

// "4711 KG" and "1500 AM" are quantities and times.
bool is_unit_letters(std::string_view two) {
  static const WordTable kUnits = {
      {1,
       "km kb mb gb tb cm mm kg am pm bc ad hp pk tv eu uk us hr it pc dm fr nl be de st sa sd ss "
       "hz mg ml kw kj eb"}};
  return kUnits.value_of(two) != 0;
}

}  // namespace

size_t lettered_postcode_end(const Scan& scan, size_t place) {
  constexpr std::array<std::string_view, 6> kBritish = {"A9 9AA",  "A99 9AA",  "A9A 9AA",
                                                        "AA9 9AA", "AA99 9AA", "AA9A 9AA"};
  if (!is_ascii_upper(scan.at(place))) return place;
  if (!is_ascii_digit(scan.at(place + 1)) && !is_ascii_digit(scan.at(place + 2))) return place;
  for (const std::string_view shape : kBritish) {
    if (!has_shape(scan, place, shape)) continue;
    const size_t letters = shape[1] == 'A' ? 2 : 1;
    if (is_british_area(scan.part(place, place + letters))) return place + shape.size();
  }
  constexpr std::string_view kCanadian = "A9A 9A9";
  constexpr std::string_view kNeverFirst = "DFIOQUWZ";
  if (has_shape(scan, place, kCanadian) && !kNeverFirst.contains(scan.at(place))) {
    return place + kCanadian.size();
  }
  return place;
}

size_t dutch_postcode_end(const Scan& scan, size_t place) {
  if (scan.at(place) < '1' || scan.at(place) > '9') return place;
  for (const std::string_view shape : {"9999 AA", "9999AA"}) {
    if (!has_shape(scan, place, shape)) continue;
    const size_t end = place + shape.size();
    if (!is_unit_letters(scan.part(end - 2, end))) return end;
  }
  return place;
}

std::optional<PersonalSpan> postcode_at(const Scan& scan, size_t place) {
  if (!is_ascii_digit(scan.at(place))) {
    const size_t end = lettered_postcode_end(scan, place);
    if (end == place || !begins_here(scan, place)) return std::nullopt;
    return span_of(place, end, PersonalKind::kAddress);
  }
  if (scan.lang != "nl" || !begins_here(scan, place)) return std::nullopt;
  const size_t end = dutch_postcode_end(scan, place);
  const Word town = word_at(scan.text, after_blanks(scan.text, end));
  if (end == place || !is_capitalised(scan.text, town)) return std::nullopt;
  return span_of(place, town.end, PersonalKind::kAddress);
}

}  // namespace fh::text
