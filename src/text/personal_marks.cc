#include "text/personal_marks.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace fh::text {
namespace {

constexpr size_t kLocalBytesMax = 64;
constexpr size_t kDomainBytesMax = 128;
constexpr size_t kHandleBytesMax = 40;

// A character of a domain's label, or of a local part without its marks.
size_t label_character(std::string_view text, size_t place) {
  if (place < text.size() && is_ascii_digit(text[place])) return 1;
  return letter_at(text, place);
}

bool is_local_mark(char c) {
  return std::string_view("._%+-'&").contains(c) && c != '\0';
}

// Where the local part that ends at `end` begins; `end` where there is none.
size_t local_begin(const Scan& scan, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin < kLocalBytesMax) {
    const char last = scan.before(begin);
    if (is_ascii_digit(last) || is_local_mark(last)) {
      --begin;
    } else if (letter_before(scan.text, begin)) {
      begin = word_ending_at(scan.text, begin).begin;
    } else {
      break;
    }
  }
  while (begin < end && is_local_mark(scan.at(begin))) ++begin;
  return begin;
}

// Past one label; `place` where there is none.
size_t label_end(const Scan& scan, size_t place) {
  size_t end = place;
  while (end < scan.text.size() && end - place < kDomainBytesMax) {
    const size_t bytes = label_character(scan.text, end);
    if (bytes == 0 && !(scan.at(end) == '-' && label_character(scan.text, end + 1) > 0)) break;
    end += std::max<size_t>(bytes, 1);
  }
  return end;
}

// Two letters at least, and no digit.
bool is_top_level(std::string_view label) {
  return label.size() >= 2 && label.size() <= 24 &&
         std::ranges::none_of(label, [](char c) { return is_ascii_digit(c); });
}

// Past the dot of a domain at `place`, spelt out or not; `place` where there is none.
size_t past_dot(const Scan& scan, size_t place) {
  if (scan.at(place) == '.') return place + 1;
  constexpr std::array<std::string_view, 5> kDots = {" dot ", " (dot) ", " [dot] ", "[dot]",
                                                     "(dot)"};
  for (const std::string_view dot : kDots) {
    if (equals_ignoring_case(scan.text.substr(place, dot.size()), dot)) return place + dot.size();
  }
  const std::string_view dot = local_dot(scan.lang);
  if (!dot.empty() && scan.at(place) == ' ' && scan.text.substr(place + 1).starts_with(dot) &&
      scan.at(place + 1 + dot.size()) == ' ') {
    return place + dot.size() + 2;
  }
  return place;
}

// Past a domain of two labels or more; `place` where there is none. Where its dots are
// spelt out, its end must be one that people have, as "at noon dot it" is none.
size_t domain_end(const Scan& scan, size_t place) {
  size_t end = label_end(scan, place);
  size_t good = place;
  for (int labels = 0; labels < 6 && end > place; ++labels) {
    const size_t next = past_dot(scan, end);
    const size_t next_end = label_end(scan, next);
    if (next == end || next_end == next) break;
    // "example.com.Thanks": a full stop, and no blank behind it.
    if (good > place && capital_at(scan.text, next) && !capital_at(scan.text, end - 1)) break;
    if (is_top_level(scan.part(next, next_end))) good = next_end;
    end = next_end;
  }
  return good;
}

bool is_common_top_level(std::string_view domain) {
  static const WordTable kEnds = {
      {1, "com org net edu gov info io de nl be fr es uk eu ch example"}};
  return kEnds.value_of(domain.substr(domain.find_last_of(" .)]") + 1)) != 0;
}

// "@home" and "@param" are nobody's.
bool is_common_after_at(std::string_view name) {
  static const WordTable kCommon = {
      {1,
       "home work school office night noon least all once everyone here channel media import "
       "param override test me you gmail yahoo hotmail outlook the"}};
  return kCommon.value_of(name) != 0;
}

std::optional<PersonalSpan> handle_at(const Scan& scan, size_t place) {
  if (letter_before(scan.text, place) || is_ascii_digit(scan.before(place))) return std::nullopt;
  size_t end = place + 1;
  bool letters = false;
  while (end - place <= kHandleBytesMax) {
    const char c = scan.at(end);
    letters = letters || is_ascii_letter(c);
    const bool inner = (c == '.' || c == '-') && label_character(scan.text, end + 1) > 0;
    if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '_' && !inner) break;
    ++end;
  }
  if (!letters || end - place < 3 || end - place > kHandleBytesMax) return std::nullopt;
  if (is_common_after_at(scan.part(place + 1, end))) return std::nullopt;
  // "@name@server": the whole of it.
  if (scan.at(end) == '@') {
    const size_t server = domain_end(scan, end + 1);
    if (server > end + 1) end = server;
  }
  return span_of(place, end, PersonalKind::kHandle);
}

std::optional<PersonalSpan> mail_between(const Scan& scan, size_t local_end, size_t domain) {
  const size_t begin = local_begin(scan, local_end);
  if (begin == local_end) return std::nullopt;
  const size_t end = domain_end(scan, domain);
  if (end == domain) return std::nullopt;
  return span_of(begin, end, PersonalKind::kMail);
}

}  // namespace

std::optional<PersonalSpan> mail_or_handle_at(const Scan& scan, size_t place) {
  // "@name@server" was found by its first '@'.
  if (const auto mail = mail_between(scan, place, place + 1)) {
    if (scan.before(mail->begin) == '@') return handle_at(scan, mail->begin - 1);
    return mail;
  }
  return handle_at(scan, place);
}

std::optional<PersonalSpan> bracketed_mail_at(const Scan& scan, size_t place) {
  const char close = scan.at(place) == '(' ? ')' : ']';
  const std::string_view near = scan.text.substr(place, 6);
  const size_t length = near.find(close);
  if (length == std::string_view::npos) return std::nullopt;
  const size_t inside = place + length;
  const std::string_view word = near.substr(1, length - 1);
  if (!equals_ignoring_case(word, "at") && word != "ät" && word != "@") return std::nullopt;
  const size_t local_end = blank_at(scan.text, place - 1) == 1 ? place - 1 : place;
  return mail_between(scan, local_end, after_blanks(scan.text, inside + 1));
}

std::string_view local_dot(std::string_view lang) {
  if (lang == "de") return "punkt";
  if (lang == "nl") return "punt";
  if (lang == "fr") return "point";
  if (lang == "es" || lang == "it") return "punto";
  return {};
}

std::optional<PersonalSpan> spoken_mail_at(const Scan& scan, size_t place) {
  const size_t domain = [&] {
    size_t begin = place;
    while (begin > 0 && place - begin < kLocalBytesMax && scan.before(begin) != ' ') --begin;
    return begin;
  }();
  constexpr std::string_view kAt = " at ";
  if (domain < kAt.size() || scan.part(domain - kAt.size(), domain) != kAt) return std::nullopt;
  const auto mail = mail_between(scan, domain - kAt.size(), domain);
  if (!mail || !is_common_top_level(scan.part(mail->begin, mail->end))) return std::nullopt;
  return mail;
}

}  // namespace fh::text
