#include "cli/export_rows.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "model/draft_json.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;

TEST(ExportRows, GuardsASpreadsheetAgainstFormulas) {
  EXPECT_EQ(csv_text("=1+1"), "'=1+1");
  EXPECT_EQ(csv_text("@home, late"), "\"'@home, late\"");
  EXPECT_EQ(csv_text("-5"), "'-5");
  EXPECT_EQ(csv_text("+49"), "'+49");
  EXPECT_EQ(csv_text("\tx"), "'\tx");
  EXPECT_EQ(csv_text("a=b"), "a=b");
  EXPECT_EQ(csv_text("say \"no\"\nplease"), "\"say \"\"no\"\"\nplease\"");
  model::Experience experience;
  experience.signifiers = {{"balance", -0.5}, {"words", std::string("-0.5")}};
  EXPECT_THAT(csv_line(experience, {"balance", "words"}), HasSubstr(",-0.5,'-0.5\r\n"));
}

model::Experience rich_experience() {
  model::Experience experience;
  experience.number = 17;
  experience.sequence = 20;
  experience.version = 2;
  experience.source = "shop";
  experience.source_id = "a-1";
  experience.text = "They said \"no\".\nTwice 😀";
  experience.lived_at = *parse_time("2026-03-09T10:00Z");
  experience.told_at = *parse_time("2026-03-10");
  experience.person_key = "k1";
  experience.party = model::Party::kEmployee;
  experience.subjects = {{model::SubjectLevel::kProduct, "Lamp"}};
  experience.expected = model::Rating{.hundredths = 750, .original = 4};
  experience.felt = model::Rating{.hundredths = 250, .original = 2};
  experience.scale = {.low = 1, .high = 5};
  experience.inferred_lang = "en";
  experience.signifiers = {{"tags", std::vector<std::string>{"late", "box"}},
                           {"urgent", true},
                           {"place", model::PoleScale{.place = 0.25, .from = "cold", .to = "warm"}},
                           {"share", model::ShareOfThree{{{{"a", 0.5}, {"b", 0.25}, {"c", 0.25}}}}},
                           {"due", *parse_time("2026-04-01")}};
  return experience;
}

TEST(ExportRows, WritesNdjsonThatCanBeToldAgain) {
  const model::Experience experience = rich_experience();
  const std::string line = ndjson_line(experience);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  JsonParser parser;
  const auto json = parser.parse(line);
  ASSERT_TRUE(json);
  const auto draft = model::read_draft(*json);
  ASSERT_TRUE(draft) << to_string(draft.error());
  EXPECT_EQ(draft->text, experience.text);
  EXPECT_EQ(draft->source_id, "a-1");
  EXPECT_EQ(draft->person, "k1");
  EXPECT_EQ(draft->expected, 4);
  EXPECT_EQ(draft->scale, "1..5");
  EXPECT_EQ(draft->lang, "");
  EXPECT_EQ(draft->signifiers, experience.signifiers);
}

TEST(ExportRows, WritesAsManyCellsAsTheHeaderNames) {
  const std::vector<std::string> names = {"tags", "urgent", "place", "due", "text", "none"};
  model::Experience experience = rich_experience();
  experience.text = "plain";
  const std::string header = csv_header(names);
  const std::string line = csv_line(experience, names);
  EXPECT_EQ(std::ranges::count(header, ','), std::ranges::count(line, ','));
  EXPECT_THAT(header, HasSubstr(",signifier.text,none\r\n"));
  EXPECT_THAT(line, HasSubstr("\"late; box\",true,0.25,2026-04-01T00:00:00Z,,\r\n"));
}

}  // namespace
}  // namespace fh::cli
