// Any bytes as a mail address, as a subject, as words of a letter, as a mail server's address:
// never a crash, and never a line in a letter's head that was not meant.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/letter_text.h"
#include "api/smtp.h"
#include "base/check.h"
#include "model/mail_address.h"
#include "text/idna.h"

namespace {

namespace api = fh::api;

void check_address(std::string_view bytes) {
  const auto address = fh::model::parse_mail_address(bytes);
  if (!address) return;
  FH_CHECK(address->text.size() <= fh::model::kMailAddressBytesMax);
  FH_CHECK(address->text.find_first_of("\r\n\t <>\"") == std::string::npos);
  FH_CHECK(std::ranges::count(address->text, '@') == 1);
  FH_CHECK(*fh::model::parse_mail_address(address->text) == *address);
}

void check_letter(std::string_view bytes) {
  const size_t third = bytes.size() / 3;
  const fh::engine::Letter letter = {.to = std::string(bytes.substr(0, third)),
                                     .subject = std::string(bytes.substr(third, third)),
                                     .text = std::string(bytes.substr(2 * third))};
  const std::string text =
      api::letter_text(letter, {.from = "us@example.org", .id = "abc", .at = {.ms = 0}});
  const size_t end = text.find("\r\n\r\n");
  FH_CHECK(end != std::string::npos);
  int headers = 0;
  for (size_t at = 0; at < end;) {
    const size_t line_end = text.find("\r\n", at);
    headers += text[at] == ' ' ? 0 : 1;
    at = line_end + 2;
  }
  FH_CHECK(headers == 9);
  for (const char c : text) FH_CHECK((c >= ' ' && c < 0x7F) || c == '\t' || c == '\r' || c == '\n');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_address(bytes);
  check_letter(bytes);
  if (const auto domain = fh::text::ascii_domain(bytes)) {
    FH_CHECK(*fh::text::ascii_domain(*domain) == *domain);
  }
  if (const auto server = api::parse_mail_server(bytes)) {
    FH_CHECK(!server->host.empty() && server->port != 0);
  }
  return 0;
}
