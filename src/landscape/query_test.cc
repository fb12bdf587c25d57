#include "landscape/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <ostream>
#include <string>

#include "base/limits.h"
#include "base/random.h"
#include "base/time.h"
#include "testing/random_queries.h"

namespace fh::landscape {

// How GoogleTest shows a tree.
static void PrintTo(const Node& node, std::ostream* out) {
  *out << to_text(node);
}

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kFirstEver = std::numeric_limits<int64_t>::min();
constexpr int64_t kEndOfTime = std::numeric_limits<int64_t>::max();

Node parsed(std::string_view text, Match match = Match::kAll) {
  Result<Node> node = parse_query(text, match);
  EXPECT_TRUE(node.has_value()) << text << ": " << to_string(node.error());
  return node ? std::move(*node) : Node{PhraseNode{{"not", "parsed"}}};
}

Error error_of(std::string_view text) {
  const Result<Node> node = parse_query(text, Match::kAll);
  EXPECT_FALSE(node.has_value()) << text << " parses to " << to_text(*node);
  return node ? Error{} : node.error();
}

Node word(std::string surface) {
  return Node{WordNode{std::move(surface)}};
}
Node phrase(std::vector<std::string> surfaces) {
  return Node{PhraseNode{std::move(surfaces)}};
}
Node without(Node child) {
  return Node{NotNode{std::make_unique<Node>(std::move(child))}};
}
Node column(std::string name, std::vector<Condition> any_of) {
  return Node{ColumnNode{std::move(name), std::move(any_of)}};
}

template <typename... Nodes>
Node all_of(Nodes... nodes) {
  AndNode all;
  (all.children.push_back(std::move(nodes)), ...);
  return Node{std::move(all)};
}
template <typename... Nodes>
Node any_of(Nodes... nodes) {
  OrNode any;
  (any.children.push_back(std::move(nodes)), ...);
  return Node{std::move(any)};
}

int64_t day(int year, int month, int day_of_month) {
  return start_of_day({.year = year, .month = month, .day = day_of_month}).ms;
}

KeywordIs keyword(std::string folded) {
  return {.folded = std::move(folded), .prefix = false};
}
KeywordIs keyword_prefix(std::string folded) {
  return {.folded = std::move(folded), .prefix = true};
}
NumberIn exactly(double number) {
  return {.low = number, .high = number};
}

TEST(Query, JoinsWordsByAnd) {
  EXPECT_EQ(parsed("late  delivery"), all_of(word("late"), word("delivery")));
  EXPECT_EQ(parsed("late and delivery"), all_of(word("late"), word("delivery")));
  EXPECT_EQ(parsed("Späte\u3000LIEFERUNG"), all_of(word("spate"), word("lieferung")));
}

TEST(Query, IsEverythingWhereNothingIsWritten) {
  for (const char* text : {"", "  \t\n", ":-)", "-", "…  !", "()", "\"\"", "*"}) {
    EXPECT_EQ(parsed(text), Node{AllNode{}}) << text;
  }
  EXPECT_EQ(parsed("late :-("), word("late"));
  EXPECT_EQ(parsed("(late ;)) or -"), word("late"));
}

TEST(Query, BindsNotBeforeAndBeforeOr) {
  EXPECT_EQ(parsed("a -b or not c d"),
            any_of(all_of(word("a"), without(word("b"))), all_of(without(word("c")), word("d"))));
  EXPECT_EQ(parsed("a (b OR c)"), all_of(word("a"), any_of(word("b"), word("c"))));
  EXPECT_EQ(parsed("-(a b)"), without(all_of(word("a"), word("b"))));
  EXPECT_EQ(parsed("--a"), without(without(word("a"))));
}

TEST(Query, TakesOperatorsInQuotesOrMixedCaseAsWords) {
  EXPECT_EQ(parsed("\"or\""), phrase({"or"}));
  EXPECT_EQ(parsed("Or and Not"), all_of(word("or"), word("not")));
  EXPECT_EQ(parsed("ornament nothing android"),
            all_of(word("ornament"), word("nothing"), word("android")));
}

TEST(Query, ReadsPhrasesPrefixesAndFuzzyWords) {
  EXPECT_EQ(parsed("\"Out of Stock\""), phrase({"out", "of", "stock"}));
  EXPECT_EQ(parsed("“out of” „stock“"), all_of(phrase({"out", "of"}), phrase({"stock"})));
  EXPECT_EQ(parsed("Déliv*"), Node{PrefixNode{"deliv"}});
  EXPECT_EQ(parsed("adress~"), (Node{FuzzyNode{"adress", 1}}));
  EXPECT_EQ(parsed("Adress~2"), (Node{FuzzyNode{"adress", 2}}));
}

TEST(Query, ReadsAWordOfSeveralPartsAsAPhrase) {
  EXPECT_EQ(parsed("e-mail"), phrase({"e", "mail"}));
  EXPECT_EQ(parsed("-e-mail"), without(phrase({"e", "mail"})));
}

TEST(Query, ReadsKeywordConditions) {
  EXPECT_EQ(parsed("touchpoint:Check-Out"), column("touchpoint", {keyword("check-out")}));
  EXPECT_EQ(parsed("\"Company Response\":\"Closed with relief\""),
            column("company_response", {keyword("closed with relief")}));
  EXPECT_EQ(parsed("product:debt*"), column("product", {keyword_prefix("debt")}));
  EXPECT_EQ(parsed("product:\"debt c\"*"), column("product", {keyword_prefix("debt c")}));
  EXPECT_EQ(parsed("touchpoint:*"), column("touchpoint", {HasValue{}}));
  EXPECT_EQ(parsed("stage:(use or \"first purchase\")"),
            column("stage", {keyword("use"), keyword("first purchase")}));
  EXPECT_EQ(parsed("by:employee"), column("party", {keyword("employee")}));
  EXPECT_EQ(parsed("near:e17"), column("near", {keyword("e17")}));
}

TEST(Query, KeepsEveryReadingAValueAllows) {
  const TimeIn year{.first_ms = day(2026, 1, 1), .end_ms = day(2027, 1, 1)};
  EXPECT_EQ(parsed("model:2026"), column("model", {keyword("2026"), exactly(2026), year}));
  EXPECT_EQ(parsed("model:\"2026\""), parsed("model:2026"));
  EXPECT_EQ(parsed("model:==2026"), column("model", {keyword("2026")}));
  EXPECT_EQ(parsed("due:2026-03-09"),
            column("due", {keyword("2026-03-09"),
                           TimeIn{.first_ms = day(2026, 3, 9), .end_ms = day(2026, 3, 10)}}));
  EXPECT_EQ(parsed("model:2025..2026"),
            column("model", {NumberIn{.low = 2025, .high = 2026},
                             TimeIn{.first_ms = day(2025, 1, 1), .end_ms = day(2027, 1, 1)}}));
}

TEST(Query, ReadsNumbersAndTheirRanges) {
  EXPECT_EQ(parsed("felt:<4"),
            column("felt", {NumberIn{.low = -kInfinity, .high = 4, .high_open = true}}));
  EXPECT_EQ(parsed("felt:>=7.5"), column("felt", {NumberIn{.low = 7.5, .high = kInfinity}}));
  EXPECT_EQ(parsed("gap:-2..0"), column("gap", {NumberIn{.low = -2, .high = 0}}));
  EXPECT_EQ(parsed("gap:>-2..<0"),
            column("gap", {NumberIn{.low = -2, .high = 0, .low_open = true, .high_open = true}}));
  EXPECT_EQ(parsed("felt:8"), column("felt", {exactly(8)}));
  EXPECT_EQ(parsed("felt:=8"), column("felt", {exactly(8)}));
}

TEST(Query, ReadsTimesAsThePeriodsTheyName) {
  EXPECT_EQ(parsed("lived_at:2026-01"),
            column("lived_at", {TimeIn{.first_ms = day(2026, 1, 1), .end_ms = day(2026, 2, 1)}}));
  EXPECT_EQ(parsed("lived_at:<2026"),
            column("lived_at", {TimeIn{.first_ms = kFirstEver, .end_ms = day(2026, 1, 1)}}));
  EXPECT_EQ(parsed("told_at:>2026-12"),
            column("told_at", {TimeIn{.first_ms = day(2027, 1, 1), .end_ms = kEndOfTime}}));
  EXPECT_EQ(parsed("lived_at:2025-03..2025-06"),
            column("lived_at", {TimeIn{.first_ms = day(2025, 3, 1), .end_ms = day(2025, 7, 1)}}));
  EXPECT_EQ(parsed("since:2026-01"),
            column("lived_at", {TimeIn{.first_ms = day(2026, 1, 1), .end_ms = kEndOfTime}}));
  EXPECT_EQ(parsed("until:2024-02"),
            column("lived_at", {TimeIn{.first_ms = kFirstEver, .end_ms = day(2024, 3, 1)}}));
  EXPECT_EQ(parsed("lived_at:2024-03-09T10:15"),
            column("lived_at", {TimeIn{.first_ms = day(2024, 3, 9) + 36'900'000,
                                       .end_ms = day(2024, 3, 9) + 36'960'000}}));
}

TEST(Query, TakesColonsThatNameNoColumnAsPartOfTheWord) {
  EXPECT_EQ(parsed("10:30"), parsed("\"10:30\""));
  EXPECT_EQ(parsed("https://example.org/a"), parsed("\"https://example.org/a\""));
  EXPECT_EQ(parsed("re\\:late"), parsed("\"re:late\""));
}

TEST(Query, JoinsWordsByOrOnRequest) {
  const Node felt = parsed("felt:<4");
  EXPECT_EQ(
      parsed("late \"out of\" -refund felt:<4", Match::kAny),
      all_of(any_of(word("late"), phrase({"out", "of"})), without(word("refund")), clone(felt)));
  EXPECT_EQ(parsed("late felt:<4", Match::kAny), all_of(word("late"), clone(felt)));
  EXPECT_EQ(parsed("late and slow parcel", Match::kAny),
            any_of(all_of(word("late"), word("slow")), word("parcel")));
  EXPECT_EQ(parsed("(late slow) parcel", Match::kAny),
            all_of(word("parcel"), any_of(word("late"), word("slow"))));
}

struct BadQuery {
  const char* text;
  int64_t position;
  const char* message;
};

TEST(Query, PointsAtWhatItCannotRead) {
  const BadQuery kBad[] = {
      {"späte \"lieferung", 7, "The quote opened at character 7 is never closed"},
      {"a (b or c", 2, "The bracket opened at character 3 is never closed"},
      {"a b)", 3, "The bracket closed at character 4 was never opened"},
      {"or late", 0, "Nothing stands before this \"or\""},
      {"( or late)", 2, "Nothing stands before this \"or\""},
      {"late or", 5, "Nothing follows this \"or\""},
      {"and late", 0, "Nothing stands before this \"and\""},
      {"late and )", 5, "Nothing follows this \"and\""},
      {"not", 0, "Nothing follows this \"not\""},
      {"felt:high", 5, "felt: needs a number or a range such as <4, >=7, 2..5"},
      {"felt:", 5, "felt: needs a number or a range such as <4, >=7, 2..5"},
      {"touchpoint: checkout", 11, "touchpoint: needs a value"},
      {"lived_at:monday", 9, "lived_at: needs a date such as 2026, 2026-03, 2026-03-09 or a range"},
      {"since:yesterday", 6, "since: needs a date such as 2026, 2026-03 or 2026-03-09"},
      {"model:<abc", 6, "model: a range needs a number or a date at each end"},
      {"model:5..abc", 6, "model: a range needs a number or a date at each end"},
      {"felt:5..2", 5, "felt: the range runs backwards"},
      {"felt:[2 TO 5]", 5, "felt: ranges are written with two dots"},
      {"stage:(use purchase)", 11, "stage: values in brackets are joined by \"or\""},
      {"stage:(use", 6, "The bracket opened at character 7 is never closed"},
      {"de*v", 2, "A * stands only at the end of a word"},
      {"e-mail*", 0, "* stands behind one word; this is read as 2 words"},
      {"adress~3", 6, "A fuzzy word may differ by 1 or 2 characters only"},
      {"\"out of\"~2", 8, "A phrase is matched as it stands, without * or ~"},
      {"late || slow", 5, "| is not an operator here"},
      {"!late", 0, "! is not an operator here"},
      {"late^2", 4, "Words cannot be given a weight"},
      {"late \xC3(", 5, "the query is not UTF-8 text"},
  };
  for (const BadQuery& bad : kBad) {
    const Error error = error_of(bad.text);
    EXPECT_EQ(error.message, bad.message) << bad.text;
    EXPECT_EQ(error.position, bad.position) << bad.text;
    EXPECT_EQ(error.field, "q");
    EXPECT_EQ(error.code, ErrorCode::kInvalid);
    EXPECT_THAT(error.advice, testing::Not(testing::IsEmpty())) << bad.text;
  }
}

std::string repeated(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

// A combining mark alone folds to nothing; it once became a word that nothing is.
TEST(Query, AVerbatimWordThatFoldsToNothingIsNoWord) {
  EXPECT_EQ(parsed("late ==\xcc\xbd"), parsed("late"));
  EXPECT_EQ(parsed("==\"\xcc\xbd late\""), parsed("==\"late\""));
}

TEST(Query, HasALimitOnBytes) {
  const std::string at_limit = "a" + std::string(limits::kQueryBytesMax - 1, ' ');
  EXPECT_EQ(parsed(at_limit), word("a"));
  const Error error = error_of(at_limit + " ");
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_EQ(error.message, "the query has 8193 bytes; the limit is 8192");
}

TEST(Query, HasALimitOnNesting) {
  constexpr size_t kMax = limits::kQueryDepthMax;
  EXPECT_EQ(parsed(repeated("(", kMax) + "a" + repeated(")", kMax)), word("a"));
  const Error brackets = error_of(repeated("(", kMax + 1) + "a" + repeated(")", kMax + 1));
  EXPECT_EQ(brackets.code, ErrorCode::kTooLarge);
  EXPECT_EQ(error_of(repeated("-", 4000) + "a").code, ErrorCode::kTooLarge);
  EXPECT_EQ(error_of(repeated("not ", 1000) + "a").code, ErrorCode::kTooLarge);
}

TEST(Query, HasALimitOnWordsAndValues) {
  constexpr size_t kMax = limits::kQueryLeavesMax;
  EXPECT_TRUE(parse_query(repeated("a ", kMax), Match::kAll));
  EXPECT_EQ(error_of(repeated("a ", kMax + 1)).code, ErrorCode::kTooLarge);
  EXPECT_EQ(error_of('"' + repeated("a ", kMax + 1) + '"').code, ErrorCode::kTooLarge);
  EXPECT_EQ(error_of(repeated("c:1 ", kMax + 1)).code, ErrorCode::kTooLarge);
  EXPECT_EQ(error_of("c:(1" + repeated(" or 1", kMax) + ")").code, ErrorCode::kTooLarge);
}

TEST(Query, CloneIsEqualAndApart) {
  const Node node = parsed("a (b or -\"c d\") e* f~2 stage:(use or 7) felt:<4");
  EXPECT_EQ(clone(node), node);
}

TEST(Query, WritesWhatItReadsBack) {
  for (const char* text :
       {"late delivery", "\"out of stock\"", "a (b or c) or -d", "deliv* adress~ adress~2",
        "stage:(use or purchase)", "product:\"a \\\"quoted\\\" one\"", "model:2026 model:==2026",
        "felt:>2..<8 gap:-2..0 felt:<4", "since:2026-01 until:2026-03 lived_at:<=9999",
        "Or And Not", "\"by\":x \"since\":y \"a column\":*", "½ ﷺ", "\"½ ﷺ x\"", "model:inf..inf",
        "felt:(==8 or 8)", "x:==\"\" x:==\"\"*", "-*", "--a", "lived_at:>9999 lived_at:<0001"}) {
    const Node node = parsed(text);
    EXPECT_EQ(parsed(to_text(node)), node) << text << " was written as " << to_text(node);
  }
}

// Goal: to_text() and parse_query() are each other's inverse on every tree there is
// text for, whatever its shape and the characters in it.
TEST(Query, WritesRandomTreesSoThatTheyReadBack) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    Rng rng(seed);
    const Node node = random_tree(rng, {.depth_max = 4, .odd_characters = true});
    const std::string text = to_text(node);
    if (text.size() > limits::kQueryBytesMax) continue;
    const Result<Node> again = parse_query(text, Match::kAll);
    ASSERT_TRUE(again.has_value()) << "seed=" << seed << " " << text << "\n"
                                   << to_string(again.error());
    ASSERT_EQ(*again, node) << "seed=" << seed << " " << text << "\n" << to_text(*again);
  }
}

// Goal: any bytes give a tree or an error, and what gives a tree can be written.
TEST(Query, ReadsAnyCharactersWithoutHarm) {
  constexpr std::string_view kPieces[] = {
      "a",    "late", " ",  "(",  ")",  "\"",  "-",   ":",     "*",  "~",
      "<",    ">",    "=",  "..", "or", "and", "not", "felt:", "x:", "since:",
      "2026", "-03",  "\\", "“",  "é",  "½",   "送",  "\xC3",  "'",  "|"};
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(14); i > 0; --i) text += kPieces[rng.below(std::size(kPieces))];
    const Match match = rng.chance(0.5) ? Match::kAll : Match::kAny;
    const Result<Node> node = parse_query(text, match);
    if (!node) {
      ASSERT_FALSE(node.error().message.empty());
      ASSERT_LE(node.error().position, static_cast<int64_t>(text.size())) << text;
      continue;
    }
    const Result<Node> again = parse_query(to_text(*node), Match::kAll);
    ASSERT_TRUE(again.has_value()) << text << " → " << to_text(*node);
    ASSERT_EQ(*again, *node) << text << " → " << to_text(*node);
  }
}

}  // namespace
}  // namespace fh::landscape
