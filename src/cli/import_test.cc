#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/cli_fixture.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;

class ImportCommand : public CliFixture {
 protected:
  std::string write(const std::string& name, const std::string& content) {
    const std::string path = temporary_ + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string table() {
    return write("reviews.csv",
                 "id,stars,date,text\n1,5,2024-03-01,they were quick and kind to us\n"
                 "2,1,2024-03-02,nobody ever answered any letter\n");
  }
};

TEST_F(ImportCommand, TellsEveryRowOnceHoweverOftenItRuns) {
  const std::string path = table();
  const Ran first = run("import", {path});
  EXPECT_EQ(first.code, kExitDone) << first.err;
  EXPECT_THAT(first.out, HasSubstr("2 told"));
  EXPECT_THAT(first.err, HasSubstr("stars (scale 1..5)"));
  const Ran again = run("import", {path});
  EXPECT_EQ(again.code, kExitDone) << again.err;
  EXPECT_THAT(again.out, HasSubstr("0 told, 2 already there"));
  EXPECT_THAT(run("search", {"quick"}).out, HasSubstr("they were quick and kind to us"));
}

TEST_F(ImportCommand, ChangedRowsAreRefusedOrAmended) {
  run("import", {table()});
  const std::string path = write("reviews.csv",
                                 "id,stars,date,text\n1,4,2024-03-01,they were rather quick to us\n"
                                 "2,1,2024-03-02,nobody ever answered any letter\n");
  const Ran refused = run("import", {path});
  EXPECT_EQ(refused.code, kExitPartly);
  EXPECT_THAT(refused.out, HasSubstr("1 already there, 1 refused"));
  const Ran amended = run("import", {"--amend", path});
  EXPECT_EQ(amended.code, kExitDone);
  EXPECT_THAT(amended.out, HasSubstr("1 amended"));
}

TEST_F(ImportCommand, ADryRunTellsNothingAndItsMappingIsFollowed) {
  const std::string path = table();
  const Ran dry = run("import", {"--dry-run", path});
  EXPECT_EQ(dry.code, kExitDone) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("felt = { column = \"stars\", scale = \"1..5\" }"));
  const Ran told = run("import", {"--json", "--map", write("map.toml", dry.out), path});
  EXPECT_EQ(told.code, kExitDone) << told.err;
  EXPECT_THAT(told.out, HasSubstr("\"told\":2,\"already_told\":0"));
}

TEST_F(ImportCommand, AWrongMappingNamesItsLine) {
  const Ran ran = run("import", {"--map", write("map.toml", "version = 1\nfeelds = 1\n"), table()});
  EXPECT_EQ(ran.code, kExitUsage);
  EXPECT_THAT(ran.err, HasSubstr("map.toml:2"));
}

TEST_F(ImportCommand, AMissingFileIsNamed) {
  const Ran ran = run("import", {temporary_ + "/nothing.csv"});
  EXPECT_EQ(ran.code, kExitUsage);
  EXPECT_THAT(ran.err, HasSubstr("nothing.csv"));
}

}  // namespace
}  // namespace fh::cli
