#include "cli/terminal.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/export_rows.h"
#include "cli/found_text.h"
#include "cli/progress.h"
#include "cli/serve.h"
#include "model/draft_json.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Terminal, LetsNoControlCharacterThrough) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\xEF\xBF\xBD[31mb");
  EXPECT_EQ(printable("a\nb\tc"), "a b c");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m é 日本"),
            "\xEF\xBF\xBD"
            "31m é 日本");
}

TEST(Terminal, WritesNumbersForPeople) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(bytes_text(17), "17 B");
  EXPECT_EQ(bytes_text(1536), "1.5 KiB");
  EXPECT_EQ(bytes_text(3ULL << 40), "3.0 TiB");
}

TEST(Terminal, IsNotTakenForAStringStream) {
  std::ostringstream stream;
  EXPECT_FALSE(is_terminal(stream));
  EXPECT_FALSE(wants_colour(stream));
}

class HandClock final : public Clock {
 public:
  Instant now() const override { return {}; }
  int64_t steady_us() const override { return us; }
  int64_t us = 0;
};

TEST(Progress, WritesAPlainLineEveryFewSecondsWhenNobodyWatches) {
  std::ostringstream err;
  HandClock clock;
  Progress progress(err, "importing", clock);
  for (int second = 1; second <= 4; ++second) {
    clock.us = second * 1'000'000;
    progress.update(static_cast<uint64_t>(second) * 1000, 20'000, "experiences");
  }
  EXPECT_THAT(err.str(), IsEmpty());
  clock.us = 5'000'000;
  progress.update(5000, 20'000, "experiences");
  progress.update(5001, 20'000, "experiences");
  EXPECT_EQ(err.str(), "importing: 5,000 of 20,000 experiences, 1,000/s, 15 s left\n");
  clock.us = 10'000'000;
  progress.update(10 << 20, 0, "bytes");
  EXPECT_THAT(err.str(), HasSubstr("importing: 10.0 MiB, 1.0 MiB/s\n"));
  progress.finish();
  EXPECT_THAT(err.str(), Not(HasSubstr("\x1b")));
}

TEST(Listen, ReadsHostAndPort) {
  EXPECT_EQ(parse_listen("127.0.0.1:8480")->text(), "127.0.0.1:8480");
  EXPECT_EQ(parse_listen(":0")->text(), "127.0.0.1:0");
  EXPECT_EQ(parse_listen("[::1]:80")->host, "::1");
  EXPECT_EQ(parse_listen("[::1]:80")->text(), "[::1]:80");
  for (const char* wrong : {"", "8480", "localhost", "a:b", "a:", "a:70000", "::1:80", "a:80x"}) {
    EXPECT_FALSE(parse_listen(wrong)) << wrong;
  }
}

TEST(Listen, KnowsWhatIsReachedFromHereOnly) {
  for (const char* here : {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) {
    EXPECT_TRUE(is_loopback(here)) << here;
  }
  for (const char* beyond : {"0.0.0.0", "::", "10.0.0.1", "127.example.org", "firsthand.local"}) {
    EXPECT_FALSE(is_loopback(beyond)) << beyond;
  }
}

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
