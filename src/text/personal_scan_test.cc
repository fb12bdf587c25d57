#include "text/personal_scan.h"

#include <gtest/gtest.h>

#include <string>

#include "text/personal_names.h"
#include "text/personal_run.h"

namespace fh::text {
namespace {

std::string_view word_text(std::string_view text, size_t place) {
  const Word word = word_at(text, place);
  return text.substr(word.begin, word.end - word.begin);
}

TEST(PersonalScan, TakesHyphensAndApostrophesBetweenCapitals) {
  EXPECT_EQ(word_text("Jean-Luc came", 0), "Jean-Luc");
  EXPECT_EQ(word_text("O'Connor", 0), "O'Connor");
  EXPECT_EQ(word_text("Emma's desk", 0), "Emma");
  EXPECT_EQ(word_text("Özdemir,", 0), "Özdemir");
  EXPECT_EQ(word_text("×3", 0), "");
  EXPECT_EQ(word_text(std::string(kWordBytesMax + 1, 'a'), 0), "");
}

TEST(PersonalScan, KnowsCapitalsOfLatinLetters) {
  for (const std::string_view capital : {"A", "É", "Ö", "Ł", "Ş", "Ž", "Ÿ"})
    EXPECT_TRUE(capital_at(capital, 0)) << capital;
  for (const std::string_view other : {"a", "é", "ö", "ł", "ş", "ž", "ÿ", "×", "1", "", "电"}) {
    EXPECT_FALSE(capital_at(other, 0)) << other;
  }
}

TEST(PersonalScan, ReadsTheWordBeforeOverBlanksAndOneMark) {
  const std::string_view text = "Frau Dr.\xC2\xA0Seidel";
  const size_t place = text.find("Seidel");
  const Word title = word_before(text, place, ".");
  EXPECT_EQ(text.substr(title.begin, title.end - title.begin), "Dr");
  EXPECT_TRUE(word_before(text, place, "").empty());
  EXPECT_TRUE(word_before(text, 0, ".").empty());
}

TEST(PersonalScan, FindsWordsWhateverTheirCaseAndMarks) {
  const WordTable table = {{1, "josé anna"}, {2, "anna x"}};
  EXPECT_EQ(table.value_of("Jose"), 1);
  EXPECT_EQ(table.value_of("JOSÉ"), 1);
  EXPECT_EQ(table.value_of("Anna"), 1);  // the first entry that has it
  EXPECT_EQ(table.value_of("X"), 2);
  EXPECT_EQ(table.value_of("ann"), 0);
  EXPECT_EQ(table.value_of(""), 0);
  EXPECT_EQ(table.value_of(std::string(kWordBytesMax + 1, 'a')), 0);
  EXPECT_EQ(WordTable({{1, "a"}}).value_of("b"), 0);
}

TEST(PersonalScan, TellsWhatAWordIsToAName) {
  EXPECT_EQ(name_word("Petra"), NameWord::kGiven);
  EXPECT_EQ(name_word("Mark"), NameWord::kAmbiguous);
  EXPECT_EQ(name_word("Monday"), NameWord::kNever);
  EXPECT_EQ(name_word("Qwertz"), NameWord::kUnknown);
}

TEST(PersonalScan, TakesTheNearestHint) {
  const std::string_view text = "I called about order 12345678";
  EXPECT_EQ(hint_before({.text = text, .lang = "en"}, text.find('1')), Hint::kReference);
  const std::string_view far = "phone, which I have had for many years now, 12345678";
  EXPECT_EQ(hint_before({.text = far, .lang = "en"}, far.find('1')), Hint::kNone);
}

TEST(PersonalRun, PartsDigitsByTheirSeparators) {
  const auto run = run_at("0470/12.34.56 and", 0);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->all(), "0470123456");
  EXPECT_TRUE(run->is_shaped({4, 2, 2, 2}));
  EXPECT_EQ(run->separators[0], '/');
  EXPECT_EQ(run->end(), 13U);
  EXPECT_EQ(run->first(2).all(), "047012");
}

TEST(PersonalRun, EndsWhereASentenceDoes) {
  EXPECT_EQ(run_at("2024. 12 of them", 0)->all(), "2024");
  EXPECT_EQ(run_at("12, 34", 0)->all(), "12");
  EXPECT_EQ(run_at("12 - 34", 0)->all(), "12");
}

TEST(PersonalRun, HoldsNoMoreThanItsDigits) {
  EXPECT_FALSE(run_at(std::string(kRunDigitsMax + 1, '1'), 0));
  EXPECT_EQ(run_at(std::string(kRunDigitsMax, '1'), 0)->size, kRunDigitsMax);
  const auto run = run_at("1 1 1 1 1 1 1 1 1 1 1 1 1", 0);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->groups, kRunGroupsMax);
}

}  // namespace
}  // namespace fh::text
