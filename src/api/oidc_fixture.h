// api/oidc_fixture.h: somebody on the way to a provider and back, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/oidc.h"
#include "api/test_provider.h"
#include "testing/counted_random.h"
#include "testing/fake_clock.h"

namespace fh::api {

inline constexpr std::string_view kBack = "https://firsthand.example.org/v1/session/oidc/callback";

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

}  // namespace fh::api
