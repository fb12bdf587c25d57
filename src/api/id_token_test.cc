#include "api/id_token.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>

namespace fh::api {
namespace {

using ::testing::HasSubstr;

constexpr Instant kNow = {1'767'225'600'000};
constexpr int64_t kNowS = kNow.ms / 1000;

class Claims : public ::testing::Test {
 protected:
  std::string text() const {
    std::string out;
    for (const auto& [name, value] : claims_) {
      if (!value.empty()) out += fmt::format(R"({}"{}":{})", out.empty() ? "" : ",", name, value);
    }
    return "{" + out + "}";
  }
  Result<engine::Identity> checked() const {
    return check_claims(text(), {.issuer = "https://id.example.org",
                                 .client_id = "firsthand",
                                 .nonce = "n-1",
                                 .now = kNow});
  }
  // With one claim of that value; empty: without it.
  std::string why(const std::string& name, const std::string& value) {
    const std::string before = claims_[name];
    claims_[name] = value;
    const auto identity = checked();
    claims_[name] = before;
    if (identity) return "";
    EXPECT_EQ(identity.error().code, ErrorCode::kDenied);
    return identity.error().message;
  }

  std::map<std::string, std::string> claims_ = {{"iss", R"("https://id.example.org")"},
                                                {"aud", R"("firsthand")"},
                                                {"sub", R"("s-1")"},
                                                {"nonce", R"("n-1")"},
                                                {"iat", fmt::format("{}", kNowS)},
                                                {"exp", fmt::format("{}", kNowS + 60)}};
};

TEST_F(Claims, ThatAreAsTheyShouldBeSayWhoItIs) {
  claims_["email"] = R"("Ann@Example.org")";
  const auto unverified = checked();
  ASSERT_TRUE(unverified) << to_string(unverified.error());
  EXPECT_EQ(unverified->subject, "s-1");
  EXPECT_EQ(unverified->mail, "");
  claims_["email_verified"] = "true";
  EXPECT_EQ(checked()->mail, "Ann@Example.org");
  // Who only says "true" says it in a way the standard does not know.
  for (const char* not_yes : {"false", R"("true")", "1", "null", "[true]"}) {
    claims_["email_verified"] = not_yes;
    EXPECT_EQ(checked()->mail, "") << not_yes;
  }
}

TEST_F(Claims, OfAnotherProviderDoNotCount) {
  for (const char* other : {R"("https://id.example.org/")", R"("https://ID.example.org")",
                            R"("https://evil.example")", "1", ""}) {
    EXPECT_THAT(why("iss", other), HasSubstr("another provider")) << other;
  }
}

TEST_F(Claims, ForAnotherProgramDoNotCount) {
  for (const char* other : {R"("other")", R"(["other"])", "[]", "{}", R"("Firsthand")"}) {
    EXPECT_THAT(why("aud", other), HasSubstr("another program")) << other;
  }
  EXPECT_THAT(why("aud", ""), HasSubstr("for whom"));
  EXPECT_EQ(why("aud", R"(["firsthand"])"), "");
  EXPECT_THAT(why("azp", R"("other")"), HasSubstr("asked for it"));
  EXPECT_EQ(why("azp", R"("firsthand")"), "");
  // For several: it must say that we asked.
  EXPECT_THAT(why("aud", R"(["firsthand","other"])"), HasSubstr("asked for it"));
  claims_["azp"] = R"("firsthand")";
  EXPECT_EQ(why("aud", R"(["other","firsthand"])"), "");
}

TEST_F(Claims, HoldInTheirTimeGiveOrTakeTwoMinutes) {
  const auto at = [](int64_t seconds) { return fmt::format("{}", kNowS + seconds); };
  EXPECT_EQ(why("exp", at(-119)), "");
  EXPECT_THAT(why("exp", at(-120)), HasSubstr("time is up"));
  EXPECT_EQ(why("iat", at(120)), "");
  EXPECT_THAT(why("iat", at(121)), HasSubstr("future"));
  EXPECT_EQ(why("iat", at(-720)), "");
  EXPECT_THAT(why("iat", at(-721)), HasSubstr("old"));
  EXPECT_EQ(why("nbf", at(120)), "");
  EXPECT_THAT(why("nbf", at(121)), HasSubstr("yet"));
  EXPECT_EQ(why("exp", fmt::format("{}.5", kNowS + 60)), "");
  for (const char* no_time : {"", R"("2030-01-01")", "null", "true"}) {
    EXPECT_THAT(why("exp", no_time), HasSubstr("when it holds")) << no_time;
    EXPECT_THAT(why("iat", no_time), HasSubstr("when it holds")) << no_time;
  }
}

TEST_F(Claims, OfAnotherSignInDoNotCount) {
  for (const char* other : {R"("n-2")", R"("")", "", "1"}) {
    EXPECT_THAT(why("nonce", other), HasSubstr("this sign-in")) << other;
  }
  EXPECT_FALSE(check_claims(R"({"nonce":""})", {.now = kNow}));
}

TEST_F(Claims, MustSayOfWhomTheySpeak) {
  EXPECT_THAT(why("sub", ""), HasSubstr("of whom"));
  EXPECT_THAT(why("sub", R"("")"), HasSubstr("of whom"));
  EXPECT_THAT(why("sub", "7"), HasSubstr("of whom"));
  EXPECT_THAT(why("sub", fmt::format(R"("{}")", std::string(256, 'x'))), HasSubstr("of whom"));
  EXPECT_EQ(why("sub", fmt::format(R"("{}")", std::string(255, 'x'))), "");
}

TEST_F(Claims, AreAnObject) {
  for (const char* wrong : {"", "[]", "1", "null", "{", R"("x")"}) {
    EXPECT_FALSE(check_claims(wrong, {.now = kNow})) << wrong;
  }
}

TEST(UserInfo, CountsForTheOneItIsOf) {
  EXPECT_EQ(*verified_mail_of(R"({"sub":"a","email":"a@x.org","email_verified":true})", "a"),
            "a@x.org");
  EXPECT_EQ(*verified_mail_of(R"({"sub":"a","email":"a@x.org"})", "a"), "");
  EXPECT_FALSE(verified_mail_of(R"({"sub":"b","email":"a@x.org","email_verified":true})", "a"));
  EXPECT_FALSE(verified_mail_of(R"({"email":"a@x.org","email_verified":true})", "a"));
  EXPECT_EQ(*verified_mail_of("nonsense", "a"), "");  // no word on anybody
}

}  // namespace
}  // namespace fh::api
