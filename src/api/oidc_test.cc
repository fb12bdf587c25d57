// Signing in at a provider, step by step, against one that is made here.
#include "api/oidc.h"

#include <gmock/gmock.h>

#include "api/oidc_fixture.h"

namespace fh::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(OidcTest, LeadsThereWithEverythingThatIsNeeded) {
  start();
  const Oidc::Begun begun = this->begun();
  EXPECT_THAT(begun.location, ::testing::StartsWith("https://id.example.org/auth?"));
  for (const char* part :
       {"response_type=code", "client_id=firsthand", "scope=openid%20email",
        "&state=", "&nonce=", "code_challenge_method=S256", "&code_challenge=",
        "redirect_uri=https%3A%2F%2Ffirsthand.example.org%2Fv1%2Fsession%2Foidc%2Fcallback"}) {
    EXPECT_THAT(begun.location, HasSubstr(part));
  }
  EXPECT_NE(this->begun().location, begun.location);
}

TEST_F(OidcTest, SaysWhoItIs) {
  start();
  const auto in = sign_in();
  ASSERT_TRUE(in) << to_string(in.error().error);
  EXPECT_EQ(in->subject, "s-1");
  EXPECT_EQ(in->mail, "ann@example.org");
  EXPECT_THAT(provider_.asked, ElementsAre("/.well-known/openid-configuration", "/token", "/keys"));
  // What is known is not asked again.
  ASSERT_TRUE(sign_in());
  EXPECT_EQ(provider_.asked.size(), 4U);
  EXPECT_EQ(provider_.asked.back(), "/token");
}

TEST_F(OidcTest, IsFinishedOnce) {
  start();
  const Oidc::Begun begun = this->begun();
  const TestProvider::Came came = provider_.visit(begun.location);
  ASSERT_TRUE(come_back(begun, came));
  const size_t asked = provider_.asked.size();
  EXPECT_EQ(come_back(begun, came).error().why, NotIn::kNotBegun);
  EXPECT_EQ(provider_.asked.size(), asked) << "the provider is not troubled";
}

TEST_F(OidcTest, IsFinishedInTheBrowserThatBeganIt) {
  start();
  const Oidc::Begun mine = begun();
  const Oidc::Begun other = begun();
  const TestProvider::Came came = provider_.visit(mine.location);
  EXPECT_EQ(come_back(other, came).error().why, NotIn::kNotBegun);
  for (const std::string& cookie :
       {std::string(), std::string("."), mine.cookie + "a", mine.cookie.substr(1),
        mine.cookie.substr(0, mine.cookie.size() - 1), std::string(300, '.')}) {
    EXPECT_EQ(come_back({.location = {}, .cookie = cookie}, came).error().why, NotIn::kNotBegun);
  }
  EXPECT_EQ(come_back(mine, {.state = "", .code = came.code}).error().why, NotIn::kNotBegun);
  EXPECT_TRUE(come_back(mine, came));
}

TEST_F(OidcTest, IsFinishedWithinTenMinutes) {
  start();
  const Oidc::Begun begun = this->begun();
  const TestProvider::Came came = provider_.visit(begun.location);
  later(Oidc::kWithinMs);
  EXPECT_EQ(come_back(begun, came).error().why, NotIn::kNotBegun);
  later(-Oidc::kWithinMs - 1);  // before it was begun
  EXPECT_EQ(come_back(begun, came).error().why, NotIn::kNotBegun);
  later(Oidc::kWithinMs);
  EXPECT_TRUE(come_back(begun, came));
}

TEST_F(OidcTest, AnotherInstallationsCookieSaysNothing) {
  start();
  const Oidc::Begun before = begun();
  const TestProvider::Came came = provider_.visit(before.location);
  start();  // with another key
  EXPECT_EQ(come_back(before, came).error().why, NotIn::kNotBegun);
}

TEST_F(OidcTest, RemembersSoManyAndNoMore) {
  start();
  for (size_t i = 0; i < Oidc::kFinishedMax; ++i) {
    const Oidc::Begun begun = this->begun();
    const std::string state = provider_.visit(begun.location).state;
    const auto no = come_back(begun, {.state = state, .code = "made-up"});
    ASSERT_TRUE(no.error().made_up);
  }
  later(1);
  const Oidc::Begun last = begun();
  const TestProvider::Came came = provider_.visit(last.location);
  EXPECT_TRUE(come_back(last, came)) << "who fills the table keeps nobody out";
  EXPECT_EQ(come_back(last, came).error().why, NotIn::kNotBegun) << "the oldest was forgotten";
}

// What the provider is not asked about may come back.
TEST_F(OidcTest, OnlyACodeThatIsShownIsUsedUp) {
  start();
  const Oidc::Begun begun = this->begun();
  const TestProvider::Came came = provider_.visit(begun.location);
  const auto with = [&](std::string_view code, std::string_view issuer, std::string_view error) {
    return oidc_->finish({.code = code,
                          .state = came.state,
                          .issuer = issuer,
                          .error = error,
                          .cookie = begun.cookie,
                          .back = kBack},
                         now_);
  };
  EXPECT_FALSE(with("", "", "access_denied"));
  EXPECT_TRUE(with(came.code, "https://other.example", "").error().made_up);
  EXPECT_TRUE(with("", "", "").error().made_up);
  EXPECT_TRUE(with(came.code, "", ""));
  EXPECT_EQ(with(came.code, "", "").error().why, NotIn::kNotBegun);
}

