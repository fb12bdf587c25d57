#include "example/truths.h"

#include <array>

#include "base/check.h"
#include "example/topics.h"

namespace fh::example {
namespace {

constexpr Episode kEpisodes[] = {
    {TruthId::kThemeMachineFreeze, "machine_freeze", Audience::kCustomers, Shape::kRiseAndFall,
     0.06, 20, 32, 60, 66},
    {TruthId::kThemeZwipGone, "zwip_gone", Audience::kCustomers, Shape::kRiseAndFall, 0.05, 48, 62,
     90, 96},
    {TruthId::kThemeStopMoved, "stop_moved", Audience::kCustomers, Shape::kRiseAndFall, 0.045, 70,
     76, 96, 99},
    {TruthId::kThemeAppLogout, "app_logout", Audience::kCustomers, Shape::kRiseAndFall, 0.08, 92,
     104, 104, 104},
    {TruthId::kPersistentLine4, "line4_late", Audience::kLine4Customers, Shape::kSteady, 0.15},
    {TruthId::kPersistentRefund, "refund_slow", Audience::kCustomers, Shape::kSteady, 0.03},
    {TruthId::kRecursCrowding, "crowding", Audience::kLine2Customers, Shape::kRecurs, 0.15,
     kCrowdingChangeWeek, kCrowdingChangeWeek, kCrowdingBackWeek, kCrowdingFullWeek, kCrowdingFelt},
    {TruthId::kWorkaroundTwoSingles, "two_singles", Audience::kCustomers, Shape::kSteady, 0.012},
    {TruthId::kWorkaroundScreenshot, "screenshot", Audience::kCustomers, Shape::kSteady, 0.012},
    {TruthId::kWorkaroundPaperList, "paper_list", Audience::kDepotEmployees, Shape::kSteady, 0.07},
    {TruthId::kWorkaroundPhoneForeman, "phone_foreman", Audience::kPartners, Shape::kSteady, 0.08},
    {TruthId::kPromiseNightBus, "night_bus", Audience::kCustomers, Shape::kFrom, 0.02,
     kNightBusPromiseWeek},
    {TruthId::kBeliefNotice, "notice", Audience::kEmployees, Shape::kSteady, 0.06},
    {TruthId::kFearDepotSouth, "fear", Audience::kDepotSouthEmployees, Shape::kRiseAndFall, 0.25,
     kFearFromWeek, kFearFromWeek + 4, kFearToWeek - 4, kFearToWeek},
    {TruthId::kQuestionDoor, "door_question", Audience::kEmployees, Shape::kSteady, 0.08},
    {TruthId::kQuestionDoor, "door_known", Audience::kDoorBench, Shape::kSteady, kDoorBenchShare},
    {TruthId::kSeasonHeating, "heating", Audience::kRailCustomers, Shape::kSeason, 0.11},
};

double ramp(double week, int from, int full) {
  if (week <= from) return 0;
  if (week >= full) return 1;
  return (week - from) / (full - from);
}

double recurring_share(const Episode& episode, double week) {
  if (week < episode.from) return episode.share;
  return kCrowdingShareDuring +
         (episode.share - kCrowdingShareDuring) * ramp(week, episode.fade, episode.to);
}

// Builds the list with dates instead of weeks beside the weeks themselves.
class Book {
 public:
  explicit Book(CivilDate until) : start_(start_day(until)) {}

  Truth& add(std::string id, std::string kind, std::string description) {
    truths_.push_back({std::move(id), std::move(kind), std::move(description), {}});
    return truths_.back();
  }
  void number(std::string name, double value) {
    truths_.back().parameters.push_back({std::move(name), value});
  }
  void text(std::string name, std::string value) {
    truths_.back().parameters.push_back({std::move(name), std::move(value)});
  }
  void week(const std::string& name, int week) {
    number(name + "_week", week);
    text(name + "_date", format_date(civil_from_days(start_ + int64_t{7} * week)));
  }
  // What the generator's table says of this truth's topic.
  void episode(TruthId id) {
    for (const Episode& episode : kEpisodes) {
      if (episode.truth != id) continue;
      const Topic& topic = topic_named(episode.topic);
      text("topic", std::string(episode.topic));
      text("touchpoint", std::string(topic.touchpoint));
      number("share", episode.share);
      number("felt", episode.felt.value_or(topic.felt));
      number("expected", topic.expected);
      if (episode.shape == Shape::kRiseAndFall) {
        week("start", episode.from);
        week("full", episode.full);
        week("fade", episode.fade);
        week("end", episode.to);
      }
      return;
    }
    FH_CHECK(false);
  }
  std::vector<Truth> take() { return std::move(truths_); }

