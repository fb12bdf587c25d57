#include "doors/csv_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "doors/doors_fixture.h"

namespace fh::doors {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

TEST(Csv, GuessesTheDelimiter) {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::string d(1, delimiter);
    const ReadText read =
        read_text("id" + d + "what was said\n1" + d + "good, mostly\n2" + d + "bad; very\n");
    EXPECT_EQ(read.settings.dialect.delimiter, delimiter);
    EXPECT_THAT(names_of(read.table), ElementsAre("id", "what was said"));
  }
}

TEST(Csv, ReadsOneColumnOfTextWithCommas) {
  const ReadText read = read_text("text\ngood, mostly\nno\nbad, and, worse\nfine\nall well\n");
  EXPECT_THAT(names_of(read.table), ElementsAre("text"));
  ASSERT_THAT(read.rows, SizeIs(5));
  EXPECT_EQ(read.rows[2][0], "bad, and, worse");
}

TEST(Csv, KeepsLineBreaksOfAnyKindInsideQuotes) {
  const ReadText read = read_text("id,text\r\n1,\"a\r\nb\rc\nd\"\r\n2,\"e\"\"f\"\r\n");
  ASSERT_THAT(read.rows, SizeIs(2));
  EXPECT_EQ(read.rows[0][1], "a\r\nb\rc\nd");
  EXPECT_EQ(read.rows[1][1], "e\"f");
}

TEST(Csv, ReadsRowsThatEndWithABareReturn) {
  const ReadText read = read_text("id,text\r1,\"a\rb\"\r2,c\r");
  EXPECT_THAT(read.rows, ElementsAre(ElementsAre("1", "a\rb"), ElementsAre("2", "c")));
}

TEST(Csv, TakesABareReturnForACharacterWhereLineFeedsEndRows) {
  const ReadText read = read_text("id,text\n1,a\rb\n2,c\n");
  EXPECT_THAT(read.rows, ElementsAre(ElementsAre("1", "a\rb"), ElementsAre("2", "c")));
}

TEST(Csv, ReadsBackslashEscapes) {
  const ReadText read = read_text(
      "id,text\n1,\"she said \\\"no\\\", and left\"\n2,\"so \\\"what\\\"\"\n3,\"C:\\dir\"\n");
  ASSERT_THAT(read.rows, SizeIs(3));
  EXPECT_EQ(read.rows[0][1], "she said \"no\", and left");
  EXPECT_EQ(read.rows[2][1], "C:\\dir");
}

TEST(Csv, LosesNothingOfStrayQuotes) {
  const ReadText read = read_text("id,text\n1,5\" screen\n2,\"he said \"hi\" to me\"\n3,x\n");
  ASSERT_THAT(read.rows, SizeIs(3));
  EXPECT_EQ(read.rows[0][1], "5\" screen");
  EXPECT_EQ(read.rows[1][1], "he said \"hi\" to me");
}

TEST(Csv, ReadsSpacesBeforeQuotes) {
  const ReadText read = read_text("id, text\n1, \"a, b\"\n2, \"c\"\n");
  ASSERT_THAT(read.rows, SizeIs(2));
  EXPECT_EQ(read.rows[0][1], "a, b");
}

TEST(Csv, RefusesRowsOfAnotherWidthAndReadsOn) {
  std::string text = "a,b,c\n";
  for (int i = 0; i < 100; ++i) text += "1,2,3\n";
  const ReadText read = read_text(text + "1,2\n1,2,3,4\n1,2,3,,\n4,5,6\n");
  EXPECT_THAT(read.rows, SizeIs(102));
  EXPECT_THAT(read.refused,
              ElementsAre(Pair(101, HasSubstr("2 of 3")), Pair(102, HasSubstr("4 cells"))));
}

TEST(Csv, TakesShortRowsWhereTheyAreUsual) {
  const ReadText read = read_text("a,b,c\n1,2,3\n1,2\n1\n1,2,3\n1,2\n1,2,3\n");
  EXPECT_THAT(read.refused, IsEmpty());
  EXPECT_EQ(read.notes.rows_short, 3U);
}

TEST(Csv, NamesARowCutOffAtTheEnd) {
  const ReadText cut = read_text("a,b,c\n1,2,3\n4,5,6\n7,8");
  EXPECT_THAT(cut.rows, SizeIs(2));
  EXPECT_THAT(cut.refused, ElementsAre(Pair(3, HasSubstr("cut off"))));
  const ReadText quoted = read_text("a,b,c\n1,2,3\n4,5,6\n7,\"eight and\nsome");
  EXPECT_THAT(quoted.rows, SizeIs(2));
  EXPECT_THAT(quoted.refused, ElementsAre(Pair(3, HasSubstr("cut off"))));
  EXPECT_THAT(read_text("a,b\n1,2\n3,4").rows, SizeIs(2));
}

