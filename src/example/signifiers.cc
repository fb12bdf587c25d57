#include "example/signifiers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "base/time.h"
#include "example/truths.h"

namespace fh::example {
namespace {

using model::Party;
using model::Signifier;

double tenths(double value) {
  return std::floor(value * 10 + 0.5) / 10;
}

std::string_view weather_on(int64_t day, Rng& rng) {
  constexpr std::string_view kWeather[] = {"dry", "rain", "snow or ice", "heat", "fog", "wind"};
  constexpr uint32_t kWinter[] = {34, 28, 16, 0, 12, 10};
  constexpr uint32_t kSummer[] = {52, 18, 0, 22, 1, 7};
  constexpr uint32_t kBetween[] = {40, 34, 1, 2, 9, 14};
  const int month = civil_from_days(day).month;
  if (month == 12 || month <= 2) return kWeather[weighted(rng, kWinter)];
  if (month >= 6 && month <= 8) return kWeather[weighted(rng, kSummer)];
  return kWeather[weighted(rng, kBetween)];
}

std::vector<std::string> reasons(const Person& person, Rng& rng) {
  constexpr std::string_view kReasons[] = {"work",     "school",  "shopping",    "doctor",
                                           "visiting", "leisure", "authorities", "caring"};
  constexpr uint32_t kAny[] = {34, 10, 14, 10, 14, 16, 4, 6};
  constexpr uint32_t kSenior[] = {2, 0, 24, 24, 24, 18, 4, 10};
  constexpr uint32_t kStudent[] = {10, 58, 6, 3, 10, 16, 1, 2};
  const uint32_t* weights = kAny;
  if (person.ticket == "senior card") weights = kSenior;
  if (person.ticket == "student card") weights = kStudent;
  std::vector<std::string> chosen;
  const int count = rng.chance(0.22) ? 2 : 1;
  for (int i = 0; i < count; ++i) {
    std::string reason(kReasons[weighted(rng, {weights, std::size(kReasons)})]);
    if (std::find(chosen.begin(), chosen.end(), reason) == chosen.end()) {
      chosen.push_back(std::move(reason));
    }
  }
  return chosen;
}

// What the survey's list calls the topic.
std::string_view about(const Topic& topic) {
  if (topic.group == "late" || topic.id == "line4_late") return "punctuality";
  if (topic.group == "ticket" || topic.touchpoint == "website") {
    return topic.group == "price" ? "price" : "tickets";
  }
  if (topic.group == "people") return "people";
  if (topic.group == "comfort" || topic.id == "heating") return "comfort";
  if (topic.group == "price" || topic.id == "two_singles") return "price";
  if (topic.id == "zwip_gone" || topic.id == "night_bus") return "punctuality";
  if (topic.id == "screenshot") return "tickets";
  return "stops and stations";
}

void add_customer(const Circumstances& c, Rng& rng, std::vector<Signifier>& out) {
  const Person& person = *c.person;
  if (rng.chance(0.85)) out.push_back({"line", std::string(person.line->name)});
  if (rng.chance(0.5)) out.push_back({"weather", std::string(weather_on(c.day, rng))});
  if (rng.chance(0.8)) out.push_back({"ticket type", std::string(person.ticket)});
  if (rng.chance(0.6)) out.push_back({"reason for travel", reasons(person, rng)});
  if (rng.chance(0.6)) out.push_back({"about", std::string(about(*c.topic))});
  if (rng.chance(0.7)) {
    const double noise = 0.15 * bell(rng);
    out.push_back({"gratitude", tenths(std::clamp(person.gratitude + noise, 0.0, 10.0))});
  }
  if (c.days_waited > 0 && rng.chance(0.6)) {
    out.push_back({"days waited", static_cast<double>(c.days_waited)});
  }
  if (person.ticket.ends_with("pass") && rng.chance(0.2)) {
    const int64_t since = c.day - rng.between(20, 365 * 6);
    out.push_back({"pass since", Instant{since * kMsPerDay}});
  }
}

void add_employee(const Circumstances& c, Rng& rng, std::vector<Signifier>& out) {
  const Person& person = *c.person;
  out.push_back({"years of service", static_cast<double>(person.years)});
  const bool afraid =
      is_depot_south_unit(person.unit) && c.week >= kFearFromWeek && c.week < kFearToWeek;
  if (rng.chance(0.7)) {
    out.push_back({"could speak up", rng.chance(afraid ? kSpeakUpAfraid : kSpeakUpUsual)});
  }
  if (rng.chance(0.5)) out.push_back({"gratitude", tenths(person.gratitude)});
  if (rng.chance(0.55)) {
    const double place = std::clamp(0.55 + (c.good ? -0.15 : 0.1) + 0.2 * bell(rng), 0.0, 1.0);
    out.push_back({"time", model::PoleScale{.place = tenths(place * 10) / 10,
                                            .from = "I had the time it takes",
                                            .to = "I was chasing the clock"}});
  }
  if (rng.chance(0.3)) {
    // Whole hundredths, so that the three add up to one.
    const int64_t people = rng.between(10, 60);
    const int64_t paper = rng.between(5, 95 - people);
    const int64_t waiting = 100 - people - paper;
    out.push_back({"where the shift went",
                   model::ShareOfThree{{{{"people", static_cast<double>(people) / 100},
                                         {"paper", static_cast<double>(paper) / 100},
                                         {"waiting", static_cast<double>(waiting) / 100}}}}});
  }
  if (rng.chance(0.4)) out.push_back({"weather", std::string(weather_on(c.day, rng))});
}

void add_partner(const Circumstances& c, Rng& rng, std::vector<Signifier>& out) {
  if (rng.chance(0.8)) {
    out.push_back({"years on this type", static_cast<double>(c.person->years)});
  }
  if (rng.chance(0.5)) out.push_back({"first visit solved it", rng.chance(c.good ? 0.8 : 0.45)});
  if (rng.chance(0.4)) out.push_back({"gratitude", tenths(c.person->gratitude)});
}

}  // namespace

std::vector<Signifier> signifiers_for(const Circumstances& circumstances, Rng& rng) {
  std::vector<Signifier> out;
  // Drawn first and from nothing else: these two are to mean nothing (truths.h).
  constexpr std::string_view kVersions[] = {"A", "B", "C", "D"};
  out.push_back({"form version", std::string(kVersions[rng.below(4)])});
  out.push_back({"lot", static_cast<double>(rng.below(100))});
  switch (circumstances.person->party) {
    case Party::kEmployee:
      add_employee(circumstances, rng, out);
      break;
    case Party::kPartner:
      add_partner(circumstances, rng, out);
      break;
    default:
      add_customer(circumstances, rng, out);
  }
  return out;
}

}  // namespace fh::example
