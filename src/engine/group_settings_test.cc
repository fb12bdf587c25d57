#include "engine/group_settings.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::engine {
namespace {

constexpr std::string_view kWhole =
    R"({"parties":{"employee":5,"partner":0},"columns":{"unit":10,"Shoe size":7},"noise":true,)"
    R"("masked":{"parties":["customer"],"sources":["shop",""]}})";

// Some bytes of it replaced, dropped or doubled.
std::string damaged(Rng& rng) {
  std::string text(kWhole);
  for (uint64_t i = 1 + rng.below(4); i > 0 && !text.empty(); --i) {
    const size_t at = rng.below(text.size());
    switch (rng.below(3)) {
      case 0:
        text[at] = "{}[]\",:0123456789-.eE \xFFx"[rng.below(24)];
        break;
      case 1:
        text.erase(at, 1 + rng.below(6));
        break;
      default:
        text.insert(at, text.substr(at, 1 + rng.below(12)));
    }
  }
  return text;
}

// Goal: whatever comes is refused with words, or is settings that come back as they are and
// leave employees guarded.
TEST(GroupSettingsProperty, OfDamagedTextAreRefusedOrWhole) {
  size_t taken = 0;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    const std::string text = damaged(rng);
    const Result<GroupSettings> settings = read_group_settings(text);
    if (!settings) {
      EXPECT_FALSE(settings.error().message.empty());
      continue;
    }
    ++taken;
    EXPECT_GE(settings->parties.at("employee"), kGroupThresholdLeast);
    const Result<GroupSettings> again = read_group_settings(to_json(*settings));
    ASSERT_TRUE(again) << text;
    EXPECT_EQ(*again, *settings) << text;
  }
  EXPECT_GT(taken, 100U);
}

TEST(GroupSettingsDifference, NamesWhatIsOtherwiseAndNothingElse) {
  const GroupSettings before;
  EXPECT_EQ(difference(before, before), "");
  GroupSettings after;
  after.parties = {{"employee", 7}, {"partner", 0}};
  after.columns = {{"unit", 10}};
  after.masked.parties = {"customer"};
  EXPECT_EQ(difference(before, after),
            "party employee: 5 to 7; column unit: 0 to 10; party customer masked");
  EXPECT_EQ(difference(after, before),
            "party employee: 7 to 5; column unit: 10 to 0; party customer not masked");
}

TEST(GroupSettingsBounds, ManyNamesAndLongOnesAreRefused) {
  GroupSettings settings;
  for (size_t i = 0; i <= kGroupNamesMax; ++i) settings.masked.sources.insert(std::to_string(i));
  EXPECT_EQ(read_group_settings(to_json(settings)).error().code, ErrorCode::kTooLarge);
  settings = {};
  settings.masked.sources.insert(std::string(200, 'a'));
  EXPECT_EQ(read_group_settings(to_json(settings)).error().field, "masked.sources");
  settings = {};
  settings.columns[std::string(200, 'a')] = 5;
  EXPECT_EQ(read_group_settings(to_json(settings)).error().field, "columns");
}

}  // namespace
}  // namespace fh::engine
