// What is asked of a provider, how often, and what its trouble means for those who sign in.
#include "api/oidc_provider.h"

#include <gmock/gmock.h>

#include "api/oidc_fixture.h"

namespace fh::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

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
