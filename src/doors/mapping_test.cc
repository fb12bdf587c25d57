#include "doors/mapping.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/random.h"
#include "doors/doors_fixture.h"
#include "doors/draft_writer.h"
#include "doors/map_row.h"
#include "doors/mapping_toml.h"
#include "model/draft_json.h"

namespace fh::doors {
namespace {

using model::Draft;
using model::Signifier;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

// One row of text cells, mapped.
class OneRow {
 public:
  void cell(const std::string& column, std::string_view text, CellType type = CellType::kText) {
    table_.columns.push_back({.name = column});
    row_.add(static_cast<uint32_t>(table_.columns.size() - 1), text, type);
  }
  void list(const std::string& column, const std::vector<std::string>& texts) {
    table_.columns.push_back({.name = column});
    for (const std::string& text : texts) {
      row_.add(static_cast<uint32_t>(table_.columns.size() - 1), text);
      row_.cells.back().in_list = true;
    }
  }
  Draft map(const Mapping& mapping) {
    Mapper mapper(mapping);
    row_.number = 3;
    const Result<Draft> draft = mapper.map(row_, table_);
    EXPECT_TRUE(draft.has_value());
    notes_ = mapper.notes();
    return draft ? *draft : Draft{};
  }
  const MappingNotes& notes() const { return notes_; }

