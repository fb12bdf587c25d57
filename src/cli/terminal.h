// cli/terminal.h: whether a person is looking, and how text is shown to them.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace fh::cli {

// Whether this is the program's own standard output or error and a terminal.
bool is_terminal(const std::ostream& stream);
// A terminal, and neither NO_COLOR is set nor TERM=dumb.
bool wants_colour(const std::ostream& stream);
// Columns of the terminal; 80 where it is not known.
int terminal_width(const std::ostream& stream);

// Text from outside, safe to print: control characters (which could drive a
// terminal) become U+FFFD; line breaks and tabs become spaces.
std::string printable(std::string_view text);

enum class Tone : unsigned char { kPlain, kBold, kFaint, kMark, kGood, kBad };

// Wraps text in a tone's escape codes where `colour` is on.
std::string toned(std::string_view text, Tone tone, bool colour);

// 1234567 as "1,234,567"; 1536 bytes as "1.5 KiB".
std::string grouped(unsigned long long number);
std::string bytes_text(unsigned long long bytes);

}  // namespace fh::cli
