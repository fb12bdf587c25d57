#include "cli/found_text.h"

#include <gmock/gmock.h>

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kAnswer =
    R"({"total":1234,"landscape":20000,"took_us":1500,"hits":[{"id":"e17","text":"😀 late \u001b[2J delivery",)"
    R"("kind":"concern","lived_at":"2026-03-09T00:00:00Z","told_at":"2026-03-10T00:00:00Z",)"
    R"("touchpoint":"checkout","expected":8,"felt":3,"gap":-5,"highlights":[[3,7]]}],)"
    R"("facets":[{"column":"stage","label":"Stage","distinct":2,"without_value":7,)"
    R"("values":[{"value":"use","experiences":900},{"value":"purchase","experiences":300}]}]})";

TEST(FoundText, ShowsHitsWithMarksAndRatings) {
  JsonParser parser;
  const std::string plain = found_text(*parser.parse(kAnswer), {});
  EXPECT_THAT(plain, HasSubstr("1,234 of 20,000 experiences"));
  EXPECT_THAT(plain, HasSubstr("e17  2026-03-09  concern · checkout · expected 8 felt 3\n"));
  EXPECT_THAT(plain, HasSubstr("Stage  2 different, 7 without\n"));
  EXPECT_THAT(plain, HasSubstr("900"));
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
  const std::string coloured = found_text(*parser.parse(kAnswer), {.colour = true});
  EXPECT_THAT(coloured, HasSubstr("😀 \x1b[1;33mlate\x1b[0m"));
  EXPECT_THAT(coloured, Not(HasSubstr("\x1b[2J")));
}

TEST(FoundText, ShortensALongTextAroundTheFirstMatch) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "filler ";
  const size_t at = text.size();
  text += "needle";
  std::string answer;
  JsonWriter json(answer);
  json.begin_object().key("hits").begin_array().begin_object().member("text", text);
  json.key("highlights").begin_array().begin_array();
  json.value(static_cast<uint64_t>(at)).value(static_cast<uint64_t>(at + 6));
  json.end_array().end_array().end_object().end_array().end_object();
  JsonParser parser;
  const std::string brief = found_text(*parser.parse(answer), {.width = 60});
  EXPECT_THAT(brief, HasSubstr("needle"));
  EXPECT_LT(brief.size(), 500U);
  EXPECT_GT(found_text(*parser.parse(answer), {.full = true}).size(), text.size());
}

}  // namespace
}  // namespace fh::cli