 private:
  Table table_;
  Row row_;
  MappingNotes notes_;
};

FieldRule by_column(std::string column) {
  FieldRule rule;
  rule.columns = {std::move(column)};
  return rule;
}

TEST(MapRow, FillsTheDraftAsTheMappingSays) {
  OneRow row;
  row.cell("what", "It came late. ");
  row.cell("head", "Late");
  row.cell("on", "3/9/24");
  row.cell("stars", "4");
  row.cell("who", "Patient");
  row.cell("firm", "Acme");
  row.cell("tongue", "en-GB");
  Mapping mapping;
  mapping.field(Field::kText).columns = {"head", "what"};
  mapping.field(Field::kLivedAt) = by_column("on");
  mapping.field(Field::kLivedAt).format = DateFormat::kMonthDayYear;
  mapping.field(Field::kFelt) = by_column("stars");
  mapping.field(Field::kFelt).scale = "1..5";
  mapping.field(Field::kParty) = by_column("who");
  mapping.field(Field::kParty).values = {{"patient", "customer"}};
  mapping.field(Field::kLang) = by_column("tongue");
  mapping.field(Field::kSource).fixed = "survey";
  mapping.subjects = {{.level = model::SubjectLevel::kOrganisation, .column = "firm", .fixed = {}}};
  const Draft draft = row.map(mapping);
  EXPECT_EQ(draft.text, "Late\n\nIt came late. ");
  EXPECT_EQ(draft.lived_at, "2024-03-09T00:00:00Z");
  EXPECT_EQ(draft.felt, 4);
  EXPECT_EQ(draft.scale, "1..5");
  EXPECT_EQ(draft.party, "customer");
  EXPECT_EQ(draft.lang, "en");
  EXPECT_EQ(draft.source, "survey");
  EXPECT_THAT(draft.subjects, ElementsAre(Pair("organisation", "Acme")));
  EXPECT_THAT(draft.source_id, HasSubstr("row 3 "));
}

TEST(MapRow, KeepsOddValuesAsWritten) {
  OneRow row;
  row.cell("text", "words");
  row.cell("on", "24-Feb");
  row.cell("stars", "7");
  row.cell("age", "forty");
  Mapping mapping;
  mapping.field(Field::kText) = by_column("text");
  mapping.field(Field::kLivedAt) = by_column("on");
  mapping.field(Field::kFelt) = by_column("stars");
  mapping.field(Field::kFelt).scale = "1..5";
  mapping.signifiers = {{.column = "age", .name = "age", .type = ValueType::kNumber}};
  const Draft draft = row.map(mapping);
  EXPECT_EQ(draft.lived_at, "");
  EXPECT_FALSE(draft.felt.has_value());
  EXPECT_THAT(draft.signifiers,
              testing::UnorderedElementsAre(Signifier{"on as written", "24-Feb"},
                                            Signifier{"stars as written", "7"},
                                            Signifier{"age as written", "forty"}));
  EXPECT_EQ(row.notes().as_written, 3U);
}

TEST(MapRow, ARowWithoutWordsIsAnInteraction) {
  OneRow row;
  row.cell("text", " None ");
  row.cell("issue", "late");
  Mapping mapping;
  mapping.absent = {"", "None"};
  mapping.field(Field::kText) = by_column("text");
  const Draft draft = row.map(mapping);
  EXPECT_EQ(draft.kind, "interaction");
  EXPECT_THAT(draft.signifiers, ElementsAre(Signifier{"issue", "late"}));
}

TEST(MapRow, TakesUnnamedColumnsAsTheFormatTypedThem) {
  OneRow row;
  row.cell("text", "words");
  row.cell("n", "3", CellType::kNumber);
  row.cell("b", "true", CellType::kBool);
  row.list("tags", {"a", "b", "a"});
  Mapping mapping;
  mapping.field(Field::kText) = by_column("text");
  EXPECT_THAT(row.map(mapping).signifiers,
              ElementsAre(Signifier{"n", 3.0}, Signifier{"b", true},
                          Signifier{"tags", std::vector<std::string>{"a", "b"}}));
  mapping.others = Others::kDrop;
  EXPECT_THAT(row.map(mapping).signifiers, IsEmpty());
}

TEST(MapRow, GathersColumnsOfOneName) {
  OneRow row;
  row.cell("Feel", "glad");
  row.cell("Feel (2)", "");
  row.cell("Feel (3)", "sad");
  row.cell("Tags", "x; y;x");
  Mapping mapping;
  for (const char* column : {"Feel", "Feel (2)", "Feel (3)"}) {
    mapping.signifiers.push_back({.column = column, .name = "Feel", .type = ValueType::kKeywords});
  }
  mapping.signifiers.push_back(
      {.column = "Tags", .name = "Tags", .type = ValueType::kKeywords, .separator = ";"});
  EXPECT_THAT(row.map(mapping).signifiers,
              ElementsAre(Signifier{"Feel", std::vector<std::string>{"glad", "sad"}},
                          Signifier{"Tags", std::vector<std::string>{"x", "y"}}));
}

TEST(MapRow, LongValuesJoinTheWords) {
  OneRow row;
  const std::string at(limits::kKeywordBytesMax, 'a');
  const std::string over(limits::kKeywordBytesMax + 1, 'b');
  row.cell("text", "words");
  row.cell("why", at);
  row.cell("more", over);
  Mapping mapping;
  mapping.field(Field::kText) = by_column("text");
  const Draft draft = row.map(mapping);
  EXPECT_EQ(draft.text, "words\n\n" + over);
  EXPECT_THAT(draft.signifiers, ElementsAre(Signifier{"why", at}));
  EXPECT_EQ(row.notes().joined_words, 1U);
}

TEST(MapRow, PutsTwoRatingsOnOneScale) {
  OneRow row;
  row.cell("hoped", "8");
  row.cell("stars", "2");
  Mapping mapping;
  mapping.field(Field::kExpected) = by_column("hoped");
  mapping.field(Field::kExpected).scale = "0..10";
  mapping.field(Field::kFelt) = by_column("stars");
  mapping.field(Field::kFelt).scale = "1..5";
  const Draft draft = row.map(mapping);
  EXPECT_EQ(draft.scale, "1..5");
  EXPECT_DOUBLE_EQ(*draft.expected, 4.2);
  EXPECT_DOUBLE_EQ(*draft.felt, 2);
}

TEST(MapRow, NoTwoSignifiersMeetInOneColumn) {
  OneRow row;
  row.cell("Sub issue", "a");
  row.cell("sub-issue", "b");
  row.cell("?!", "c");
  const Draft draft = row.map({});
  ASSERT_THAT(draft.signifiers, SizeIs(3));
  const Instant now = start_of_day({.year = 2026, .month = 1, .day = 1});
  EXPECT_TRUE(model::validate(draft, now).has_value());
}

TEST(Values, ReadsNumbersAsPeopleWriteThem) {
  EXPECT_EQ(parse_number("40"), 40);
  EXPECT_EQ(parse_number(" -1.5 "), -1.5);
  EXPECT_EQ(parse_number("3,5"), 3.5);
  EXPECT_EQ(parse_number("80%"), 80);
  EXPECT_EQ(parse_number("4/5"), 4);
  EXPECT_EQ(parse_number("5 stars"), 5);
  for (const char* text : {"", "1,234", "x", "4 of", "nan", "inf", "-", "1-2", "0x1F"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(Values, CutsLongColumnNamesAtAWord) {
  EXPECT_EQ(signifier_name(" State "), "State");
  std::string question = "Do you";
  while (question.size() < 200) question += " believe über";
  const std::string name = signifier_name(question);
  EXPECT_LE(name.size(), limits::kNameBytesMax);
  EXPECT_THAT(name, testing::EndsWith("…"));
  EXPECT_TRUE(is_utf8(name));
}

Mapping full_mapping() {
  Mapping mapping;
  mapping.format.dialect.delimiter = ';';
  mapping.format.dialect.comment = ';';
  mapping.format.dialect.escape = Escape::kBackslash;
  mapping.format.dialect.row_end = RowEnd::kReturn;
  mapping.format.header_rows = 3;
  mapping.format.short_rows = true;
  mapping.absent = {"", "N/A", "\"none\"\n"};
  mapping.time_zone = "+01:00";
  mapping.field(Field::kText).columns = {"a \"b\"", "c\\d"};
  mapping.field(Field::kLivedAt) = by_column("when");
  mapping.field(Field::kLivedAt).format = DateFormat::kDayMonthYear;
  mapping.field(Field::kFelt) = by_column("stars");
  mapping.field(Field::kFelt).scale = "1..5";
  mapping.field(Field::kParty) = by_column("who");
  mapping.field(Field::kParty).values = {{"guest", "customer"}, {"staff", "employee"}};
  mapping.field(Field::kParty).otherwise = "other";
  mapping.field(Field::kSource).fixed = "süß";
  mapping.subjects = {{model::SubjectLevel::kProduct, "p", ""},
                      {model::SubjectLevel::kIndustry, "", "rail"}};
  mapping.signifiers = {
      {.column = "z", .name = "z", .type = ValueType::kKeywords, .separator = "\n"},
      {.column = "a.b", .name = "other", .type = ValueType::kDate},
      {.column = "", .name = "empty", .type = ValueType::kYesNo}};
  mapping.signifiers[1].format = DateFormat::kEpochMillis;
  mapping.dropped = {"x", "y"};
  mapping.others = Others::kDrop;
  return mapping;
}

TEST(MappingToml, ReadsBackWhatItWrites) {
  const Mapping mapping = full_mapping();
  const std::string text = write_mapping(mapping);
  const Result<Mapping> read = read_mapping(text, "map.toml");
  ASSERT_TRUE(read.has_value()) << read.error().message << "\n" << text;
  EXPECT_EQ(*read, mapping) << text;
  EXPECT_EQ(write_mapping(*read), text);
}

TEST(MappingToml, NamesTheLineOfWhatItDoesNotKnow) {
  const auto error = [](std::string_view text) {
    const auto read = read_mapping(text, "map.toml");
    EXPECT_FALSE(read.has_value()) << text;
    return read ? std::string() : to_string(read.error());
  };
  EXPECT_THAT(error("version = 2\n"), HasSubstr("map.toml:1"));
  EXPECT_THAT(error("version = 1\n[format]\ndelimeter = \",\"\n"), HasSubstr("map.toml:3"));
  EXPECT_THAT(error("version = 1\n[format]\ndelimeter = \",\"\n"), HasSubstr("format.delimeter"));
  EXPECT_THAT(error("version = 1\n[fields]\nmood = { column = \"x\" }\n"), HasSubstr("map.toml:3"));
  EXPECT_THAT(error("version = 1\n[fields]\nfelt = { column = \"x\" }\n"), HasSubstr("scale"));
  EXPECT_THAT(error("version = 1\n[fields]\nlang = { columns = [\"x\", \"y\"] }\n"),
              HasSubstr("only one column"));
  EXPECT_THAT(error("version = 1\n[signifiers]\nx = { type = \"keywrd\" }\n"), HasSubstr("keywrd"));
  EXPECT_THAT(error("version = 1\n[signifiers]\n\"?\" = { type = \"number\" }\n"),
              HasSubstr("map.toml:3"));
  EXPECT_THAT(error("version = 1\n[values]\ntime_zone = \"Mars\"\n"), HasSubstr("+01:00"));
  EXPECT_THAT(error("version = 1\n[columns\n"), HasSubstr("map.toml:2"));
  EXPECT_THAT(error("version = 1\nextra = 1\n"), HasSubstr("extra"));
}

TEST(DraftWriter, WritesWhatReadDraftReads) {
  Draft draft;
  draft.source = "s";
  draft.source_id = "1";
  draft.text = "a \"b\"\n";
  draft.person = "p";
  draft.subjects = {{"product", "loan"}, {"organisation", "bank"}};
  draft.expected = 3.5;
  draft.felt = 2;
  draft.scale = "1..5";
  draft.signifiers = {{"k", "v"},
                      {"ks", std::vector<std::string>{"a", "b"}},
                      {"n", 2.5},
                      {"y", true},
                      {"d", start_of_day({.year = 2024, .month = 3, .day = 9})}};
  std::string text;
  JsonWriter json(text);
  write_draft(json, draft);
  JsonParser parser;
  const auto read = model::read_draft(*parser.parse(text));
  ASSERT_TRUE(read.has_value()) << text;
  EXPECT_EQ(read->text, draft.text);
  EXPECT_EQ(read->source_id, draft.source_id);
  EXPECT_EQ(read->subjects, draft.subjects);
  EXPECT_EQ(read->signifiers, draft.signifiers);
  EXPECT_EQ(read->felt, draft.felt);
  EXPECT_EQ(read->expected, draft.expected);
  EXPECT_EQ(read->scale, draft.scale);
}

}  // namespace
}  // namespace fh::doors