TEST(Csv, AnUnclosedQuoteSwallowsOneRowOnly) {
  std::string text = "a,b,c\n1,2,3\n4,\"five,6\n";
  for (int i = 0; i < 50; ++i) text += "7,8,9\n";
  const ReadText small = read_text(text);
  EXPECT_THAT(small.rows, SizeIs(51));
  EXPECT_THAT(small.refused, ElementsAre(Pair(2, HasSubstr("quote"))));
  for (int i = 0; i < 400'000; ++i) text += "7,8,9\n";
  const ReadText large = read_text(text);
  EXPECT_THAT(large.rows, SizeIs(400'051));
  EXPECT_THAT(large.refused, ElementsAre(Pair(2, HasSubstr("quote"))));
}

TEST(Csv, ManyUnclosedQuotesDoNotHideTheRowsBehindThem) {
  std::string text = "a,b,c\n";
  for (int i = 0; i < 3000; ++i) text += fmt::format("{},\"{:040},x\n", i, i);
  for (int i = 0; i < 3000; ++i) text += "7,8,9\n";
  const ReadText read = read_with(text, {});
  EXPECT_THAT(read.rows, SizeIs(3000));
  EXPECT_THAT(read.refused, SizeIs(3000));
}

TEST(Csv, RefusesARowBeyondTheLimitWithItsNumber) {
  const ReadText at = read_text("a,b\n1,2\n3," + std::string(kRowBytesMax - 3, 'x') + "\n5,6\n");
  EXPECT_THAT(at.rows, SizeIs(3));
  const ReadText over = read_text("a,b\n1,2\n3," + std::string(kRowBytesMax, 'x') + "\n5,6\n");
  EXPECT_THAT(over.rows, SizeIs(2));
  EXPECT_THAT(over.refused, ElementsAre(Pair(2, HasSubstr("1048576"))));
}

TEST(Csv, SkipsCommentsAndEmptyRows) {
  const ReadText read = read_text("title,text\n; a comment,\nfirst,one\n,\n\nsecond,two\n");
  EXPECT_THAT(read.rows, ElementsAre(ElementsAre("first", "one"), ElementsAre("second", "two")));
  EXPECT_EQ(read.notes.rows_comment, 1U);
  EXPECT_EQ(read.notes.rows_empty, 1U);
}

TEST(Csv, MakesRepeatedAndMissingNamesUnique) {
  const ReadText read = read_text("Feel,Feel,,Feel,\nglad,,x,sad,\nglad,bad,y,sad,\n");
  EXPECT_THAT(names_of(read.table), ElementsAre("Feel", "Feel (2)", "3", "Feel (3)", "5"));
}

TEST(Csv, NumbersTheColumnsWithoutAHeader) {
  const ReadText read = read_text("226310,the coat is late again,0\n233640,where is it,1\n");
  EXPECT_THAT(names_of(read.table), ElementsAre("1", "2", "3"));
  EXPECT_THAT(read.rows, SizeIs(2));
}

TEST(Csv, FollowsAnAnnouncedDelimiter) {
  const ReadText read = read_text("sep=;\nid;text\n1;a,b\n2;c,d\n");
  EXPECT_THAT(names_of(read.table), ElementsAre("id", "text"));
  EXPECT_THAT(read.rows[0], ElementsAre("1", "a,b"));
}

TEST(Csv, FollowsNoAnnouncedDelimiterThatCanBeNone) {
  EXPECT_EQ(recognised("sep=\xB8\nid;text\n1;a\n").rows_skipped, 0U);
  EXPECT_EQ(recognised("sep=a\nid;text\n1;a\n").rows_skipped, 0U);
}

TEST(Csv, LetsAnUnquotedLastColumnHoldDelimiters) {
  std::string text = "time,id,body\n";
  for (int i = 0; i < 20; ++i) text += fmt::format("{},1,a plain statement of some words\n", i);
  text += "7,2,first, second, and third of them\n";
  const ReadText read = read_text(text);
  ASSERT_THAT(read.rows, SizeIs(21));
  EXPECT_THAT(read.rows.back(), ElementsAre("7", "2", "first, second, and third of them"));
}

TEST(Csv, RecognisesQualtrics) {
  const ReadText read = read_text(
      "StartDate,ResponseId,Q1\nStart,Response ID,How was it?\n"
      "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
      "\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n2017-07-18 08:28:09,R_1,fine\n");
  EXPECT_EQ(read.settings.name, "qualtrics");
  EXPECT_THAT(read.rows, ElementsAre(ElementsAre("2017-07-18 08:28:09", "R_1", "fine")));
  EXPECT_EQ(read.table.columns[2].label, "How was it?");
}

TEST(Csv, RecognisesLegacyQualtrics) {
  const ReadText read = read_text(
      "V1,V2,Q1,\nResponseID,ResponseSet,How was it?,\nR_1,Default,fine,\nR_2,Default,bad,\n");
  EXPECT_EQ(read.settings.name, "qualtrics");
  EXPECT_THAT(names_of(read.table), ElementsAre("ResponseID", "ResponseSet", "Q1", "4"));
  EXPECT_THAT(read.rows, SizeIs(2));
}

TEST(Csv, RecognisesSurveyMonkey) {
  const ReadText read = read_text(
      "Respondent ID,Start Date,What happened?,Which apply?,\n"
      ",,Open-Ended Response,late,rude\n118,05/06/2024,It came late,late,\n");
  EXPECT_EQ(read.settings.name, "surveymonkey");
  EXPECT_THAT(names_of(read.table), ElementsAre("Respondent ID", "Start Date", "What happened?",
                                                "Which apply? - late", "Which apply? - rude"));
  EXPECT_THAT(read.rows, SizeIs(1));
}

// Goal: what any dialect writes is read back byte for byte.
struct Written {
  Dialect dialect;
  std::vector<std::vector<std::string>> rows;
  std::string text;
};

std::string random_cell(Rng& rng, const Dialect& dialect) {
  static constexpr std::string_view kOdd = "\"\"\\,;|\t\n\r '`x.7";
  std::string cell;
  const uint64_t length = rng.below(12);
  for (uint64_t i = 0; i < length; ++i) {
    cell += rng.chance(0.4) ? kOdd[rng.below(kOdd.size())] : static_cast<char>('a' + rng.below(26));
  }
  // Without an escape for it a backslash before a quote cannot be written.
  if (dialect.escape == Escape::kBackslash) std::erase(cell, '\\');
  return cell;
}

std::string quoted_cell(const std::string& cell, const Dialect& dialect) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += dialect.escape == Escape::kBackslash ? '\\' : '"';
    out += c;
  }
  return out + '"';
}

Written random_table(Rng& rng, const Dialect& dialect) {
  Written written = {.dialect = dialect, .rows = {}, .text = {}};
  const uint64_t columns = 2 + rng.below(5);
  const std::string end = dialect.row_end == RowEnd::kReturn ? "\r"
                          : rng.chance(0.5)                  ? "\n"
                                                             : "\r\n";
  const auto line = [&](const std::vector<std::string>& cells, bool bare) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) written.text += dialect.delimiter;
      written.text += bare ? cells[i] : quoted_cell(cells[i], dialect);
    }
    written.text += end;
  };
  std::vector<std::string> names;
  for (uint64_t i = 0; i < columns; ++i) names.push_back(fmt::format("column{}", i));
  line(names, true);
  const uint64_t rows = 1 + rng.below(40);
  for (uint64_t r = 0; r < rows; ++r) {
    std::vector<std::string> cells = {fmt::format("r{}", r)};
    for (uint64_t i = 1; i < columns; ++i) cells.push_back(random_cell(rng, dialect));
    line(cells, false);
    written.rows.push_back(std::move(cells));
  }
  return written;
}

TEST(Csv, ReadsBackWhatAnyDialectWrites) {
  for (uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    Dialect dialect;
    dialect.delimiter = std::string_view(",;\t|")[rng.below(4)];
    dialect.escape = rng.chance(0.5) ? Escape::kDoubled : Escape::kBackslash;
    dialect.row_end = rng.chance(0.3) ? RowEnd::kReturn : RowEnd::kLineFeed;
    const Written written = random_table(rng, dialect);
    FormatSettings settings;
    settings.dialect = dialect;
    const ReadText read = read_with(written.text, settings);
    ASSERT_THAT(read.refused, IsEmpty());
    ASSERT_EQ(read.rows, written.rows);
  }
}

}  // namespace
}  // namespace fh::doors
