#include "example/telling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"
#include "example/compose.h"
#include "example/signifiers.h"
#include "example/topics.h"
#include "model/experience.h"

namespace fh::example {
namespace {

using model::Kind;
using model::Party;

bool in_audience(const Person& person, Audience audience) {
  const bool customer = person.party == Party::kCustomer;
  const bool employee = person.party == Party::kEmployee;
  switch (audience) {
    case Audience::kCustomers:
      return customer;
    case Audience::kRailCustomers:
      return customer && person.line->mode == Mode::kRail;
    case Audience::kLine2Customers:
      return customer && person.line->name == "Line 2";
    case Audience::kLine4Customers:
      return customer && person.line->name == "Line 4";
    case Audience::kEmployees:
      return employee;
    case Audience::kDepotEmployees:
      return employee && person.unit.starts_with("Depot");
    case Audience::kDepotSouthEmployees:
      return employee && is_depot_south_unit(person.unit);
    case Audience::kPartners:
      return person.party == Party::kPartner;
    case Audience::kDoorBench:
      return person.unit == "Wrenholt door bench";
  }
  return false;
}

// One experience in the making; each step relies on those before it.
class Maker {
 public:
  Maker(const Person& person, const Occasion& occasion)
      : person_(person),
        at_(occasion),
        rng_(rng_for(occasion.seed, person.index, 16 + occasion.ordinal)) {}

  Made make() {
    choose_topic();
    choose_felt();
    choose_kind();
    write_place();
    write_times();
    write_words();
    write_ratings();
    Circumstances circumstances = describe();
    // A stream of its own: more signifiers later must not change the words.
    Rng rng = rng_for(at_.seed, person_.index, 1'000'000 + at_.ordinal);
    made_.draft.signifiers = signifiers_for(circumstances, rng);
    std::sort(made_.truths.begin(), made_.truths.end());
    made_.truths.erase(std::unique(made_.truths.begin(), made_.truths.end()), made_.truths.end());
    return std::move(made_);
  }

 private:
  void mark(TruthId id) { made_.truths.push_back(static_cast<uint16_t>(id)); }
  double week() const { return static_cast<double>(at_.day - at_.start) / 7; }
  bool planted() const { return episode_ != nullptr; }

  void choose_topic() {
    double left = rng_.uniform();
    for (const Episode& episode : episodes()) {
      if (!in_audience(person_, episode.audience)) continue;
      left -= share_on(episode, at_.day, at_.start);
      if (left >= 0) continue;
      episode_ = &episode;
      topic_ = &topic_named(episode.topic);
      mark(episode.truth);
      return;
    }
    choose_everyday_topic();
  }

  void choose_everyday_topic() {
    const Party voice = person_.party == Party::kOther ? Party::kCustomer : person_.party;
    double total = 0;
    for (const Topic& topic : topics()) total += weight_of(topic, voice);
    double left = rng_.uniform() * total;
    for (const Topic& topic : topics()) {
      const double weight = weight_of(topic, voice);
      if (weight <= 0) continue;
      topic_ = &topic;  // the last one stands if rounding leaves something over
      left -= weight;
      if (left < 0) break;
    }
    if (topic_->id == "price") mark(TruthId::kBeliefPrice);
    if (topic_->id == "desk") mark(TruthId::kGapDesk);
    if (topic_->id == "lost") mark(TruthId::kGapLost);
  }

  double weight_of(const Topic& topic, Party voice) const {
    if (topic.party != voice) return 0;
    if (topic.mode != Mode::kAny && topic.mode != person_.line->mode) return 0;
    // Crowding on Line 2 is planted; an everyday share would blur its fall.
    if (topic.id == "crowding" && person_.line->name == "Line 2") return 0;
    if (topic.id == "call_seat" && person_.unit != "Call centre") return 0;
    return topic.weight;
  }

  void choose_felt() {
    double mean = topic_->felt;
    if (planted()) mean = episode_->felt.value_or(mean);
    if (topic_->id == "clean" && week() >= kCleanPromiseWeek) mean = kCleanFeltAfter;
    if (topic_->id == "clean") mark(TruthId::kPromiseClean);
    if (topic_->id == "refund_slow" && week() >= kRefundPromiseWeek) mark(TruthId::kPromiseRefund);
    if (topic_->id == "app" && person_.ticket == "senior card") {
      mean += kSeniorAppFeltMore;
      mark(TruthId::kBeliefSeniorApp);
    }
    felt_ = mean + person_.felt_offset * 0.8 + topic_->felt_spread * bell(rng_);
    if (person_.party == Party::kCustomer) felt_ -= lasting_harm();
    felt_ = std::clamp(felt_, 0.0, 10.0);
    mood_ = felt_ < 4.6 ? Mood::kBad : felt_ > 6.7 ? Mood::kGood : Mood::kMixed;
    expected_ = std::clamp(topic_->expected + topic_->expected_spread * bell(rng_), 0.0, 10.0);
  }

