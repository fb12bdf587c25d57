#include "model/draft_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "base/limits.h"
#include "model/validate.h"
#include "testing/fake_clock.h"
#include "testing/random_draft.h"

namespace fh::model {
namespace {

using testing::HasSubstr;

Result<Draft> read(std::string_view text) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(text));
  return read_draft(json);
}

Error refused(std::string_view text) {
  const Result<Draft> draft = read(text);
  EXPECT_FALSE(draft.has_value()) << text;
  return draft ? Error{.message = "accepted"} : draft.error();
}

TEST(DraftJson, ReadsEveryField) {
  const Result<Draft> draft = read(R"({
    "source": "app", "source_id": "1", "text": "late", "kind": "wish", "lived_at": "2024",
    "told_at": "2025", "person": "p", "party": "customer", "function": "delivery",
    "subject": {"level": "product", "name": "kettle"}, "touchpoint": "t", "stage": "use",
    "channel": "web", "unit": "u", "lang": "de", "expected": 8, "felt": 2.5, "scale": "0..10",
    "signifiers": {"a": "x", "b": ["y", "z"], "c": 1.5, "d": true, "e": {"date": "2024-03-09"},
      "f": {"scale": 0.3, "from": "calm", "to": "angry"},
      "g": {"share": {"a": 0.2, "b": 0.3, "c": 0.5}}, "h": null}})");
  ASSERT_TRUE(draft.has_value()) << to_string(draft.error());
  EXPECT_EQ(draft->source, "app");
  EXPECT_EQ(draft->person, "p");
  EXPECT_EQ(draft->lived_at, "2024");
  EXPECT_EQ(draft->expected, 8.0);
  EXPECT_EQ(draft->felt, 2.5);
  EXPECT_EQ(draft->scale, "0..10");
  using Subjects = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(draft->subjects, (Subjects{{"product", "kettle"}}));
  const std::vector<Signifier> signifiers = {
      {"a", std::string("x")},
      {"b", std::vector<std::string>{"y", "z"}},
      {"c", 1.5},
      {"d", true},
      {"e", start_of_day({2024, 3, 9})},
      {"f", PoleScale{0.3, "calm", "angry"}},
      {"g", ShareOfThree{{{{"a", 0.2}, {"b", 0.3}, {"c", 0.5}}}}}};
  EXPECT_EQ(draft->signifiers, signifiers);
}

TEST(DraftJson, TakesSeveralSubjectsAndNulls) {
  const Result<Draft> draft = read(
      R"({"text": "x", "unit": null, "felt": null,
          "subject": [{"level": "product", "name": "a"}, {"level": "service", "name": "b"}]})");
  ASSERT_TRUE(draft.has_value());
  EXPECT_EQ(draft->subjects.size(), 2U);
  EXPECT_EQ(draft->felt, std::nullopt);
}

TEST(DraftJson, NamesUnknownAndRepeatedFields) {
  const Error unknown = refused(R"({"text": "x", "rating": 5})");
  EXPECT_EQ(unknown.field, "rating");
  EXPECT_THAT(unknown.advice, HasSubstr("signifiers"));
  EXPECT_EQ(refused(R"({"text": "x", "text": "y"})").field, "text");
  EXPECT_EQ(refused(R"({"unit": null, "unit": null})").field, "unit");
  EXPECT_EQ(refused(R"({"subject": [{"level": "product"}, {"title": "x"}]})").field,
            "subject[1].title");
  EXPECT_EQ(refused(R"({"signifiers": {"a": 1, "a": 2}})").field, "signifiers.a");
  EXPECT_EQ(refused(R"({"signifiers": {"a": {"scale": 1, "low": "x"}}})").field,
            "signifiers.a.low");
}

TEST(DraftJson, NamesTheFieldOfAWrongType) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {R"({"text": 5})", "text"},
      {R"({"felt": "5"})", "felt"},
      {R"({"subject": "kettle"})", "subject"},
      {R"({"subject": [1]})", "subject[0]"},
      {R"({"subject": {"level": 1}})", "subject.level"},
      {R"({"signifiers": []})", "signifiers"},
      {R"({"signifiers": {"a": [1]}})", "signifiers.a[0]"},
      {R"({"signifiers": {"a": {}}})", "signifiers.a"},
      {R"({"signifiers": {"a": {"date": 1}}})", "signifiers.a.date"},
      {R"({"signifiers": {"a": {"date": "soon"}}})", "signifiers.a.date"},
      {R"({"signifiers": {"a": {"date": "2024", "share": {}}}})", "signifiers.a"},
      {R"({"signifiers": {"a": {"scale": "x"}}})", "signifiers.a.scale"},
      {R"({"signifiers": {"a": {"share": {"a": 1}}}})", "signifiers.a.share"},
      {R"({"signifiers": {"a": {"share": {"a": 1, "b": 0, "c": "x"}}}})", "signifiers.a.share.c"},
      {R"([])", ""}};
  for (const auto& [text, field] : cases) EXPECT_EQ(refused(text).field, field) << text;
}

TEST(DraftJson, BoundsTheSignifiers) {
  std::string text = R"({"signifiers": {)";
  for (size_t i = 0; i <= limits::kSignifiersMax; ++i) {
    text += (i == 0 ? "\"s" : ",\"s") + std::to_string(i) + "\":1";
  }
  EXPECT_EQ(refused(text + "}}").code, ErrorCode::kTooLarge);
}

TEST(DraftJson, WritesWhatIsThereAlone) {
  Experience experience;
  experience.number = 17;
  experience.text = "late";
  experience.told_at = start_of_day({2024, 3, 9});
  experience.expected = Rating{750, 4};
  experience.felt = Rating{250, 2};
  experience.scale = {1, 5};
  experience.inferred_lang = "en";
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_members(json, experience);
  json.end_object();
  EXPECT_EQ(out, R"({"id":"e17","text":"late","kind":"story","told_at":"2024-03-09T00:00:00Z",)"
                 R"("expected":4,"felt":2,"scale":"1..5","points":{"expected":7.5,"felt":2.5},)"
                 R"("gap":-5,"inferred":{"lang":"en"}})");
}

// Without the members that only an experience has; none of them holds text that
// could look like another member.
std::string as_draft(const std::string& written) {
  static const std::regex kOnlyWritten(R"re(,"(?:gap":[-0-9.e]+|points":\{[^}]*\}))re");
  return std::regex_replace(written, kOnlyWritten, "");
}

// Goal: what is written reads back as the same experience.
TEST(DraftJson, ReadsBackWhatItWrites) {
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    const Experience experience = validate(RandomDraft(seed).make(), FakeClock::kStart)->experience;
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    write_members(json, experience);
    json.end_object();
    const Result<Draft> draft = read(as_draft(out));
    ASSERT_TRUE(draft.has_value()) << to_string(draft.error()) << out;
    const Result<Checked> checked = validate(*draft, FakeClock::kStart);
    ASSERT_TRUE(checked.has_value()) << to_string(checked.error()) << out;
    ASSERT_EQ(checked->experience, experience) << out;
  }
}

}  // namespace
}  // namespace fh::model
