// example/truths.h: what is true of the example organisation, on purpose.
//
// The generator is driven by these figures, and analyses are tested against them.
// Weeks count from the first day of the two years (start_day()); a span of weeks
// includes its first and excludes its last. A share is of the audience's
// experiences in that week; felt and expected are means on 0 to 10 before rounding
// to the source's scale and cutting at its ends.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace fh::example {

inline constexpr int kWeeks = 104;

// The order is that of planted_truths().
enum class TruthId : uint16_t {
  kThemeMachineFreeze,
  kThemeZwipGone,
  kThemeStopMoved,
  kThemeAppLogout,
  kPersistentLine4,
  kPersistentRefund,
  kRecursCrowding,
  kWorkaroundTwoSingles,
  kWorkaroundScreenshot,
  kWorkaroundPaperList,
  kWorkaroundPhoneForeman,
  kPromiseClean,
  kPromiseRefund,
  kPromiseNightBus,
  kBeliefPrice,
  kBeliefSeniorApp,
  kBeliefNotice,
  kFearDepotSouth,
  kGapDesk,
  kGapLost,
  kInitiativeWifi,
  kQuestionDoor,
  kSeasonHeating,
  kNullForm,
  kNullLot,
  kGratitude,
};
inline constexpr size_t kTruthCount = 26;

// Figures that more than one place needs.
inline constexpr int kCleanPromiseWeek = 30;
inline constexpr double kCleanFeltBefore = 4.4;
inline constexpr double kCleanFeltAfter = 7.0;
inline constexpr int kRefundPromiseWeek = 36;
inline constexpr int kRefundPromiseDays = 10;
inline constexpr int kRefundDaysMin = 18;
inline constexpr int kRefundDaysMax = 46;
inline constexpr int kNightBusPromiseWeek = 52;
inline constexpr double kNightBusFelt = 2.5;
inline constexpr int kCrowdingChangeWeek = 40;
inline constexpr int kCrowdingBackWeek = 56;
inline constexpr int kCrowdingFullWeek = 60;
inline constexpr double kCrowdingShareDuring = 0.02;
inline constexpr double kCrowdingFelt = 2.9;
inline constexpr double kSeniorAppFeltMore = 1.9;
inline constexpr double kNoticeFelt = 3.0;
inline constexpr int kFearFromWeek = 44;
inline constexpr int kFearToWeek = 72;
inline constexpr int kFearLagWeeks = 8;
inline constexpr double kFearCustomerFeltLess = 1.4;
inline constexpr double kSpeakUpUsual = 0.76;
inline constexpr double kSpeakUpAfraid = 0.26;
inline constexpr double kGapDeskExpected = 9.3;
inline constexpr double kGapDeskFelt = 7.4;
inline constexpr double kGapLostExpected = 9.2;
inline constexpr double kGapLostFelt = 7.3;
inline constexpr double kDoorBenchShare = 0.4;  // of the bench that knows
inline constexpr int kWifiWeek = 60;
inline constexpr double kShelterShareOfWishes = 0.24;
inline constexpr double kWifiShareOfWishes = 0.025;
inline constexpr double kGratefulFrom = 6.0;    // on the gratitude signifier
inline constexpr int kGratitudeAfterDays = 60;  // after the person's first experience
inline constexpr double kUngratefulFeltLess = 1.4;
// Share of heating experiences by month, January first.
inline constexpr double kHeatingShare[12] = {0.11,  0.09,  0.04,  0.01,  0.002, 0.001,
                                             0.001, 0.001, 0.003, 0.015, 0.06,  0.10};

// Whose experiences an episode takes a share of.
enum class Audience : uint8_t {
  kCustomers,
  kRailCustomers,
  kLine2Customers,
  kLine4Customers,
  kEmployees,
  kDepotEmployees,       // Depot North and Depot South
  kDepotSouthEmployees,  // and the crews that start there
  kPartners,
  kDoorBench,
};
enum class Shape : uint8_t { kSteady, kRiseAndFall, kRecurs, kSeason, kFrom };

// A planted topic over time. Rises in a line from `from` to `full`, stays, falls
// from `fade` to `to`; kSteady and kSeason ignore the weeks, kFrom begins at once.
// kRecurs is there until `from`, falls at once, and returns from `fade` to `to`.
struct Episode {
  TruthId truth;
  std::string_view topic;
  Audience audience;
  Shape shape;
  double share;  // at its fullest
  int from = 0;
  int full = 0;
  int fade = kWeeks;
  int to = kWeeks;
  std::optional<double> felt = {};  // where it is not the topic's own
};
std::span<const Episode> episodes();
// The episode's share in the week of `day` (days since 1970), two years from `start`.
double share_on(const Episode& episode, int64_t day, int64_t start);

struct Parameter {
  std::string name;
  std::variant<double, std::string> value;
};
struct Truth {
  std::string id;    // "theme.machine-freeze"
  std::string kind;  // "theme", "persistent", "recurring", "workaround", …
  std::string description;
  std::vector<Parameter> parameters;
};

// First day of the two years that end with `until` (included).
int64_t start_day(CivilDate until);
// All of them, by TruthId; dates are worked out for `until`.
std::vector<Truth> planted_truths(CivilDate until);
void write_truths(JsonWriter& json, CivilDate until);

}  // namespace fh::example