  // What Depot South's trouble and fading goodwill take from a customer's rating.
  double lasting_harm() {
    double less = 0;
    const bool later =
        week() >= kFearFromWeek + kFearLagWeeks && week() < kFearToWeek + kFearLagWeeks;
    if (later && belongs_to_depot_south(*person_.line)) {
      less += kFearCustomerFeltLess;
      mark(TruthId::kFearDepotSouth);
    }
    if (at_.day - at_.first_day > kGratitudeAfterDays) {
      mark(TruthId::kGratitude);
      if (!person_.grateful()) less += kUngratefulFeltLess;
    }
    return less;
  }

  void choose_kind() {
    if (topic_->id == "door_question") {
      kind_ = Kind::kQuestion;
    } else if (planted() && is_workaround(topic_->id)) {
      kind_ = Kind::kWorkaround;
    } else if (planted()) {
      constexpr Kind kKinds[] = {Kind::kStory, Kind::kConcern, Kind::kExpectation};
      constexpr uint32_t kWeights[] = {86, 11, 3};
      kind_ = kKinds[weighted(rng_, kWeights)];
      if (topic_->id == "door_known" || topic_->id == "fear") kind_ = Kind::kStory;
    } else {
      constexpr Kind kKinds[] = {Kind::kStory,  Kind::kInteraction, Kind::kQuestion,
                                 Kind::kWish,   Kind::kExpectation, Kind::kWorkaround,
                                 Kind::kThanks, Kind::kConcern};
      constexpr uint32_t kWeights[] = {64, 5, 8, 9, 4, 2, 4, 4};
      kind_ = kKinds[weighted(rng_, kWeights)];
      if (kind_ == Kind::kThanks && mood_ != Mood::kGood) kind_ = Kind::kStory;
      if (kind_ == Kind::kConcern && mood_ == Mood::kGood) kind_ = Kind::kThanks;
    }
    if (kind_ == Kind::kWish) choose_wish();
    made_.draft.kind = name_of(kind_);
  }

  static bool is_workaround(std::string_view id) {
    return id == "two_singles" || id == "screenshot" || id == "paper_list" || id == "phone_foreman";
  }

  void choose_wish() {
    const double chosen = rng_.uniform();
    const bool customer = person_.party == Party::kCustomer;
    const double shelter = customer ? kShelterShareOfWishes : 0.05;
    if (chosen < shelter) {
      wish_ = "wish_shelter";
    } else if (chosen < shelter + kWifiShareOfWishes) {
      wish_ = "wish_wifi";
    }
    if (!wish_.empty() && customer) mark(TruthId::kInitiativeWifi);
  }

  void write_place() {
    model::Draft& draft = made_.draft;
    draft.source = person_.source->name;
    draft.source_id = fmt::format("{}-{}-{:02}", at_.seed, person_.key, at_.ordinal + 1);
    draft.person = person_.key;
    draft.party = name_of(person_.party);
    draft.function = name_of(person_.function);
    draft.channel = person_.source->channel;
    const bool rail = person_.line->mode == Mode::kRail;
    draft.touchpoint = topic_->touchpoint == "ride" ? (rail ? "train" : "bus") : topic_->touchpoint;
    draft.stage = rng_.chance(0.86) ? topic_->stage : model::kStages[rng_.below(7)];
    if (wish_ == "wish_shelter") draft.touchpoint = "platform";
    draft.unit = unit();
    if (rng_.chance(0.45)) draft.subjects.emplace_back("organisation", kOrganisation);
    if (rng_.chance(0.1)) draft.subjects.emplace_back("industry", "public transport");
    if (rng_.chance(0.75)) draft.subjects.emplace_back("service", topic_->service);
    if (!person_.ticket.empty() && rng_.chance(0.25)) {
      draft.subjects.emplace_back("product", person_.ticket);
    }
  }

  std::string_view unit() const {
    switch (topic_->owner) {
      case Owner::kOwnUnit:
        return person_.unit;
      case Owner::kNamed:
        return topic_->unit;
      case Owner::kDepot:
        return person_.line->depot;
      case Owner::kCrew:
        break;
    }
    return person_.line->crew;
  }

  void write_times() {
    // Two peaks and a long middle, in half hours since midnight.
    minute_ = rng_.chance(0.35)   ? rng_.between(385, 560)
              : rng_.chance(0.45) ? rng_.between(930, 1130)
                                  : rng_.between(300, 1435);
    const Instant lived{at_.day * kMsPerDay + minute_ * 60 * kMsPerSecond};
    made_.draft.lived_at =
        rng_.chance(0.12) ? format_date(civil_from_days(at_.day)) : format_time(lived);
    int64_t delay_days = 0;
    if (rng_.chance(0.4)) delay_days = rng_.between(1, rng_.between(1, 14));
    delay_days = std::min(delay_days, at_.until - at_.day);
    const int64_t delay_minutes = delay_days == 0 ? rng_.between(0, 1439 - minute_) : 0;
    made_.draft.told_at =
        format_time(Instant{lived.ms + delay_days * kMsPerDay + delay_minutes * 60 * kMsPerSecond});
  }