 private:
  const int64_t start_;
  std::vector<Truth> truths_;
};

void add_themes(Book& book) {
  book.add("theme.machine-freeze", "theme",
           "Ticket machines freeze after the card is put in, from an update until its repair.");
  book.episode(TruthId::kThemeMachineFreeze);
  book.add("theme.zwip-gone", "theme",
           "Confirmed bookings of the on-demand van vanish and no van comes.");
  book.episode(TruthId::kThemeZwipGone);
  book.add("theme.stop-moved", "theme",
           "The stop in Vantry Mills is moved behind bridge works, badly signed.");
  book.episode(TruthId::kThemeStopMoved);
  book.add("theme.app-logout", "theme",
           "The app logs people out; still growing on the last day, so it is emerging.");
  book.episode(TruthId::kThemeAppLogout);
  book.add("persistent.line4-late", "persistent",
           "Line 4 is late at Gorsel Cross all through; share is of Line 4's customers.");
  book.episode(TruthId::kPersistentLine4);
  book.add("persistent.refund-slow", "persistent", "Refunds take weeks all through.");
  book.episode(TruthId::kPersistentRefund);
  book.add("recurring.crowding-line-2", "recurring",
           "Crowding on Line 2 falls after longer trains come and returns weeks later; shares "
           "are of Line 2's customers.");
  book.episode(TruthId::kRecursCrowding);
  book.week("change", kCrowdingChangeWeek);
  book.week("return_start", kCrowdingBackWeek);
  book.week("return_full", kCrowdingFullWeek);
  book.number("share_during", kCrowdingShareDuring);
}

void add_workarounds(Book& book) {
  book.add("workaround.two-singles", "workaround", "Two singles instead of the through ticket.");
  book.episode(TruthId::kWorkaroundTwoSingles);
  book.text("obstacle", "the zone border at Pellowick makes the through fare dearer");
  book.add("workaround.screenshot", "workaround", "A screenshot of the ticket before the tunnel.");
  book.episode(TruthId::kWorkaroundScreenshot);
  book.text("obstacle", "the app cannot show a ticket without network");
  book.add("workaround.paper-list", "workaround",
           "Depots keep a paper list of defects; share is of the two depots' employees.");
  book.episode(TruthId::kWorkaroundPaperList);
  book.text("obstacle", "works orders without a part number are closed");
  book.add("workaround.phone-foreman", "workaround",
           "Partner mechanics phone the foreman instead of using the portal.");
  book.episode(TruthId::kWorkaroundPhoneForeman);
  book.text("obstacle", "the partner portal loses photos");
}

void add_promises(Book& book) {
  book.add("promise.clean-trains", "promise_kept", "Trains cleaned twice a day.");
  book.week("promise", kCleanPromiseWeek);
  book.text("topic", "clean");
  book.number("felt_before", kCleanFeltBefore);
  book.number("felt_after", kCleanFeltAfter);
  book.add("promise.refund-days", "promise_broken", "Refunds within ten days.");
  book.week("promise", kRefundPromiseWeek);
  book.text("topic", "refund_slow");
  book.text("signifier", "days waited");
  book.number("days_promised", kRefundPromiseDays);
  book.number("days_min", kRefundDaysMin);
  book.number("days_max", kRefundDaysMax);
  book.add("promise.night-bus", "promise_broken", "An hourly night bus, N9.");
  book.episode(TruthId::kPromiseNightBus);
  book.week("promise", kNightBusPromiseWeek);
}

void add_beliefs(Book& book) {
  book.add("belief.price-first", "belief",
           "Management believes price troubles passengers most. Of customers' experiences with "
           "felt up to 4 that say what they are about, few are about price, many about lateness.");
  book.text("signifier", "about");
  book.number("price_share_max", 0.08);
  book.number("punctuality_share_min", 0.2);
  book.add("belief.seniors-app", "belief",
           "Management believes holders of a senior card do not get on with the app. They feel "
           "better with it than others do (everyday app experiences).");
  book.text("signifier", "ticket type");
  book.text("value", "senior card");
  book.text("topic", "app");
  book.number("felt_more", kSeniorAppFeltMore);
  book.add("belief.depots-informed", "belief",
           "Management believes crews learn of timetable changes in good time.");
  book.episode(TruthId::kBeliefNotice);
  book.number("felt_believed", 7.5);
}

void add_people(Book& book) {
  book.add("fear.depot-south", "fear",
           "Fear at Depot South (its depot and the crews that start there); its lines' customers "
           "feel it later.");
  book.episode(TruthId::kFearDepotSouth);
  book.text("units", "Depot South, Line 6 crew, Bus West crew");
  book.text("lines", "Line 6, Bus 52");
  book.text("signifier", "could speak up");
  book.number("speak_up_usual", kSpeakUpUsual);
  book.number("speak_up_afraid", kSpeakUpAfraid);
  book.number("lag_weeks", kFearLagWeeks);
  book.week("customers_from", kFearFromWeek + kFearLagWeeks);
  book.week("customers_to", kFearToWeek + kFearLagWeeks);
  book.number("customer_felt_less", kFearCustomerFeltLess);
  book.add("gap.fares-desk", "gap",
           "Rated well at the fares desk, and far below what is expected.");
  book.text("touchpoint", "fares desk");
  book.number("expected", kGapDeskExpected);
  book.number("felt", kGapDeskFelt);
  book.add("gap.lost-property", "gap", "The same at lost property.");
  book.text("touchpoint", "lost property");
  book.number("expected", kGapLostExpected);
  book.number("felt", kGapLostFelt);
  book.add("initiative.wifi", "initiative",
           "The organisation brings wifi to its trains; customers wish for shelters and light.");
  book.week("launch", kWifiWeek);
  book.number("shelter_share_of_wishes", kShelterShareOfWishes);
  book.number("wifi_share_of_wishes", kWifiShareOfWishes);
  book.add("question.door-fault", "question",
           "Many employees ask about fault 37 on door three; one partner bench knows.");
  book.episode(TruthId::kQuestionDoor);
  book.text("known_by_unit", "Wrenholt door bench");
  book.text("answer", "the step microswitch of door three wears");
  book.number("share_of_bench", kDoorBenchShare);
}

void add_rest(Book& book) {
  book.add("season.heating", "season", "Cold trains in winter; shares are of rail customers.");
  book.episode(TruthId::kSeasonHeating);
  for (size_t month = 0; month < std::size(kHeatingShare); ++month) {
    book.number("share_month_" + std::to_string(month + 1), kHeatingShare[month]);
  }
  book.add("null.form-version", "null", "The version of the form has no effect on anything.");
  book.text("signifier", "form version");
  book.add("null.lot", "null", "The lot number (0 to 99) has no effect on anything.");
  book.text("signifier", "lot");
  book.add("gratitude.retention", "gratitude",
           "Customers whose gratitude is high keep their good ratings; the others' fall after "
           "their first experience.");
  book.text("signifier", "gratitude");
  book.number("grateful_from", kGratefulFrom);
  book.number("after_days", kGratitudeAfterDays);
  book.number("others_felt_less", kUngratefulFeltLess);
}

}  // namespace

std::span<const Episode> episodes() {
  return kEpisodes;
}

double share_on(const Episode& episode, int64_t day, int64_t start) {
  const double week = static_cast<double>(day - start) / 7;
  switch (episode.shape) {
    case Shape::kSteady:
      return episode.share;
    case Shape::kRiseAndFall:
      return episode.share * ramp(week, episode.from, episode.full) *
             (episode.fade >= kWeeks ? 1 : 1 - ramp(week, episode.fade, episode.to));
    case Shape::kRecurs:
      return recurring_share(episode, week);
    case Shape::kSeason:
      return kHeatingShare[civil_from_days(day).month - 1];
    case Shape::kFrom:
      return week >= episode.from ? episode.share : 0;
  }
  return 0;
}

int64_t start_day(CivilDate until) {
  return days_from_civil(until) + 1 - int64_t{7} * kWeeks;
}

std::vector<Truth> planted_truths(CivilDate until) {
  Book book(until);
  add_themes(book);
  add_workarounds(book);
  add_promises(book);
  add_beliefs(book);
  add_people(book);
  add_rest(book);
  std::vector<Truth> truths = book.take();
  FH_CHECK(truths.size() == kTruthCount);
  return truths;
}

void write_truths(JsonWriter& json, CivilDate until) {
  const int64_t start = start_day(until);
  json.begin_object();
  json.member("from", format_date(civil_from_days(start)));
  json.member("until", format_date(until));
  json.key("truths").begin_array();
  for (const Truth& truth : planted_truths(until)) {
    json.begin_object();
    json.member("id", truth.id).member("kind", truth.kind);
    json.member("description", truth.description);
    json.key("parameters").begin_object();
    for (const Parameter& parameter : truth.parameters) {
      json.key(parameter.name);
      if (const double* number = std::get_if<double>(&parameter.value)) {
        json.value(*number);
      } else {
        json.value(std::get<std::string>(parameter.value));
      }
    }
    json.end_object().end_object();
  }
  json.end_array().end_object();
}

}  // namespace fh::example
