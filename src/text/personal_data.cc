#include "text/personal_data.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/ascii.h"
#include "base/check.h"
#include "text/personal_marks.h"
#include "text/personal_names.h"
#include "text/personal_numbers.h"
#include "text/personal_places.h"
#include "text/personal_scan.h"

namespace fh::text {
namespace {

constexpr std::array<std::string_view, kPersonalKinds> kNames = {
    "mail", "iban", "card", "national_id", "phone", "address", "plate", "handle", "name"};

// What the finders may begin at.
enum class Start : uint8_t { kNone, kAt, kBracket, kDigit, kCapital, kWide };

constexpr std::array<Start, 256> kStarts = [] {
  std::array<Start, 256> starts = {};
  for (size_t c = '0'; c <= '9'; ++c) starts[c] = Start::kDigit;
  for (size_t c = 'A'; c <= 'Z'; ++c) starts[c] = Start::kCapital;
  for (size_t c = 0xC3; c <= 0xC5; ++c) starts[c] = Start::kWide;
  starts['@'] = Start::kAt;
  starts['('] = starts['['] = Start::kBracket;
  return starts;
}();

// Spans in order. One that overlaps earlier ones swallows them: nothing that either
// found is left showing, under the kind that is named first.
class Spans {
 public:
  void add(PersonalSpan span) {
    while (!spans_.empty() && spans_.back().end > span.begin) {
      const PersonalSpan& last = spans_.back();
      span.begin = std::min(span.begin, last.begin);
      span.end = std::max(span.end, last.end);
      span.kind = std::min(span.kind, last.kind);
      spans_.pop_back();
    }
    spans_.push_back(span);
  }
  std::vector<PersonalSpan> take() { return std::move(spans_); }

 private:
  std::vector<PersonalSpan> spans_;
};

std::optional<PersonalSpan> digits_at(const Scan& scan, size_t place) {
  if (is_ascii_digit(scan.before(place))) return std::nullopt;
  if (const auto number = number_at(scan, place)) return number;
  if (const auto plate = plate_at(scan, place)) return plate;
  if (const auto code = postcode_at(scan, place)) return code;
  return street_at(scan, place);
}

std::optional<PersonalSpan> capital_found_at(const Scan& scan, size_t place) {
  if (letter_before(scan.text, place)) return std::nullopt;
  const char next = scan.at(place + 1);
  if (!is_ascii_lower(next) && is_ascii_upper(scan.at(place)) &&
      !is_ascii_digit(scan.before(place))) {
    if (const auto number = lettered_number_at(scan, place)) return number;
    if (const auto plate = plate_at(scan, place)) return plate;
    if (const auto code = postcode_at(scan, place)) return code;
  }
  return name_at(scan, place);
}

std::optional<PersonalSpan> found_at(const Scan& scan, size_t place, Start start) {
  switch (start) {
    case Start::kAt:
      return mail_or_handle_at(scan, place);
    case Start::kBracket:
      return bracketed_mail_at(scan, place);
    case Start::kDigit:
      return digits_at(scan, place);
    case Start::kWide:
      return capital_at(scan.text, place) ? capital_found_at(scan, place) : std::nullopt;
    case Start::kCapital:
      return capital_found_at(scan, place);
    case Start::kNone:
      break;
  }
  return std::nullopt;
}

// "name at domain dot com" begins with nothing to see: looked for by its " dot ".
void add_spoken(const Scan& scan, std::vector<PersonalSpan>& found) {
  for (const std::string_view dot : {std::string_view("dot"), local_dot(scan.lang)}) {
    if (dot.empty()) continue;
    for (size_t place = scan.text.find(dot); place != std::string_view::npos;
         place = scan.text.find(dot, place + 1)) {
      if (scan.before(place) != ' ' || scan.at(place + dot.size()) != ' ') continue;
      if (const auto mail = spoken_mail_at(scan, place - 1)) found.push_back(*mail);
    }
  }
}

}  // namespace

std::string_view name_of(PersonalKind kind) {
  return kNames[static_cast<size_t>(kind)];
}

std::vector<PersonalSpan> find_personal_data(std::string_view text, std::string_view lang) {
  FH_CHECK(text.size() < std::numeric_limits<uint32_t>::max());
  const Scan scan = {.text = text, .lang = lang};
  std::vector<PersonalSpan> found;
  for (size_t place = 0; place < text.size();) {
    const Start start = kStarts[static_cast<uint8_t>(text[place])];
    if (start == Start::kNone) {
      ++place;
      continue;
    }
    const auto span = found_at(scan, place, start);
    if (span) found.push_back(*span);
    place = span ? std::max<size_t>(place + 1, span->end) : place + 1;
  }
  add_spoken(scan, found);
  if (!std::ranges::is_sorted(found, {}, &PersonalSpan::begin)) {
    std::ranges::sort(found, {}, &PersonalSpan::begin);
  }
  Spans spans;
  for (const PersonalSpan& span : found) spans.add(span);
  return spans.take();
}

std::string masked(std::string_view text, std::span<const PersonalSpan> spans) {
  std::string out;
  out.reserve(text.size() + 8 * spans.size());
  size_t copied = 0;
  for (const PersonalSpan& span : spans) {
    FH_CHECK(span.begin >= copied && span.begin < span.end && span.end <= text.size());
    out += text.substr(copied, span.begin - copied);
    ((out += '[') += name_of(span.kind)) += ']';
    copied = span.end;
  }
  out += text.substr(copied);
  return out;
}

std::vector<ByteRange> moved(std::span<const ByteRange> ranges,
                             std::span<const PersonalSpan> spans) {
  constexpr uint32_t kBrackets = 2;
  std::vector<ByteRange> out;
  int64_t shift = 0;  // of what stands after the spans passed
  size_t next = 0;
  const auto pass = [&] {
    const PersonalSpan& span = spans[next++];
    shift += static_cast<int64_t>(name_of(span.kind).size() + kBrackets) - (span.end - span.begin);
  };
  for (ByteRange range : ranges) {
    while (next < spans.size() && spans[next].end <= range.begin) pass();
    // A range that begins within spans begins after them,
    while (next < spans.size() && spans[next].begin <= range.begin && range.begin < range.end) {
      range.begin = spans[next].end;
      if (range.begin < range.end) pass();
    }
    if (range.begin >= range.end) continue;
    const int64_t begin = range.begin + shift;
    // and one that ends within spans ends before them.
    size_t inside = next;
    while (inside < spans.size() && spans[inside].begin < range.end) ++inside;
    while (inside > next && spans[inside - 1].end >= range.end) range.end = spans[--inside].begin;
    while (next < inside) pass();
    out.push_back(
        {.begin = static_cast<uint32_t>(begin), .end = static_cast<uint32_t>(range.end + shift)});
  }
  return out;
}

}  // namespace fh::text
