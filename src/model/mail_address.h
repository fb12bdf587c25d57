// model/mail_address.h: when a text is a mail address that letters can be sent to.
//
// What is accepted can stand in an SMTP command and in a letter's header as it is: no
// blanks, quotes, brackets, control characters or line ends. The part before the @ is
// ASCII; the domain may be written in any script (IDNA is the mail door's). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::model {

inline constexpr size_t kMailAddressBytesMax = 254;  // RFC 5321, without the angle brackets

struct MailAddress {
  std::string text;      // as it was written, without blanks round it
  std::string known_by;  // the same for every spelling that is taken for the same mailbox
  bool operator==(const MailAddress&) const = default;
};

// kInvalid and kTooLarge with the field "address", saying what is wrong with it and never
// what it is.
Result<MailAddress> parse_mail_address(std::string_view text);

}  // namespace fh::model
