#include "model/mail_address.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/random.h"

namespace fh::model {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MailAddress, TakesWhatPeopleHave) {
  for (const std::string text :
       {"ann@example.org", "ann.b+news@mail.example.org", "o'neil@example.co", "a@b.cd",
        "ann@b\xC3\xBC"
        "cher.example",
        "x_1=~!#$%&*/?^`{|}@1-2.example", "ann@xn--bcher-kva.example"}) {
    const auto address = parse_mail_address(text);
    ASSERT_TRUE(address) << text << ": " << to_string(address.error());
    EXPECT_EQ(address->text, text);
  }
}

TEST(MailAddress, LeavesOutBlanksRoundItAndKnowsItByAnySpelling) {
  const auto address = parse_mail_address(" \t Ann.B@Example.ORG\r\n");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->text, "Ann.B@Example.ORG");
  EXPECT_EQ(address->known_by, "ann.b@example.org");
}

TEST(MailAddress, RefusesWhatIsNoneAndNeverRepeatsIt) {
  using std::string_literals::operator""s;
  for (const std::string& text : {""s,
                                  " "s,
                                  "ann"s,
                                  "@"s,
                                  "ann@"s,
                                  "@example.org"s,
                                  "ann@example"s,
                                  "a@b@c.de"s,
                                  "ann@example..org"s,
                                  "ann@.example.org"s,
                                  "ann@example.org."s,
                                  "ann@-example.org"s,
                                  "ann@example-.org"s,
                                  "ann@192.168.0.1"s,
                                  "ann@[::1]"s,
                                  ".ann@example.org"s,
                                  "ann.@example.org"s,
                                  "a..n@example.org"s,
                                  "\"ann b\"@example.org"s,
                                  "an n@example.org"s,
                                  "ann@exam ple.org"s,
                                  "ann@example.org>"s,
                                  "<ann@example.org"s,
                                  "ann@example.org\r\nBcc: bob@example.org"s,
                                  "ann@example.org\nX: y"s,
                                  "ann\0b@example.org"s,
                                  "ann@exa\0mple.org"s,
                                  "ann@ex\xE2\x80\xAE"
                                  "ample.org"s,
                                  "ann@ex\xC2\xA0"
                                  "ample.org"s,
                                  "\xC3\xA4nn@example.org"s,
                                  "ann@\xFF\xFE.org"s,
                                  "ann,bob@example.org"s,
                                  "ann;bob@example.org"s,
                                  "ann@example.org,bob@example.org"s}) {
    const auto address = parse_mail_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().field, "address");
    EXPECT_THAT(to_string(address.error()), Not(HasSubstr("ann@e")));
  }
}

TEST(MailAddress, IsAsLongAsAPathMayBeAndNoLonger) {
  const std::string label(61, 'b');
  const std::string domain = label + "." + label + "." + label + ".";
  const std::string longest = std::string(64, 'a') + "@" + domain + "com";
  ASSERT_EQ(longest.size(), 254U);
  EXPECT_TRUE(parse_mail_address(longest));
  EXPECT_EQ(parse_mail_address(longest + "m").error().code, ErrorCode::kTooLarge);
  EXPECT_FALSE(parse_mail_address(std::string(65, 'a') + "@example.org"));
  EXPECT_FALSE(parse_mail_address("ann@" + std::string(64, 'b') + ".org"));
  EXPECT_TRUE(parse_mail_address("ann@" + std::string(63, 'b') + ".org"));
}

// Any bytes: whatever is taken can stand in a command and a header, and is read again alike.
TEST(MailAddress, WhateverIsTakenCanStandOnALineOfItsOwn) {
  static const std::string kPieces[] = {
      "a",    "Z",        "9",           "@",  ".",  "-",  "+", " ",    "\r",
      "\n",   "\t",       "<",           ">",  "\"", ",",  ";", "\xC3", "\xA4",
      "\x01", "\xC3\xBC", "example.org", ".b", "x@", "\\", "(", ")",    std::string(1, '\0')};
  Rng rng(11);
  int taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = rng.chance(0.3) ? "ann@example.org" : "";
    for (uint64_t left = 1 + rng.below(9); left > 0; --left) text += kPieces[rng.below(27)];
    const auto address = parse_mail_address(text);
    if (!address) continue;
    ++taken;
    EXPECT_LE(address->text.size(), kMailAddressBytesMax);
    EXPECT_EQ(address->text.find_first_of(std::string("\r\n\t <>\"(),;\\\0", 13)),
              std::string::npos);
    EXPECT_EQ(std::ranges::count(address->text, '@'), 1);
    EXPECT_EQ(*parse_mail_address(address->text), *address);
    EXPECT_EQ(parse_mail_address(address->known_by)->known_by, address->known_by);
  }
  EXPECT_GT(taken, 1000);
}

}  // namespace
}  // namespace fh::model
