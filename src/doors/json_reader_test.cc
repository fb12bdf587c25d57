#include "doors/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/doors_fixture.h"

namespace fh::doors {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

TEST(JsonRows, ReadsOneObjectALine) {
  const ReadText read = read_text("{\"id\":1,\"text\":\"a\"}\n\n{\"id\":2,\"text\":\"b\"}\n");
  EXPECT_EQ(read.settings.name, "ndjson");
  EXPECT_THAT(read.rows, ElementsAre(ElementsAre("1", "a"), ElementsAre("2", "b")));
}

TEST(JsonRows, ReadsAListASpreadObjectAndAStream) {
  for (const char* text : {R"([{"id":1,"t":"[a}"},
                              {"id":2,"t":"b\"{"}])",
                           R"({"count":2,"meta":{"x":[1]},"tickets":[{"id":1,"t":"[a}"},{"id":2,
                              "t":"b\"{"}],"next":[{"no":1}]})",
                           "{\n \"id\":1,\n \"t\":\"[a}\"}\n{\"id\":2,\"t\":\"b\\\"{\"}"}) {
    SCOPED_TRACE(text);
    const ReadText read = read_text(text);
    EXPECT_EQ(read.settings.name, "json");
    EXPECT_THAT(read.rows, ElementsAre(ElementsAre("1", "[a}"), ElementsAre("2", "b\"{")));
  }
}

TEST(JsonRows, TakesNoListWhoseNameIsNotUtf8ForTheRows) {
  EXPECT_EQ(recognised("{\"id\xFA\":[{\"n\":1}]}").rows_at, "");
}

TEST(JsonRows, FlattensWhatIsNested) {
  const ReadText read = read_text(
      R"({"a":{"b":{"c":1.5}},"tags":["x","y"],"none":null,"yes":true,)"
      R"("fields":[{"id":7,"value":"z"}],"answers":[{"text":"first","n":1},{"text":"second"}]})"
      "\n{}\n");
  EXPECT_THAT(names_of(read.table), ElementsAre("a.b.c", "tags", "yes", "fields.7",
                                                "answers.0.text", "answers.0.n", "answers.1.text"));
  EXPECT_THAT(read.rows[0], ElementsAre("1.5", "x", "y", "true", "z", "first", "1", "second"));
}

TEST(JsonRows, KeepsLargeWholeNumbersExact) {
  EXPECT_THAT(read_text("{\"id\":22631081115127809}\n").rows,
              ElementsAre(ElementsAre("22631081115127809")));
}

TEST(JsonRows, RefusesABrokenLineAndReadsOn) {
  const ReadText read = read_text("{\"id\":1}\n{\"id\":\n[1]\n{\"id\":4}\n{\"id\":5");
  EXPECT_THAT(read.rows, SizeIs(2));
  EXPECT_THAT(read.refused, ElementsAre(Pair(2, HasSubstr("JSON")), Pair(3, HasSubstr("an array")),
                                        Pair(5, HasSubstr("cut off"))));
}

TEST(JsonRows, NamesAListThatIsCutOff) {
  const ReadText read = read_text("[{\"id\":1},{\"id\":2},{\"id\":3,\"te");
  EXPECT_THAT(read.rows, SizeIs(2));
  EXPECT_THAT(read.refused, ElementsAre(Pair(3, HasSubstr("cut off"))));
}

TEST(JsonRows, RefusesARowBeyondTheLimit) {
  const std::string big = "{\"t\":\"" + std::string(kRowBytesMax, 'x') + "\"}";
  const ReadText lines = read_text("{\"t\":\"a\"}\n" + big + "\n{\"t\":\"b\"}\n");
  EXPECT_THAT(lines.rows, ElementsAre(ElementsAre("a"), ElementsAre("b")));
  EXPECT_THAT(lines.refused, ElementsAre(Pair(2, HasSubstr("longer"))));
  const ReadText list = read_text("[{\"t\":\"a\"},\n" + big + ",\n{\"t\":\"b\"}]");
  EXPECT_THAT(list.rows, ElementsAre(ElementsAre("a"), ElementsAre("b")));
}

TEST(JsonRows, ReadsARowThatIsNotUtf8AsWindows1252) {
  const ReadText read = read_text("{\"t\":\"caf\xE9\"}\n{\"t\":\"th\xC3\xA9\"}\n");
  EXPECT_THAT(read.rows, ElementsAre(ElementsAre("café"), ElementsAre("thé")));
  EXPECT_EQ(read.notes.rows_cp1252, 1U);
}

TEST(JsonRows, KnowsFirsthandsOwnShape) {
  EXPECT_TRUE(recognised(R"({"text":"a","felt":7,"lived_at":"2024-03-09"})"
                         "\n")
                  .own_shape);
  EXPECT_TRUE(recognised(R"({"id":"e7","sequence":9,"version":1,"text":"a","told_at":"2024-03-09"})"
                         "\n")
                  .own_shape);
  EXPECT_FALSE(recognised(R"({"id":"x","source":"s","actor":"customer","text":"a"})"
                          "\n")
                   .own_shape);
  EXPECT_FALSE(recognised("{\"text\":\"a\"}\n").own_shape);
}

class OwnShape : public DoorsFixture {};

TEST_F(OwnShape, IsTakenAsItIs) {
  MemorySink sink;
  const std::string path =
      write("own.ndjson",
            R"({"id":"e7","version":2,"text":"a","felt":4,"scale":"1..5","lived_at":"2024-03-09",)"
            R"("signifiers":{"place":{"scale":0.25,"from":"calm","to":"tense"}}})"
            "\n"
            R"({"text":"b","source":"survey","source_id":"s1","told_at":"2024-03-10"})"
            "\n"
            R"({"text":"c","told_at":"2024-03-10","surprise":1})"
            "\n");
  // The odd row comes after those looked at: it is refused alone.
  const ImportReport report = import_file(path, sink, {.mapping = [] {
                                            Mapping mapping;
                                            mapping.format.name = "ndjson";
                                            mapping.format.own_shape = true;
                                            mapping.field(Field::kSource).fixed = "backup";
                                            return mapping;
                                          }()});
  EXPECT_EQ(report.told, 2U);
  EXPECT_EQ(report.refused, 1U);
  EXPECT_EQ(sink.by_id("e7").felt->hundredths, 750);
  EXPECT_EQ(sink.by_id("e7").source, "backup");
  EXPECT_EQ(sink.by_id("s1").source, "survey");
}

}  // namespace
}  // namespace fh::doors
