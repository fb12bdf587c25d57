#include "model/mail_address.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"

namespace fh::model {
namespace {

constexpr size_t kLocalBytesMax = 64;
constexpr size_t kLabelBytesMax = 63;
// RFC 5322's atext beside letters and digits. Quoted names before the @ are not taken.
constexpr std::string_view kLocalSigns = "!#$%&'*+-/=?^_`{|}~.";

std::unexpected<Error> wrong(std::string_view what) {
  return failure(ErrorCode::kInvalid, fmt::format("this is no mail address: {}", what), "address",
                 "Write it as name@example.org.");
}

bool is_letter_or_digit(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c);
}

// What is not to be seen, or turns the order of what is seen.
bool is_hidden(char32_t code) {
  return code < 0xA1 || (code >= 0x2000 && code <= 0x206F) || code == 0x3000 || code == 0xFEFF ||
         code >= 0xFFF0;
}

Status check_local(std::string_view local) {
  if (local.empty()) return wrong("nothing stands before the @");
  if (local.size() > kLocalBytesMax) return wrong("more than 64 letters stand before the @");
  const bool plain = std::ranges::all_of(local, [](char c) {
    return is_letter_or_digit(c) || kLocalSigns.find(c) != std::string_view::npos;
  });
  if (!plain) return wrong("before the @ stands what cannot stand there");
  const bool dots = local.front() == '.' || local.back() == '.' || local.contains("..");
  return dots ? Status(wrong("a dot stands where none can")) : Status();
}

Status check_label(std::string_view label) {
  if (label.empty()) return wrong("a dot stands where none can");
  if (label.size() > kLabelBytesMax) return wrong("a part of the domain is too long");
  if (label.front() == '-' || label.back() == '-') return wrong("a hyphen stands where none can");
  for (size_t at = 0; at < label.size();) {
    const Utf8Character character = utf8_character(label, at);
    const bool ascii = character.code < 0x80;
    const bool fits =
        ascii ? is_letter_or_digit(label[at]) || label[at] == '-' : !is_hidden(character.code);
    if (!fits) return wrong("in the domain stands what cannot stand there");
    at += character.bytes;
  }
  return {};
}

Status check_domain(std::string_view domain) {
  std::string_view rest = domain;
  std::string_view label;
  size_t labels = 0;
  for (bool more = true; more; ++labels) {
    const size_t dot = rest.find('.');
    more = dot != std::string_view::npos;
    label = rest.substr(0, dot);
    FH_RETURN_IF_ERROR(check_label(label));
    if (more) rest.remove_prefix(dot + 1);
  }
  if (labels < 2) return wrong("what stands behind the @ is no domain");
  const bool number = std::ranges::all_of(label, is_ascii_digit);
  return number ? Status(wrong("what stands behind the @ is no domain")) : Status();
}

}  // namespace

Result<MailAddress> parse_mail_address(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return wrong("it is empty");
  if (text.size() > kMailAddressBytesMax) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("the mail address has {} bytes; the limit is {}", text.size(),
                               kMailAddressBytesMax),
                   "address");
  }
  if (find_broken_utf8(text)) return wrong("it is not UTF-8");
  const size_t at = text.find('@');
  if (at == std::string_view::npos) return wrong("it has no @");
  if (text.find('@', at + 1) != std::string_view::npos) return wrong("it has more than one @");
  FH_RETURN_IF_ERROR(check_local(text.substr(0, at)));
  FH_RETURN_IF_ERROR(check_domain(text.substr(at + 1)));
  return MailAddress{.text = std::string(text), .known_by = ascii_lower(text)};
}

}  // namespace fh::model
