#include "api/letter_text.h"

#include <gmock/gmock.h>

#include "base/random.h"

namespace fh::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The dull way back (RFC 2045, 6.7).
std::string decoded(std::string_view encoded) {
  std::string out;
  for (size_t at = 0; at < encoded.size();) {
    if (encoded.substr(at, 3) == "=\r\n") {
      at += 3;
    } else if (encoded.substr(at, 2) == "\r\n") {
      out += '\n';
      at += 2;
    } else if (encoded[at] == '=') {
      out += static_cast<char>(std::stoi(std::string(encoded.substr(at + 1, 2)), nullptr, 16));
      at += 3;
    } else {
      out += encoded[at++];
    }
  }
  return out;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find("\r\n");
    EXPECT_NE(end, std::string_view::npos) << "every line has its end";
    if (end == std::string_view::npos) break;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 2);
  }
  return lines;
}

const LetterHead kHead = {.from = "us@example.org", .id = "abc", .at = {.ms = 784'111'777'000}};

TEST(LetterText, IsALetterAsOthersReadIt) {
  const std::string text = letter_text({.to = "ann@example.org",
                                        .subject = "A word",
                                        .text = "Gr\xC3\xBC\xC3\x9F"
                                                "e,\n.\na = b\n"},
                                       kHead);
  EXPECT_EQ(text,
            "Date: Sun, 06 Nov 1994 08:49:37 +0000\r\n"
            "From: firsthand <us@example.org>\r\n"
            "To: <ann@example.org>\r\n"
            "Message-ID: <abc@example.org>\r\n"
            "Subject: A word\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "\r\n"
            "Gr=C3=BC=C3=9Fe,\r\n"
            "=2E\r\n"
            "a =3D b\r\n");
}

TEST(LetterText, SaysDatesBefore1970AndInLeapYearsRight) {
  EXPECT_EQ(mail_date({.ms = -1000}), "Wed, 31 Dec 1969 23:59:59 +0000");
  EXPECT_EQ(mail_date({.ms = 951'827'696'000}), "Tue, 29 Feb 2000 12:34:56 +0000");
}

TEST(LetterText, SubjectsThatAreNotPlainAreEncoded) {
  EXPECT_EQ(subject_line("Plain words, all of them"), "Plain words, all of them");
  EXPECT_EQ(subject_line("na\xC3\xAFve"), "=?UTF-8?Q?na=C3=AFve?=");
  EXPECT_EQ(subject_line("a\r\nBcc: b"), "=?UTF-8?Q?a=0D=0ABcc:=20b?=");
  EXPECT_THAT(subject_line("=?UTF-8?Q?x?="), HasSubstr("=3D=3F"));
}

// Any bytes as text, subject and address: the letter's head holds exactly its headers, every
// line is short, and the text comes back as it was.
TEST(LetterText, NothingInALetterBecomesAnotherHeader) {
  Rng rng(23);
  static const std::string kPieces[] = {
      "\r\n",     "\n",   "\r", ".",  " ", "\t", "=", "\xC3\xBC", "a", "Bcc: x@example.org",
      "\r\n\r\n", "\xFF", "=?", "?=", "<", ">"};
  for (int i = 0; i < 5000; ++i) {
    engine::Letter letter;
    for (std::string* part : {&letter.to, &letter.subject, &letter.text}) {
      for (uint64_t left = rng.below(part == &letter.text ? 200 : 12); left > 0; --left) {
        *part += rng.chance(0.5) ? kPieces[rng.below(16)]
                                 : std::string(1, static_cast<char>(rng.below(256)));
      }
    }
    const std::string text = letter_text(letter, kHead);
    const size_t end = text.find("\r\n\r\n");
    ASSERT_NE(end, std::string::npos);
    int headers = 0;
    for (const std::string& line : lines_of(text.substr(0, end + 2))) {
      EXPECT_LE(line.size(), 300U);
      EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
      headers += line.starts_with(' ') ? 0 : 1;
      EXPECT_FALSE(line.starts_with("Bcc"));
    }
    EXPECT_EQ(headers, 9);
    const std::string body = text.substr(end + 4);
    for (const std::string& line : lines_of(body)) {
      EXPECT_LE(line.size(), 76U);
      EXPECT_FALSE(line.starts_with('.'));
      EXPECT_FALSE(line.ends_with(' ') || line.ends_with('\t'));
      for (const char c : line) EXPECT_TRUE((c >= ' ' && c < 0x7F) || c == '\t');
    }
    std::string wanted = letter.text;
    if (!wanted.empty() && !wanted.ends_with('\n')) wanted += '\n';
    EXPECT_EQ(decoded(body), wanted);
  }
}

}  // namespace
}  // namespace fh::api
