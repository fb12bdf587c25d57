#include "model/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::model {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(ColumnKey, FoldsCaseAndPunctuation) {
  EXPECT_EQ(column_key("Sub-issue "), "sub_issue");
  EXPECT_EQ(column_key("sub_issue"), "sub_issue");
  EXPECT_EQ(column_key("  What  (exactly)? "), "what_exactly");
  EXPECT_EQ(column_key("labels.reason"), "labels.reason");
  EXPECT_EQ(column_key("Größe"), "größe");
  EXPECT_EQ(column_key("--"), "");
  EXPECT_EQ(column_key(""), "");
}

TEST(ColumnKey, IsIdempotent) {
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    Rng rng(seed);
    std::string name;
    for (uint64_t i = rng.below(12); i > 0; --i) name += static_cast<char>(rng.below(256));
    ASSERT_EQ(column_key(column_key(name)), column_key(name)) << "seed=" << seed;
  }
}

TEST(Columns, LeaveOutWhatIsNotKnown) {
  Experience experience;
  experience.told_at = {5};
  EXPECT_THAT(columns_of(experience), ElementsAre(ColumnEntry{"kind", "kind", std::string("story")},
                                                  ColumnEntry{"told_at", "told_at", Instant{5}}));
}

TEST(Columns, HoldEveryAttribute) {
  Experience experience;
  experience.source = "app";
  experience.party = Party::kEmployee;
  experience.function = Function::kDelivery;
  experience.subjects = {{SubjectLevel::kProduct, "kettle"}, {SubjectLevel::kProduct, "lid"}};
  experience.touchpoint = "checkout";
  experience.expected = Rating{800, 8};
  experience.felt = Rating{250, 2.5};
  experience.inferred_lang = "de";
  experience.lived_at = Instant{4};
  const std::vector<ColumnEntry> columns = columns_of(experience);
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, ColumnValue>>{{"source", std::string("app")},
                                                        {"party", std::string("employee")},
                                                        {"function", std::string("delivery")},
                                                        {"product", std::string("kettle")},
                                                        {"product", std::string("lid")},
                                                        {"touchpoint", std::string("checkout")},
                                                        {"expected", 8.0},
                                                        {"felt", 2.5},
                                                        {"gap", -5.5},
                                                        {"lang", std::string("de")},
                                                        {"lived_at", Instant{4}}}) {
    EXPECT_THAT(columns, Contains(ColumnEntry{name, name, value})) << name;
    EXPECT_TRUE(is_own_column(name)) << name;
  }
  experience.lang = "en";
  EXPECT_THAT(columns_of(experience), Contains(ColumnEntry{"lang", "lang", std::string("en")}));
}

TEST(Columns, HaveAGapOnlyWhereBothRatingsAre) {
  Experience experience;
  experience.felt = Rating{250, 2.5};
  for (const ColumnEntry& entry : columns_of(experience)) EXPECT_NE(entry.column, "gap");
}

TEST(Columns, HoldSignifiersUnderTheirNames) {
  Experience experience;
  experience.signifiers = {
      {"Sub-issue", std::string("late")},
      {"tags", std::vector<std::string>{"a", "b"}},
      {"age", 41.0},
      {"solved", false},
      {"bought", Instant{9}},
      {"mood", PoleScale{0.25, "calm", "angry"}},
      {"lost", ShareOfThree{{{{"Time", 0.5}, {"money", 0.5}, {"my nerves", 0.0}}}}},
      {"Kind", std::string("x")}};
  const std::vector<ColumnEntry> columns = columns_of(experience);
  const std::vector<ColumnEntry> own(columns.begin() + 2, columns.end());
  EXPECT_THAT(
      own,
      ElementsAre(ColumnEntry{"sub_issue", "Sub-issue", std::string("late")},
                  ColumnEntry{"tags", "tags", std::string("a")},
                  ColumnEntry{"tags", "tags", std::string("b")}, ColumnEntry{"age", "age", 41.0},
                  ColumnEntry{"solved", "solved", std::string("no")},
                  ColumnEntry{"bought", "bought", Instant{9}}, ColumnEntry{"mood", "mood", 0.25},
                  ColumnEntry{"lost.time", "lost: Time", 0.5},
                  ColumnEntry{"lost.money", "lost: money", 0.5},
                  ColumnEntry{"lost.my_nerves", "lost: my nerves", 0.0},
                  ColumnEntry{"signifier.kind", "Kind", std::string("x")}));
}

TEST(Columns, KnowTheirOwn) {
  EXPECT_TRUE(is_own_column("unit"));
  EXPECT_TRUE(is_own_column("told_at"));
  EXPECT_FALSE(is_own_column("age"));
  EXPECT_FALSE(is_own_column(""));
}

}  // namespace
}  // namespace fh::model