  void write_words() {
    if (kind_ == Kind::kInteraction && rng_.chance(0.5)) return;
    Tale tale;
    tale.topic = topic_;
    tale.kind = kind_;
    tale.party = person_.party;
    tale.mood = mood_;
    tale.section = wish_;
    tale.lang = person_.lang;
    if (!can_tell(tale)) tale.lang = "en";
    tale.bindings = bindings();
    if (tale.lang != "en" || rng_.chance(0.6)) made_.draft.lang = tale.lang;
    made_.draft.text =
        typed_by(compose(example_grammar(), std::move(tale), rng_), person_.carelessness, rng_);
    if (rng_.chance(0.015)) {
      constexpr std::string_view kBad[] = {" 😡", " 🙄", " 😞", " 🥶"};
      constexpr std::string_view kGood[] = {" 😊", " 👍", " 🙏", " 🚆"};
      made_.draft.text += (mood_ == Mood::kGood ? kGood : kBad)[rng_.below(4)];
    }
  }

  Bindings bindings() {
    constexpr std::string_view kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                              "Friday", "Saturday", "Sunday"};
    constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
    Bindings bound;
    bound[Bound::kLine] = person_.line->name;
    bound[Bound::kStop] = rng_.chance(0.6) ? person_.stop : stops()[rng_.below(stops().size())];
    do {
      bound[Bound::kStop2] = stops()[rng_.below(stops().size())];
    } while (bound[Bound::kStop2] == bound[Bound::kStop]);
    bound[Bound::kUnit] = person_.party == Party::kPartner ? std::string_view("Depot North")
                          : person_.unit.empty()           ? person_.line->depot
                                                           : person_.unit;
    if (person_.party == Party::kPartner && rng_.chance(0.5)) bound[Bound::kUnit] = "Depot South";
    // One draw a statement: the order inside an expression is the compiler's choice.
    const int64_t minutes = rng_.between(4, 11);
    bound[Bound::kMinutes] = std::to_string(minutes * rng_.between(2, 5));
    bound[Bound::kClock] = fmt::format("{}:{:02}", minute_ / 60, minute_ % 60);
    // 1970-01-01 was a Thursday.
    bound[Bound::kWeekday] = kWeekdays[static_cast<size_t>((at_.day + 3) % 7)];
    bound[Bound::kMonth] = kMonths[rng_.below(12)];
    const int64_t crowns = rng_.between(1, 38);
    bound[Bound::kPrice] = fmt::format("{}.{}0", crowns, rng_.below(10));
    days_waited_ = rng_.between(kRefundDaysMin, kRefundDaysMax);
    bound[Bound::kDays] = std::to_string(days_waited_);
    bound[Bound::kYears] = person_.years < 2 ? "two" : std::to_string(person_.years);
    bound[Bound::kCount] = std::to_string(rng_.between(3, 60));
    bound[Bound::kTicket] = person_.ticket.empty() ? "month pass" : person_.ticket;
    bound[Bound::kVehicle] = std::to_string(rng_.between(201, 694));
    return bound;
  }

  void write_ratings() {
    model::Draft& draft = made_.draft;
    double rated = person_.source->rated;
    if (kind_ == Kind::kQuestion || kind_ == Kind::kWish) rated *= 0.45;
    draft.scale = person_.source->scale;
    if (rng_.chance(rated)) draft.felt = in_scale(felt_);
    if (rng_.chance(rated * 0.85)) draft.expected = in_scale(expected_);
    if (!draft.felt && !draft.expected) draft.scale.clear();
  }

  // Whole steps of the source's scale; the staff tablet has a slider.
  double in_scale(double value) const {
    if (made_.draft.scale == "1..5") return static_cast<double>(round_down(1.5 + value * 0.4));
    if (person_.party == Party::kEmployee)
      return static_cast<double>(round_down(value * 2 + 0.5)) / 2;
    return static_cast<double>(round_down(value + 0.5));
  }
  static int round_down(double positive) { return static_cast<int>(positive); }

  Circumstances describe() {
    return {.person = &person_,
            .topic = topic_,
            .day = at_.day,
            .week = week(),
            .felt = felt_,
            .good = mood_ == Mood::kGood,
            .days_waited = topic_->id == "refund_slow" ? days_waited_ : 0};
  }

  const Person& person_;
  const Occasion& at_;
  Rng rng_;
  Made made_;
  const Episode* episode_ = nullptr;  // nullptr: an everyday topic
  const Topic* topic_ = nullptr;
  Kind kind_ = Kind::kStory;
  Mood mood_ = Mood::kMixed;
  std::string_view wish_;
  double felt_ = 0;
  double expected_ = 0;
  int64_t minute_ = 0;  // since midnight
  int64_t days_waited_ = 0;
};

}  // namespace

Made tell(const Person& person, const Occasion& occasion) {
  return Maker(person, occasion).make();
}

}  // namespace fh::example