TEST_F(OidcTest, OnlyWhatMayBeMadeUpIsTakenForIt) {
  start();
  ASSERT_TRUE(sign_in());
  const std::vector<Result<Reply>> all = {
      Reply{.status = 401, .body = R"({"error":"invalid_client"})"},
      Reply{.status = 400, .body = R"({"error":"invalid_request"})"},
      Reply{.status = 500, .body = R"({"error":"server_error"})"},
      Reply{.status = 200, .body = "{}"},
      failure(ErrorCode::kTooLarge, "no whole answer"),
      failure(ErrorCode::kIo, "cannot reach the provider")};
  for (const Result<Reply>& reply : all) {
    provider_.instead.insert_or_assign("/token", reply);
    const auto in = sign_in();
    ASSERT_FALSE(in);
    EXPECT_FALSE(in.error().made_up) << in.error().error.message;
  }
  provider_.instead.clear();
  const Oidc::Begun begun = this->begun();
  const std::string state = provider_.visit(begun.location).state;
  const auto no = come_back(begun, {.state = state, .code = "made-up"});
  EXPECT_TRUE(no.error().made_up);
  EXPECT_EQ(come_back(begun, {.state = state, .code = "made-up"}).error().made_up, false);
}

// Anybody can bring up the same word again and again.
TEST_F(OidcTest, WhatIsSentBackIsNewsOnceAMinute) {
  start();
  const Oidc::Begun begun = this->begun();
  const std::string state = provider_.visit(begun.location).state;
  const auto is_news = [&] {
    return oidc_
        ->finish({.state = state, .error = "server_error", .cookie = begun.cookie, .back = kBack},
                 now_)
        .error()
        .is_news;
  };
  EXPECT_TRUE(is_news());
  EXPECT_FALSE(is_news());
  later(Oidc::kTellAgainMs);
  EXPECT_TRUE(is_news());
}

TEST_F(OidcTest, NobodyIsInWhereTheProviderSaysNo) {
  start();
  const Oidc::Begun declined = begun();
  const auto state = provider_.visit(declined.location).state;
  const auto no = oidc_->finish({.code = {},
                                 .state = state,
                                 .issuer = {},
                                 .error = "access_denied",
                                 .cookie = declined.cookie,
                                 .back = kBack},
                                now_);
  EXPECT_EQ(no.error().why, NotIn::kDeclined);
  const Oidc::Begun odd = begun();
  const auto wrong = oidc_->finish({.code = {},
                                    .state = provider_.visit(odd.location).state,
                                    .issuer = {},
                                    .error = "<script>",
                                    .cookie = odd.cookie,
                                    .back = kBack},
                                   now_);
  EXPECT_EQ(wrong.error().why, NotIn::kBadAnswer);
  EXPECT_THAT(wrong.error().error.message, Not(HasSubstr("script")));
}

TEST_F(OidcTest, ACodeThatIsNoneOrAnothersIsRefused) {
  start();
  const Oidc::Begun begun = this->begun();
  const auto state = provider_.visit(begun.location).state;
  const auto made_up = come_back(begun, {.state = state, .code = "made-up"});
  EXPECT_EQ(made_up.error().why, NotIn::kBadAnswer);
  EXPECT_THAT(made_up.error().error.message, HasSubstr("invalid_grant"));
  // A code that was given for another browser's challenge: its verifier is not known here.
  const Oidc::Begun mine = this->begun();
  const Oidc::Begun theirs = this->begun();
  const std::string stolen = provider_.visit(theirs.location).code;
  EXPECT_FALSE(come_back(mine, {.state = provider_.visit(mine.location).state, .code = stolen}));
}

TEST_F(OidcTest, TokensThatProveNothingAreRefused) {
  start();
  const TestKey own = provider_.keys.front();
  const std::vector<std::pair<std::string, std::function<std::string(const std::string&)>>> all = {
      {"not signed by its key",
       [&](const std::string& claims) { return token_of(claims, make_test_key("k1", "ES256")); }},
      {"none of its keys",
       [&](const std::string& claims) { return token_of(claims, make_test_key("k9", "ES256")); }},
      {"signed by none of",
       [&](const std::string& claims) {
         return unsigned_token(R"({"alg":"none"})", claims) + ".";
       }},
      {"signed by none of",
       [&](const std::string& claims) { return hs256_token(claims, "k1", jwk_of(own)); }},
      {"no signed token", [](const std::string&) { return std::string("nonsense"); }},
      {"no id_token", [](const std::string&) { return std::string(); }}};
  for (const auto& [words, make] : all) {
    provider_.make_token = make;
    EXPECT_THAT(this->words(), HasSubstr(words));
  }
}

TEST_F(OidcTest, ClaimsThatDoNotFitAreRefused) {
  start();
  const std::vector<std::array<std::string, 3>> all = {
      {"iss", R"("https://other.example")", "another provider"},
      {"aud", R"("other")", "another program"},
      {"nonce", R"("other")", "this sign-in"},
      {"exp", "1", "time is up"},
      {"sub", R"("")", "of whom"}};
  for (const auto& [claim, value, words] : all) {
    provider_.change_claims = [&](auto& claims) { claims[claim] = value; };
    EXPECT_THAT(this->words(), HasSubstr(words));
    EXPECT_EQ(why(), NotIn::kBadAnswer);
  }
}

}  // namespace
}  // namespace fh::api
