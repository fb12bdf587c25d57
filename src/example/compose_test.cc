#include "example/compose.h"

#include <gtest/gtest.h>

#include "example/people.h"

namespace fh::example {
namespace {

using model::Kind;
using model::Party;

Bindings some_bindings() {
  Bindings bindings;
  for (size_t i = 0; i < kBoundCount; ++i) bindings[static_cast<Bound>(i)] = "Bound";
  return bindings;
}

TEST(Compose, LeavesNoBraceAndBeginsWithACapital) {
  const Grammar& grammar = example_grammar();
  Rng rng(3);
  for (const Topic& topic : topics()) {
    for (int i = 0; i < 60; ++i) {
      Tale tale{.topic = &topic,
                .kind = topic.id == "door_question" ? Kind::kQuestion : Kind::kStory,
                .party = topic.party,
                .mood = static_cast<Mood>(i % 3),
                .bindings = some_bindings()};
      const std::string text = compose(grammar, tale, rng);
      ASSERT_FALSE(text.empty());
      EXPECT_EQ(text.find_first_of("{}|$#"), std::string::npos) << text;
      EXPECT_FALSE(text.front() >= 'a' && text.front() <= 'z') << text;
      EXPECT_EQ(text.find("  "), std::string::npos) << text;
      EXPECT_TRUE(text.back() == '.' || text.back() == '?' || text.back() == '!') << text;
    }
  }
}

TEST(Compose, TellsEveryKindInEveryVoice) {
  const Grammar& grammar = example_grammar();
  Rng rng(4);
  for (const auto& [party, topic] :
       {std::pair{Party::kCustomer, "driver"}, std::pair{Party::kEmployee, "shift"},
        std::pair{Party::kPartner, "portal"}}) {
    for (int kind = 0; kind <= static_cast<int>(Kind::kConcern); ++kind) {
      Tale tale{.topic = &topic_named(topic),
                .kind = static_cast<Kind>(kind),
                .party = party,
                .bindings = some_bindings()};
      EXPECT_FALSE(compose(grammar, tale, rng).empty());
    }
  }
}

TEST(Compose, WritesOtherLanguagesOnlyWhereItHasTheWords) {
  Tale tale{.topic = &topic_named("driver"), .kind = Kind::kStory, .lang = "de"};
  EXPECT_TRUE(can_tell(tale));
  tale.kind = Kind::kExpectation;
  EXPECT_FALSE(can_tell(tale));
  tale.kind = Kind::kStory;
  tale.topic = &topic_named("two_singles");
  EXPECT_FALSE(can_tell(tale));
  tale.topic = &topic_named("driver");
  tale.party = Party::kEmployee;
  EXPECT_FALSE(can_tell(tale));
}

TEST(TypedBy, LeavesACarefulPersonsWordsAlone) {
  Rng rng(5);
  EXPECT_EQ(typed_by("The bus was late.", 0, rng), "The bus was late.");
}

TEST(TypedBy, NeverTouchesWhatIsNotAscii) {
  const std::string umlauts = "äöüßéèçœ";
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed);
    const std::string typed = typed_by("Der Zug " + umlauts + " kam nicht.", 1, rng);
    EXPECT_NE(typed.find(umlauts), std::string::npos) << typed;
    EXPECT_FALSE(typed.empty());
  }
}

TEST(TypedBy, MakesEveryKindOfSlip) {
  const std::string text = "Please wait because the minutes between trains are long and cold.";
  bool shorter = false;
  bool longer = false;
  bool lower = false;
  bool abbreviated = false;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Rng rng(seed);
    const std::string typed = typed_by(text, 0.6, rng);
    shorter |= typed.size() < text.size();
    longer |= typed.size() > text.size();
    lower |= typed.starts_with("p");
    abbreviated |= typed.find(" bc ") != std::string::npos;
  }
  EXPECT_TRUE(shorter && longer && lower && abbreviated);
}

}  // namespace
}  // namespace fh::example
