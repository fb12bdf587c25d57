#include "cli/dispatch.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "api/pages.h"
#include "cli/cli_fixture.h"
#include "cli/help.h"
#include "cli/options.h"

// The program has its pages from cmake/Pages.cmake; these tests have none.
std::span<const fh::api::Page> fh::api::embedded_pages() {
  return {};
}

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string read_project_file(const std::string& name) {
  std::ifstream file(std::filesystem::path(FH_PROJECT_DIR) / name);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(CommandLine, ListsEveryCommandWithItsSummary) {
  const Ran ran = run_words({"--help"});
  EXPECT_EQ(ran.code, kExitDone);
  for (const Command* command : commands()) {
    EXPECT_THAT(ran.out, HasSubstr(std::string(command->name)));
    EXPECT_THAT(ran.out, HasSubstr(std::string(command->summary)));
  }
  EXPECT_EQ(run_words({"help"}).out, ran.out);
  EXPECT_EQ(run_words({}).code, kExitUsage);
}

TEST(CommandLine, ExplainsEveryOptionWithExamples) {
  for (const Command* command : commands()) {
    const Ran ran = run_words({"help", std::string(command->name)});
    EXPECT_EQ(ran.code, kExitDone);
    EXPECT_EQ(run_words({std::string(command->name), "--help"}).out, ran.out);
    std::set<std::string_view> seen;
    for (const Option& option : command->options) {
      EXPECT_THAT(ran.out, HasSubstr("--" + std::string(option.name)));
      EXPECT_FALSE(option.help.empty()) << option.name;
      EXPECT_TRUE(seen.insert(option.name).second) << option.name << " twice";
    }
    ASSERT_THAT(command->examples, Not(IsEmpty())) << command->name;
    for (const Example& example : command->examples) {
      EXPECT_THAT(std::string(example.line), HasSubstr(std::string(command->name)));
      EXPECT_THAT(ran.out, HasSubstr(std::string(example.line)));
    }
  }
}

TEST(CommandLine, IsDescribedInItsDocument) {
  const std::string document = read_project_file("docs/cli.md");
  for (const Command* command : commands()) {
    EXPECT_THAT(document, HasSubstr("`firsthand " + std::string(command->name)));
    for (const Option& option : command->options) {
      EXPECT_THAT(document, HasSubstr("--" + std::string(option.name))) << command->name;
    }
  }
}

TEST(CommandLine, SaysTheVersionOfTheProject) {
  EXPECT_EQ(run_words({"--version"}).out, "firsthand " + std::string(kVersion) + "\n");
  EXPECT_THAT(read_project_file("CMakeLists.txt"),
              HasSubstr("project(firsthand VERSION " + std::string(kVersion) + " "));
}

TEST(CommandLine, SuggestsTheNearestName) {
  const Ran command = run_words({"serch", "late"});
  EXPECT_EQ(command.code, kExitUsage);
  EXPECT_THAT(command.err, HasSubstr("did you mean search?"));
  EXPECT_THAT(run_words({"qqqqqqqq"}).err, Not(HasSubstr("did you mean")));
  EXPECT_THAT(run_words({"help", "exprot"}).err, HasSubstr("did you mean export?"));
  const Ran option = run_words({"search", "late", "--limt", "3"});
  EXPECT_EQ(option.code, kExitUsage);
  EXPECT_THAT(option.err, HasSubstr("did you mean --limit?"));
  EXPECT_THAT(option.err, HasSubstr("firsthand help search"));
}

constexpr auto kNothing = [](const Arguments&, std::ostream&, std::ostream&) { return 0; };

const Command& trial() {
  static const Command command = {
      .name = "trial",
      .summary = "A trial",
      .usage = "WORD…",
      .positional_min = 1,
      .positional_max = 2,
      .options = {{.name = "size", .value = "N", .help = "how big", .fallback = "7"},
                  {.name = "tag", .value = "T", .help = "several", .repeats = true},
                  {.name = "loud", .help = "a flag"}},
      .examples = {},
      .run = kNothing,
  };
  return command;
}

Result<Arguments> parse(const std::vector<std::string>& words) {
  return parse_options(trial(), words);
}

TEST(Options, ReadsBothSpellingsAndFallsBack) {
  const auto arguments = parse({"a", "--size=3", "--tag", "x", "--loud", "--tag=y", "b"});
  ASSERT_TRUE(arguments);
  EXPECT_EQ(arguments->positional, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(arguments->option("size"), "3");
  EXPECT_EQ(arguments->all("tag"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(arguments->flag("loud"));
  const auto plain = parse({"a"});
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->option("size"), "7");
  EXPECT_EQ(plain->option("tag"), std::nullopt);
  EXPECT_FALSE(plain->flag("loud"));
}

TEST(Options, LeavesExclusionsAndWhatFollowsTwoHyphensToTheCommand) {
  const auto excluded = parse({"late", "-refund"});
  ASSERT_TRUE(excluded);
  EXPECT_EQ(excluded->positional, (std::vector<std::string>{"late", "-refund"}));
  const auto ended = parse({"--", "--size", "-"});
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->positional, (std::vector<std::string>{"--size", "-"}));
}

TEST(Options, RefusesWhatItDoesNotUnderstand) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"a", "b", "c"},
                                             {"a", "--size"},
                                             {"a", "--size", "--loud"},
                                             {"a", "--loud=yes"},
                                             {"a", "--size", "1", "--size", "2"},
                                             {"a", "--sise", "1"}}) {
    const auto arguments = parse(words);
    ASSERT_FALSE(arguments);
    EXPECT_EQ(arguments.error().code, ErrorCode::kInvalid);
    EXPECT_THAT(arguments.error().advice, HasSubstr("firsthand help trial"));
  }
}

TEST(Options, ReadsWholeNumbersWithinBounds) {
  EXPECT_EQ(*number_option(*parse({"a"}), "size", 0, 7), 7U);
  EXPECT_FALSE(number_option(*parse({"a"}), "size", 0, 6));
  for (const char* wrong : {"", "x", "3x", "-1", "1.5", "99999999999999999999999"}) {
    EXPECT_FALSE(number_option(*parse({"a", std::string("--size=") + wrong}), "size", 0, 9));
  }
}

}  // namespace
}  // namespace fh::cli
