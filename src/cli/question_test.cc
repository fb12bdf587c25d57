#include "cli/question.h"

#include <gmock/gmock.h>

#include "api/server.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using engine::Caller;
using testing::HasSubstr;

class Asking : public CliFixture {
 protected:
  void SetUp() override {
    const auto engine = engine::Engine::open({.directory = data_});
    ASSERT_TRUE(engine) << to_string(engine.error());
    model::Draft draft;
    draft.text = "The parcel was wet.";
    const auto told = (*engine)->ownership().tell(Caller::nobody(), draft,
                                                  {.claim = true, .grants = model::Grants::all()});
    ASSERT_TRUE(told) << to_string(told.error());
    code_ = told->claim_code;
  }
  std::string code_;
};

TEST_F(Asking, IsAskedAndListedWithTheAnswer) {
  const Ran asked = run("question", {"ask", "e1", "Was the box torn?"});
  EXPECT_EQ(asked.code, kExitDone) << asked.err;
  EXPECT_THAT(asked.out, HasSubstr("asked"));
  EXPECT_THAT(run("question", {"list", "e1"}).out, HasSubstr("(open, by a host, "));
  EXPECT_EQ(run("question", {"ask", "e1", "Again?"}).code, kExitUsage);
  {
    const auto engine = engine::Engine::open({.directory = data_});
    ASSERT_TRUE(engine) << to_string(engine.error());
    const auto teller = (*engine)->ownership().teller_of(code_);
    ASSERT_TRUE((*engine)->questions().answer(*teller, 1, "No, only wet."));
  }
  EXPECT_THAT(run("question", {"list", "e1"}).out, HasSubstr("  No, only wet.\n"));
  EXPECT_THAT(run("question", {"list", "e1", "--json"}).out, HasSubstr(R"("asking":"possible")"));
  EXPECT_THAT(run("audit").out, HasSubstr("ask_teller"));
}

TEST_F(Asking, WhatIsWrongIsSaid) {
  EXPECT_THAT(run("question", {"shout", "e1"}).err, HasSubstr("ask, list"));
  EXPECT_THAT(run("question", {"ask", "e1"}).err, HasSubstr("QUESTION"));
  EXPECT_THAT(run("question", {"ask", "e9", "Who?"}).err, HasSubstr("no experience"));
  EXPECT_THAT(run("question", {"ask", "e1", " "}).err, HasSubstr("no words"));
}

TEST_F(Asking, ARunningServerIsAsked) {
  const auto engine = engine::Engine::open({.directory = data_, .address = "127.0.0.1:0"});
  ASSERT_TRUE(engine) << to_string(engine.error());
  const auto server = api::Server::start(**engine, {.port = 0, .threads = 1});
  ASSERT_TRUE(server) << to_string(server.error());
  ASSERT_TRUE((*engine)->announce("127.0.0.1:" + std::to_string((*server)->port())));
  EXPECT_EQ(run("question", {"ask", "e1", "Was the \"box\" torn?"}).code, kExitDone);
  EXPECT_THAT(run("question", {"list", "e1"}).out, HasSubstr("Was the \"box\" torn?"));
}

}  // namespace
}  // namespace fh::cli
