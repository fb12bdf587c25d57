#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "api/server.h"
#include "base/json.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Commands : public CliFixture {};

uint64_t number_in(const std::string& text, std::string_view key) {
  JsonParser parser;
  const auto json = parser.parse(text);
  EXPECT_TRUE(json) << text;
  if (!json) return 0;
  return static_cast<uint64_t>(json->find(key).value().as_integer().value_or(0));
}

TEST_F(Commands, TellsAndFindsAgain) {
  const Ran told = run("tell", {"The", "driver waited", "--felt", "9", "--kind", "thanks",
                                "--touchpoint", "Delivery"});
  EXPECT_EQ(told.code, kExitDone) << told.err;
  EXPECT_EQ(told.out, "kept as e1\n");
  const Ran found = run("search", {"waiting", "--facet", "Touchpoint"});
  EXPECT_EQ(found.code, kExitDone) << found.err;
  EXPECT_THAT(found.out, HasSubstr("1 of 1 experiences"));
  EXPECT_THAT(found.out, HasSubstr("thanks · Delivery · felt 9"));
  EXPECT_THAT(found.out, HasSubstr("The driver waited"));
  EXPECT_EQ(number_in(run("search", {"-waiting", "--json"}).out, "total"), 0U);
  EXPECT_THAT(run("columns").out, HasSubstr("touchpoint"));
  EXPECT_THAT(run("columns", {"--json"}).out, HasSubstr("\"column\":\"felt\""));
  EXPECT_EQ(number_in(run("status", {"--json"}).out, "experiences"), 1U);
  EXPECT_THAT(run("status").out, HasSubstr("server           none"));
}

TEST_F(Commands, SaysWhatIsWrongWithAQuestion) {
  run("tell", {"something"});
  const Ran query = run("search", {"(late"});
  EXPECT_EQ(query.code, kExitUsage);
  EXPECT_THAT(query.err, HasSubstr("firsthand: "));
  EXPECT_THAT(query.out, IsEmpty());
  EXPECT_THAT(run("search", {"--sort", "up"}).err, HasSubstr("gap_low"));
  EXPECT_THAT(run("search", {"--limit", "5000"}).err, HasSubstr("from 0 to 1000"));
  EXPECT_EQ(run("tell", {"x", "--felt", "eleven"}).code, kExitUsage);
  EXPECT_EQ(run("tell", {"x", "--felt", "11"}).code, kExitUsage);
}

TEST_F(Commands, MakesNoDataByLookingForIt) {
  for (const char* command : {"search", "columns", "status", "verify", "rebuild", "export"}) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.code, kExitUsage) << command;
    EXPECT_THAT(ran.err, HasSubstr("no data in"));
    EXPECT_FALSE(std::filesystem::exists(data_));
  }
}

TEST_F(Commands, VerifiesAndRebuilds) {
  run("tell", {"one"});
  EXPECT_THAT(run("verify").out, HasSubstr("all is well"));
  EXPECT_THAT(run("verify", {"--json"}).out, HasSubstr(R"("sound":true,"findings":[])"));
  std::filesystem::remove_all(data_ + "/index");
  const Ran rebuilt = run("rebuild");
  EXPECT_EQ(rebuilt.code, kExitDone) << rebuilt.err;
  EXPECT_THAT(rebuilt.out, HasSubstr("1 experiences"));
  EXPECT_EQ(number_in(run("search", {"one", "--json"}).out, "total"), 1U);
}

TEST_F(Commands, BacksUpAndRestores) {
  run("tell", {"precious"});
  const std::string backup = temporary_ + "/backup.db";
  EXPECT_EQ(run("backup").code, kExitUsage);
  EXPECT_EQ(run("backup", {"--to", backup}).code, kExitDone);
  const Ran again = run("backup", {"--to", backup});
  EXPECT_EQ(again.code, kExitUsage);
  EXPECT_THAT(again.err, HasSubstr("exists already"));
  EXPECT_EQ(run("restore", {"--from", backup}).code, kExitUsage) << "over living data";
  data_ = temporary_ + "/restored";
  const Ran restored = run("restore", {"--from", backup});
  EXPECT_EQ(restored.code, kExitDone) << restored.err;
  EXPECT_EQ(number_in(run("search", {"precious", "--json"}).out, "total"), 1U);
}

TEST_F(Commands, ExportsToAFileOrToItsOutput) {
  run("tell", {"=first"});
  run("tell", {"second"});
  const Ran lines = run("export");
  EXPECT_EQ(lines.code, kExitDone) << lines.err;
  EXPECT_EQ(std::ranges::count(lines.out, '\n'), 2);
  const std::string file = temporary_ + "/all.csv";
  EXPECT_EQ(run("export", {"--format", "csv", "--out", file}).code, kExitDone);
  std::ifstream in(file);
  const std::string csv{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(csv, HasSubstr(",'=first,"));
  EXPECT_EQ(run("export", {"--format", "xml"}).code, kExitUsage);
  EXPECT_EQ(run("export", {"--out", temporary_ + "/no/such/place"}).code, kExitUsage);
}

TEST_F(Commands, RefusesToListenBeyondThisMachine) {
  const Ran ran = run("serve", {"--listen", "0.0.0.0:0"});
  EXPECT_EQ(ran.code, kExitUsage);
  EXPECT_THAT(ran.err, HasSubstr("--behind-proxy"));
  EXPECT_FALSE(std::filesystem::exists(data_));
}

// What a server holds is read through it, and said to be busy where that cannot be.
TEST_F(Commands, AsksTheServerThatHoldsTheData) {
  const auto engine = engine::Engine::open({.directory = data_, .address = "127.0.0.1:0"});
  ASSERT_TRUE(engine) << to_string(engine.error());
  api::ServerOptions options;
  options.port = 0;
  options.threads = 1;
  const auto server = api::Server::start(**engine, options);
  ASSERT_TRUE(server) << to_string(server.error());
  const std::string address = fmt::format("127.0.0.1:{}", (*server)->port());
  ASSERT_TRUE((*engine)->announce(address));

  const Ran told = run("tell", {"Through the server & back", "--stage", "use"});
  EXPECT_EQ(told.code, kExitDone) << told.err;
  EXPECT_EQ(told.out, "kept as e1\n");
  const Ran found = run("search", {"servers", "stage:use", "--facet", "stage", "--facet", "kind",
                                   "--from", "2020", "--match", "any"});
  EXPECT_EQ(found.code, kExitDone) << found.err;
  EXPECT_THAT(run("search", {"servers", "--facet", "stage", "--facet", "kind"}).out,
              HasSubstr("Through the server & back"));
  EXPECT_THAT(run("columns").out, HasSubstr("stage"));
  EXPECT_THAT(run("status").out, HasSubstr(address));
  const Ran wrong = run("search", {"(late"});
  EXPECT_EQ(wrong.code, kExitUsage);
  EXPECT_THAT(wrong.err, HasSubstr("q"));
  for (const char* command : {"verify", "rebuild", "export"}) {
    const Ran busy = run(command);
    EXPECT_EQ(busy.code, kExitBusy) << command;
    EXPECT_THAT(busy.err, HasSubstr(address));
  }
  (*server)->stop(1000);
}

}  // namespace
}  // namespace fh::cli
