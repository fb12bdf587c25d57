#include "engine/loosen.h"

#include <gtest/gtest.h>

namespace fh::engine {
namespace {

using landscape::Match;
using landscape::parse_query;

std::string loosened(std::string_view question) {
  return to_text(without_stop_words(*parse_query(question, Match::kAny), question));
}

TEST(WithoutStopWords, LeavesOutWhatSaysLittle) {
  EXPECT_EQ(loosened("what is there for a late train"),
            to_text(*parse_query("what late train", Match::kAny)));
  EXPECT_EQ(loosened("the delay by:employee"),
            to_text(*parse_query("delay by:employee", Match::kAny)));
}

TEST(WithoutStopWords, KeepsWordsThatStandAloneOrInQuotes) {
  EXPECT_EQ(loosened("is it in"), to_text(*parse_query("is it in", Match::kAny)));
  EXPECT_EQ(loosened("\"the\" train"), to_text(*parse_query("\"the\" train", Match::kAny)));
}

TEST(WithoutStopWords, KnowsTheLanguageOfTheQuestion) {
  const std::string question =
      "warum ist der Zug nach der Brücke schon wieder so spät und die Heizung kalt";
  const std::string left = loosened(question);
  EXPECT_EQ(left.find(" der "), std::string::npos) << left;
  EXPECT_NE(left.find("zug"), std::string::npos) << left;
}

}  // namespace
}  // namespace fh::engine
