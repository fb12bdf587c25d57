// Signing in at a provider, step by step, against one that is made here.
#include "api/oidc.h"

#include <gmock/gmock.h>

#include "api/test_provider.h"
#include "testing/counted_random.h"
#include "testing/fake_clock.h"

namespace fh::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kBack = "https://firsthand.example.org/v1/session/oidc/callback";

class OidcTest : public ::testing::Test {
 protected:
  OidcTest() { provider_.now = now_; }

  void start(OidcOptions options = {.issuer = "https://id.example.org", .client_id = "firsthand"}) {
    auto made = Oidc::make(
        std::move(options),
        [this](const OutgoingRequest& request) { return provider_.answer(request); }, random_,
        clock_);
    ASSERT_TRUE(made) << to_string(made.error());
    oidc_ = std::move(*made);
  }
  void later(int64_t ms) {
    now_.ms += ms;
    clock_.advance_ms(ms);
    provider_.now = now_;
  }
  Oidc::Begun begun() {
    auto made = oidc_->begin(kBack, now_);
    EXPECT_TRUE(made) << to_string(made.error().error);
    return made ? *made : Oidc::Begun{};
  }
  auto come_back(const Oidc::Begun& begun, const TestProvider::Came& came) {
    return oidc_->finish({.code = came.code,
                          .state = came.state,
                          .issuer = {},
                          .error = {},
                          .cookie = begun.cookie,
                          .back = kBack},
                         now_);
  }
  // All the way there and back.
  auto sign_in() {
    const Oidc::Begun begun = this->begun();
    return come_back(begun, provider_.visit(begun.location));
  }
  NotIn why() {
    const auto in = sign_in();
    EXPECT_FALSE(in);
    return in ? NotIn::kBusy : in.error().why;
  }
  std::string words() {
    const auto in = sign_in();
    return in ? "" : in.error().error.message;
  }

  Instant now_ = {1'767'225'600'000};
  FakeClock clock_;
  TestProvider provider_;
  CountedRandom random_;
  std::unique_ptr<Oidc> oidc_;
};

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

TEST_F(OidcTest, ANewKeyIsAskedForOnceAMinute) {
  start();
  ASSERT_TRUE(sign_in());
  const auto times_asked = [this] {
    return std::ranges::count(provider_.asked, std::string("/keys"));
  };
  later(1000);
  provider_.keys = {make_test_key("k2", "RS256")};
  EXPECT_FALSE(sign_in()) << "asked a second ago";
  EXPECT_EQ(times_asked(), 1);
  later(OidcProvider::kKeysAgainMs);
  EXPECT_TRUE(sign_in());
  EXPECT_EQ(times_asked(), 2);
  later(OidcProvider::kKeepMs);
  EXPECT_TRUE(sign_in());
  EXPECT_EQ(times_asked(), 3) << "keys that were taken back are not kept for ever";
}

TEST_F(OidcTest, ANewKeyUnderTheOldNameIsAskedForAsWell) {
  start();
  ASSERT_TRUE(sign_in());
  provider_.keys = {make_test_key("k1", "ES256")};
  EXPECT_FALSE(sign_in());
  later(OidcProvider::kKeysAgainMs);
  EXPECT_TRUE(sign_in());
}

TEST_F(OidcTest, KeysThatCannotBeHadAreNotAskedForSooner) {
  start();
  ASSERT_TRUE(sign_in());
  const auto times_asked = [this] {
    return std::ranges::count(provider_.asked, std::string("/keys"));
  };
  later(OidcProvider::kKeysAgainMs);
  provider_.keys = {make_test_key("k2", "ES256")};
  provider_.instead.insert_or_assign("/keys", Reply{.status = 500, .body = {}});
  EXPECT_EQ(why(), NotIn::kUnreachable);
  EXPECT_EQ(times_asked(), 2);
  later(OidcProvider::kKeysAgainMs - 1);
  EXPECT_FALSE(sign_in());
  EXPECT_EQ(times_asked(), 2);
  later(1);
  provider_.instead.clear();
  EXPECT_TRUE(sign_in());
  EXPECT_EQ(times_asked(), 3);
}

