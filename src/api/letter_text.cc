#include "api/letter_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "model/mail_address.h"

namespace fh::api {
namespace {

constexpr size_t kLineMax = 76;
constexpr size_t kPlainSubjectMax = 60;

bool is_visible(char c) {
  return c > ' ' && c < 0x7F;
}

std::string escaped(char c) {
  return fmt::format("={:02X}", static_cast<unsigned char>(c));
}

// One line's worth, without what ends it.
void add_line(std::string& out, std::string_view line) {
  size_t column = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    // A dot at the begin of a line ends a letter where something on its way forgets to double it.
    const bool plain = (is_visible(c) && c != '=' && !(c == '.' && column == 0)) ||
                       ((c == ' ' || c == '\t') && !last);
    const std::string piece = plain ? std::string(1, c) : escaped(c);
    if (column + piece.size() > kLineMax - 1) {
      out += "=\r\n";
      column = 0;
      // A blank or a dot may come to stand at the begin: the one is allowed, the other not.
      if (c == '.') {
        out += escaped(c);
        column = 3;
        continue;
      }
    }
    out += piece;
    column += piece.size();
  }
}

// All of it ASCII, so that it can stand in a header.
bool is_plain_address(const std::string& address) {
  return std::ranges::all_of(address, is_visible) && model::parse_mail_address(address).has_value();
}

std::string domain_of(const std::string& address) {
  return address.substr(address.find('@') + 1);
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    add_line(out, text.substr(0, end));
    out += "\r\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string subject_line(std::string_view subject) {
  const bool plain = subject.size() <= kPlainSubjectMax && !subject.contains("=?") &&
                     std::ranges::all_of(subject, [](char c) { return is_visible(c) || c == ' '; });
  if (plain) return std::string(subject);
  constexpr std::string_view kBegin = "=?UTF-8?Q?";
  constexpr std::string_view kEnd = "?=";
  constexpr size_t kWordMax = 75;
  std::string out;
  std::string word;
  for (size_t at = 0; at < subject.size();) {
    const size_t bytes = utf8_character(subject, at).bytes;
    std::string piece;
    for (const char c : subject.substr(at, bytes)) {
      const bool as_it_is = is_visible(c) && c != '=' && c != '?' && c != '_';
      piece += as_it_is ? std::string(1, c) : escaped(c);
    }
    if (kBegin.size() + word.size() + piece.size() + kEnd.size() > kWordMax) {
      out += fmt::format("{}{}{}\r\n ", kBegin, word, kEnd);
      word.clear();
    }
    word += piece;
    at += bytes;
  }
  return out + fmt::format("{}{}{}", kBegin, word, kEnd);
}

std::string mail_date(Instant at) {
  static constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                            "Mon", "Tue", "Wed"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilDate date = date_of(at);
  const int64_t days = days_from_civil(date);
  const int64_t of_day = (at.ms - days * kMsPerDay) / kMsPerSecond;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                     kDays[static_cast<size_t>((days % 7 + 7) % 7)], date.day,
                     kMonths[static_cast<size_t>(date.month - 1)], date.year, of_day / 3600,
                     of_day / 60 % 60, of_day % 60);
}

std::string letter_text(const engine::Letter& letter, const LetterHead& head) {
  return fmt::format(
      "Date: {}\r\n"
      "From: firsthand <{}>\r\n"
      "To: {}\r\n"
      "Message-ID: <{}@{}>\r\n"
      "Subject: {}\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "\r\n"
      "{}",
      mail_date(head.at), head.from,
      is_plain_address(letter.to) ? fmt::format("<{}>", letter.to) : "undisclosed-recipients:;",
      head.id, domain_of(head.from), subject_line(letter.subject), quoted_printable(letter.text));
}

}  // namespace fh::api
