#include "api/json_answers.h"

#include <gtest/gtest.h>

namespace fh::api {
namespace {

TEST(Utf16Spans, CountAsJavaScriptDoes) {
  const std::string text = "aé€𝄞 late";  // 1, 2, 3, 4 bytes: 1, 1, 1, 2 units
  const std::vector<engine::Span> spans = {{1, 3}, {6, 10}, {11, 15}};
  EXPECT_EQ(utf16_spans(text, spans),
            (std::vector<std::pair<uint32_t, uint32_t>>{{1, 2}, {3, 5}, {6, 10}}));
}

TEST(Utf16Spans, StayInsideTheText) {
  EXPECT_EQ(utf16_spans("ab", std::vector<engine::Span>{{1, 90}}),
            (std::vector<std::pair<uint32_t, uint32_t>>{{1, 2}}));
}

TEST(JsonAnswers, KeepTheSourcesRatingsBesideThePoints) {
  model::Experience experience;
  experience.number = 17;
  experience.expected = model::Rating{.hundredths = 1000, .original = 5};
  experience.felt = model::Rating{.hundredths = 250, .original = 2};
  experience.scale = {.low = 1, .high = 5};
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_experience(json, experience);
  json.end_object();
  EXPECT_NE(out.find(R"("id":"e17")"), std::string::npos);
  EXPECT_NE(out.find(R"("expected":10,"felt":2.5,"gap":-7.5)"), std::string::npos) << out;
  EXPECT_NE(out.find(R"("original":{"expected":5,"felt":2})"), std::string::npos) << out;
}

TEST(JsonAnswers, SayNothingOfTheMeanOfNothing) {
  engine::Found found;
  found.answer.ratings.emplace();
  std::string out;
  JsonWriter json(out);
  write_found(json, found, {});
  EXPECT_NE(out.find(R"("felt":{"count":0,"mean":null,"sd":null,"q25":null)"), std::string::npos)
      << out;
}

TEST(JsonAnswers, BeginTheBinsOfTheGapAtMinusTen) {
  engine::Found found;
  found.answer.ratings.emplace();
  found.answer.ratings->gap.bins.assign(21, 0);
  std::string out;
  JsonWriter json(out);
  write_found(json, found, {});
  EXPECT_NE(out.find(R"({"from":-10,"count":0})"), std::string::npos);
  EXPECT_NE(out.find(R"({"from":10,"count":0})"), std::string::npos);
}

}  // namespace
}  // namespace fh::api
