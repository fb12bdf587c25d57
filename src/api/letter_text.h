// api/letter_text.h: a letter as it goes over the wire (RFC 5322, MIME).
//
// Whatever stands in it, each header stays on lines of its own: what could end one is
// encoded. The text is UTF-8 in quoted-printable, with lines of at most 76 letters. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "engine/post_box.h"

namespace fh::api {

struct LetterHead {
  std::string from;  // a mail address, all of it ASCII
  std::string id;    // what no other letter has: letters and digits
  Instant at;
};

std::string letter_text(const engine::Letter& letter, const LetterHead& head);

// Lines that end with "\n" become lines that end with "\r\n".
std::string quoted_printable(std::string_view text);
// As it stands where that is possible, else in encoded words (RFC 2047).
std::string subject_line(std::string_view subject);
// "Sun, 06 Nov 1994 08:49:37 +0000"
std::string mail_date(Instant at);

}  // namespace fh::api
