#include "example/grammar.h"

#include <gtest/gtest.h>

#include <set>

#include "example/compose.h"
#include "example/tables.h"
#include "example/topics.h"

namespace fh::example {
namespace {

Result<Grammar> parse_one(std::string_view table) {
  return Grammar::parse(std::span(&table, 1));
}

std::string only_text(const Grammar& grammar, std::string_view section, const Bindings& bindings) {
  Rng rng(1);
  std::string text;
  grammar.expand(*grammar.section(section), rng, bindings, text);
  return text;
}

TEST(Grammar, FillsSlotsInsideSlotsAndBoundNames) {
  const Result<Grammar> grammar =
      parse_one("$ late: very {slow}\n$ slow: slow\n# a\n{line} was {late}, {line}\n");
  ASSERT_TRUE(grammar) << grammar.error().message;
  Bindings bindings;
  bindings[Bound::kLine] = "Line 4";
  EXPECT_EQ(only_text(*grammar, "a", bindings), "Line 4 was very slow, Line 4");
}

TEST(Grammar, GathersTheChoicesOfASlotNamedTwice) {
  const Result<Grammar> grammar = parse_one("$ x: one|two\n$ x: three\n# a\n{x}\n");
  ASSERT_TRUE(grammar) << grammar.error().message;
  std::set<std::string> seen;
  Rng rng(7);
  for (int i = 0; i < 200; ++i) {
    std::string text;
    grammar->expand(*grammar->section("a"), rng, {}, text);
    seen.insert(text);
  }
  EXPECT_EQ(seen, (std::set<std::string>{"one", "two", "three"}));
}

TEST(Grammar, SaysWhichNameIsUnknown) {
  const Result<Grammar> grammar = parse_one("# a\nit was {lade}\n");
  ASSERT_FALSE(grammar);
  EXPECT_NE(grammar.error().message.find("'lade'"), std::string::npos);
}

TEST(Grammar, RefusesASlotThatLeadsBackToItself) {
  const Result<Grammar> grammar = parse_one("$ a: {b}\n$ b: x|{a}\n# s\n{a}\n");
  ASSERT_FALSE(grammar);
  EXPECT_NE(grammar.error().message.find("leads back"), std::string::npos);
}

TEST(Grammar, RefusesWhatIsNotInTheNotation) {
  for (const std::string_view table :
       {"a pattern before any section\n", "# empty\n", "# a\nopen {brace\n", "$ nameless\n# a\nx\n",
        "$ line: a bound name\n# a\nx\n", "# a\nx\n# a\ny\n"}) {
    EXPECT_FALSE(parse_one(table)) << table;
  }
}

TEST(ExampleTables, AreSoundAndUseEverySlot) {
  const Result<Grammar> grammar = Grammar::parse(all_tables());
  ASSERT_TRUE(grammar) << grammar.error().message;
  EXPECT_GE(grammar->pattern_count(), 900U);
  EXPECT_GE(grammar->slot_count(), 60U);
  for (const std::string_view slot : grammar->unmentioned_slots()) {
    ADD_FAILURE() << "nothing uses the slot '" << slot << "'";
  }
  RecordProperty("patterns", static_cast<int>(grammar->pattern_count()));
  RecordProperty("slots", static_cast<int>(grammar->slot_count()));
}

TEST(ExampleTables, HaveWordsForEveryTopic) {
  const Grammar& grammar = example_grammar();
  std::set<std::string_view> ids;
  for (const Topic& topic : topics()) {
    EXPECT_TRUE(ids.insert(topic.id).second) << topic.id;
    EXPECT_TRUE(grammar.section(std::string(topic.id) + ".thing")) << topic.id;
    const bool asks_only = topic.id == "door_question";
    EXPECT_TRUE(grammar.section(std::string(topic.id) + (asks_only ? ".question" : ".bad")))
        << topic.id;
    if (topic.group.empty()) continue;
    for (const char* lang : {"de.", "fr.", "nl."}) {
      EXPECT_TRUE(grammar.section(lang + std::string(topic.group) + ".bad")) << topic.group;
      EXPECT_TRUE(grammar.section(lang + std::string(topic.group) + ".good")) << topic.group;
    }
  }
}

}  // namespace
}  // namespace fh::example