TEST_F(OidcTest, ASecretIsShownAsTheProviderWantsIt) {
  const OidcOptions options = {
      .issuer = "https://id.example.org", .client_id = "firsthand", .client_secret = "s/e:c"};
  start(options);
  ASSERT_TRUE(sign_in());
  ASSERT_EQ(provider_.last_for_token.headers.size(), 1U);
  EXPECT_EQ(provider_.last_for_token.headers[0].value,
            "Basic Zmlyc3RoYW5kOnMlMkZlJTNBYw==");  // firsthand:s%2Fe%3Ac
  EXPECT_THAT(provider_.last_for_token.form, Not(HasSubstr("client_secret")));
  provider_.more_in_discovery =
      R"(,"token_endpoint_auth_methods_supported":["client_secret_post"])";
  start(options);
  ASSERT_TRUE(sign_in());
  EXPECT_TRUE(provider_.last_for_token.headers.empty());
  EXPECT_THAT(provider_.last_for_token.form, HasSubstr("&client_secret=s%2Fe%3Ac"));
}

TEST_F(OidcTest, AnAddressMayComeFromTheProvidersOtherWord) {
  provider_.more_in_discovery = R"(,"userinfo_endpoint":"https://id.example.org/me")";
  start();
  ASSERT_TRUE(sign_in());
  EXPECT_THAT(provider_.asked, Not(::testing::Contains("/me"))) << "the token says it";
  provider_.mail.clear();
  const auto in = sign_in();
  ASSERT_TRUE(in);
  EXPECT_EQ(in->mail, "me@example.org");
}

TEST_F(OidcTest, TroubleWithTheOtherWordKeepsNobodyOut) {
  provider_.more_in_discovery = R"(,"userinfo_endpoint":"https://id.example.org/me")";
  provider_.mail.clear();
  start();
  const std::vector<Result<Reply>> all = {Reply{.status = 500, .body = {}},
                                          Reply{.status = 200, .body = "nonsense"},
                                          failure(ErrorCode::kIo, "cannot reach the provider"),
                                          failure(ErrorCode::kTooLarge, "no whole answer")};
  for (const Result<Reply>& reply : all) {
    provider_.instead.insert_or_assign("/me", reply);
    const auto in = sign_in();
    ASSERT_TRUE(in) << to_string(in.error().error);
    EXPECT_EQ(in->subject, "s-1");
    EXPECT_EQ(in->mail, "");
  }
  provider_.instead.insert_or_assign("/me", Reply{.status = 200, .body = R"({"sub":"s-2"})"});
  EXPECT_FALSE(sign_in()) << "of somebody else";
}

TEST_F(OidcTest, AProviderThatNamesItselfMustDoSo) {
  provider_.more_in_discovery = R"(,"authorization_response_iss_parameter_supported":true)";
  start();
  EXPECT_EQ(why(), NotIn::kBadAnswer);
  const auto with = [this](std::string_view issuer) {
    const Oidc::Begun begun = this->begun();
    const auto came = provider_.visit(begun.location);
    return oidc_->finish({.code = came.code,
                          .state = came.state,
                          .issuer = issuer,
                          .error = {},
                          .cookie = begun.cookie,
                          .back = kBack},
                         now_);
  };
  EXPECT_FALSE(with("https://other.example"));
  EXPECT_TRUE(with("https://id.example.org"));
}

TEST_F(OidcTest, AProviderThatIsDownIsLeftAloneForAMoment) {
  start();
  provider_.down = true;
  const auto down = oidc_->begin(kBack, now_);
  EXPECT_EQ(down.error().why, NotIn::kUnreachable);
  provider_.down = false;
  EXPECT_FALSE(oidc_->begin(kBack, now_));
  EXPECT_EQ(provider_.asked.size(), 1U);
  later(OidcProvider::kLeaveAloneMs);
  EXPECT_TRUE(oidc_->begin(kBack, now_));
}

TEST_F(OidcTest, IsLeftAloneFromWhenTheTroubleWasClear) {
  int asked = 0;
  auto made = Oidc::make(
      {.issuer = "https://id.example.org", .client_id = "firsthand"},
      [&](const OutgoingRequest&) -> Result<Reply> {
        ++asked;
        clock_.advance_ms(10'000);
        return failure(ErrorCode::kIo, "did not answer within ten seconds");
      },
      random_, clock_);
  ASSERT_TRUE(made);
  const auto first = (*made)->begin(kBack, now_);
  EXPECT_EQ(first.error().why, NotIn::kUnreachable);
  EXPECT_TRUE(first.error().is_news);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE((*made)->begin(kBack, now_).error().is_news);
  EXPECT_EQ(asked, 1);
  clock_.advance_ms(OidcProvider::kLeaveAloneMs);
  EXPECT_TRUE((*made)->begin(kBack, now_).error().is_news);
  EXPECT_EQ(asked, 2);
}

TEST_F(OidcTest, ThatThereWasNoPlaceIsForgotten) {
  start();
  provider_.instead.insert_or_assign("/.well-known/openid-configuration",
                                     failure(ErrorCode::kBusy, "many are signing in"));
  EXPECT_EQ(oidc_->begin(kBack, now_).error().why, NotIn::kBusy);
  provider_.instead.clear();
  EXPECT_TRUE(oidc_->begin(kBack, now_));
}

TEST_F(OidcTest, FourAskAtOnceAndNoMore) {
  // Each question asks another one, five deep.
  int deep = 0;
  OidcProvider* asked = nullptr;
  OidcProvider provider("https://id.example.org", [&](const OutgoingRequest& request) {
    ++deep;
    return asked->ask(request);
  });
  asked = &provider;
  const auto reply = provider.ask({});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::kBusy);
  EXPECT_EQ(deep, OidcProvider::kAtOnceMax);
  EXPECT_EQ(provider.ask({}).error().code, ErrorCode::kBusy);
  EXPECT_EQ(deep, 2 * OidcProvider::kAtOnceMax) << "places are given back";
}

TEST_F(OidcTest, WhatTheProviderSaysOfItselfIsChecked) {
  const std::string issuer = "https://id.example.org";
  const auto why = [&](const std::string& text) {
    const auto read = read_discovery(text, issuer);
    return read ? std::string() : read.error().message;
  };
  const std::string good =
      R"({"issuer":"https://id.example.org","authorization_endpoint":"https://a/a?b=c",)"
      R"("token_endpoint":"https://a/t","jwks_uri":"https://a/k"})";
  EXPECT_EQ(why(good), "");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return why(text);
  };
  EXPECT_THAT(with("id.example.org", "id.example.org/"), HasSubstr("call itself"));
  EXPECT_THAT(with("https://a/t", "http://a/t"), HasSubstr("token_endpoint"));
  EXPECT_THAT(with("https://a/k", ""), HasSubstr("jwks_uri"));
  EXPECT_THAT(with("https://a/a?b=c", R"(https://a/\r\nX: y)"),
              HasSubstr("authorization_endpoint"));
  EXPECT_NE(why(""), "");
  EXPECT_NE(why("[]"), "");
}

TEST_F(OidcTest, AnIssuerIsAnAddress) {
  const auto made = [&](const std::string& issuer) {
    return Oidc::make({.issuer = issuer, .client_id = "c"}, send_out, random_);
  };
  EXPECT_TRUE(made("https://id.example.org/realm"));
  EXPECT_EQ((*made("https://id.example.org/realm"))->name(), "id.example.org");
  EXPECT_FALSE(made("http://id.example.org"));
  EXPECT_FALSE(made("id.example.org"));
  EXPECT_FALSE(Oidc::make({.issuer = "https://a", .client_id = ""}, send_out, random_));
}

}  // namespace
}  // namespace fh::api
