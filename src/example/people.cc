#include "example/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/check.h"
#include "example/truths.h"

namespace fh::example {
namespace {

using model::Function;
using model::Party;

constexpr Line kLines[] = {
    {"Line 1", Mode::kRail, "Depot North", "Line 1 crew", 13},
    {"Line 2", Mode::kRail, "Depot North", "Line 2 crew", 14},
    {"Line 4", Mode::kRail, "Depot North", "Line 4 crew", 14},
    {"Line 6", Mode::kRail, "Depot South", "Line 6 crew", 12},
    {"Bus 11", Mode::kBus, "Depot North", "Bus East crew", 11},
    {"Bus 24", Mode::kBus, "Depot North", "Bus East crew", 9},
    {"Bus 52", Mode::kBus, "Depot South", "Bus West crew", 11},
    {"Bus 67", Mode::kBus, "Depot North", "Bus East crew", 6},
    {"Bus 80", Mode::kBus, "Depot North", "Bus East crew", 5},
};

constexpr std::string_view kStops[] = {
    "Quillmere Quay", "Pellowick",     "Gorsel Cross", "Vantry Mills",  "Umberlake",
    "Zandrow",        "Nettlequay",    "Hulverdene",   "Mossowby",      "Kelpindale",
    "Farlomere",      "Ostermarn",     "Dunnowick",    "Brackenfirth",  "Tallowsett",
    "Wimbrel Green",  "Saltergarth",   "Orrowby",      "Candlemoss",    "Little Zandrow",
    "Hobble Bridge",  "Quarrel Heath", "Lanternwick",  "Thrupenny Road"};

constexpr Source kCustomerSources[] = {{"app-survey", "app", "1..5", 0.95},
                                       {"web-form", "web", "", 0.92},
                                       {"call-notes", "telephone", "", 0.0},
                                       {"comment-card", "paper", "", 0.7},
                                       {"stop-kiosk", "kiosk", "1..5", 0.95}};
constexpr uint32_t kCustomerSourceWeights[] = {36, 28, 12, 14, 10};
constexpr Source kStaffSource = {"staff-voice", "staff tablet", "", 0.9};
constexpr Source kPartnerSource = {"partner-round", "conversation", "", 0.85};
constexpr Source kNeighbourSource = {"valley-letter", "letter", "", 0.5};

constexpr std::string_view kTickets[] = {"single ticket", "day ticket",   "month pass",
                                         "year pass",     "student card", "senior card",
                                         "family card",   "company pass"};
constexpr uint32_t kTicketWeights[] = {14, 10, 22, 15, 13, 15, 6, 5};

struct StaffUnit {
  std::string_view unit;
  Function function;
  uint32_t weight;
};
constexpr StaffUnit kStaffUnits[] = {
    {"Depot North", Function::kMaintenance, 15},  {"Depot South", Function::kMaintenance, 14},
    {"Line 1 crew", Function::kDelivery, 8},      {"Line 2 crew", Function::kDelivery, 8},
    {"Line 4 crew", Function::kDelivery, 9},      {"Line 6 crew", Function::kDelivery, 8},
    {"Bus East crew", Function::kDelivery, 10},   {"Bus West crew", Function::kDelivery, 8},
    {"Zwip crew", Function::kDelivery, 5},        {"Call centre", Function::kSupport, 6},
    {"Lost property", Function::kSupport, 1},     {"Fares team", Function::kSupport, 3},
    {"App team", Function::kProduction, 2},       {"Stations team", Function::kSupport, 4},
    {"Shift planning", Function::kProduction, 3},
};

// 1, 2, 3, …: a heavy tail with a mean of about 1.68.
uint32_t experience_count(Rng& rng) {
  constexpr uint32_t kWeights[] = {680, 172, 68, 32, 17, 10, 7, 5, 3, 2};
  const auto count = static_cast<uint32_t>(weighted(rng, kWeights)) + 1;
  if (count < std::size(kWeights)) return count;
  return static_cast<uint32_t>(rng.between(10, 48));
}

void make_customer(Person& person, Rng& rng) {
  person.function = Function::kConsumption;
  person.source = &kCustomerSources[weighted(rng, kCustomerSourceWeights)];
  person.ticket = kTickets[weighted(rng, kTicketWeights)];
  person.years = static_cast<uint32_t>(rng.between(1, 38));
  const bool grateful = rng.chance(0.4);
  person.gratitude = grateful ? 7.9 + 0.7 * bell(rng) : 3.9 + 1.0 * bell(rng);
  // Far from the border between the two, so that rounding cannot move anyone over.
  person.gratitude = grateful ? std::clamp(person.gratitude, kGratefulFrom + 0.3, 10.0)
                              : std::clamp(person.gratitude, 0.0, kGratefulFrom - 0.3);
  constexpr std::string_view kLanguages[] = {"en", "de", "fr", "nl"};
  constexpr uint32_t kWeights[] = {896, 45, 32, 27};
  person.lang = kLanguages[weighted(rng, kWeights)];
}

void make_employee(Person& person, Rng& rng) {
  uint32_t weights[std::size(kStaffUnits)];
  std::transform(std::begin(kStaffUnits), std::end(kStaffUnits), weights,
                 [](const StaffUnit& unit) { return unit.weight; });
  const StaffUnit& unit = kStaffUnits[weighted(rng, weights)];
  person.unit = unit.unit;
  person.function = unit.function;
  person.source = &kStaffSource;
  person.years = static_cast<uint32_t>(rng.between(1, 34));
  person.gratitude = std::clamp(5.4 + 1.9 * bell(rng), 0.0, 10.0);
  // A crew talks of its own line.
  for (const Line& line : kLines) {
    if (line.crew == unit.unit) person.line = &line;
  }
}

void make_partner(Person& person, Rng& rng) {
  person.unit = rng.chance(0.07) ? "Wrenholt door bench" : "Wrenholt Works";
  person.function = Function::kMaintenance;
  person.source = &kPartnerSource;
  person.years = static_cast<uint32_t>(rng.between(1, 30));
  person.gratitude = std::clamp(5.2 + 1.8 * bell(rng), 0.0, 10.0);
}

}  // namespace

std::span<const Line> lines() {
  return kLines;
}

std::span<const std::string_view> stops() {
  return kStops;
}

bool belongs_to_depot_south(const Line& line) {
  return line.depot == "Depot South";
}

bool is_depot_south_unit(std::string_view unit) {
  return unit == "Depot South" || unit == "Line 6 crew" || unit == "Bus West crew";
}

bool Person::grateful() const {
  return gratitude >= kGratefulFrom;
}

Rng rng_for(uint64_t seed, uint64_t index, uint64_t purpose) {
  // Odd multipliers keep neighbours apart; Rng mixes its seed once more.
  return Rng(seed * 0x9E3779B97F4A7C15U ^ (index + 1) * 0xD1342543DE82EF95U ^
             (purpose + 1) * 0xA24BAED4963EE407U);
}

double bell(Rng& rng) {
  double sum = 0;
  for (int i = 0; i < 12; ++i) sum += rng.uniform();
  return sum - 6;
}

size_t weighted(Rng& rng, std::span<const uint32_t> weights) {
  const uint64_t total = std::accumulate(weights.begin(), weights.end(), uint64_t{0});
  FH_CHECK(total > 0);
  uint64_t left = rng.below(total);
  for (size_t i = 0; i < weights.size(); ++i) {
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return weights.size() - 1;
}

Person person_at(uint64_t seed, uint64_t index) {
  Rng rng = rng_for(seed, index, 0);
  Person person;
  person.index = index;
  uint32_t weights[std::size(kLines)];
  std::transform(std::begin(kLines), std::end(kLines), weights,
                 [](const Line& line) { return line.weight; });
  person.line = &kLines[weighted(rng, weights)];
  person.stop = kStops[rng.below(std::size(kStops))];
  person.lang = "en";
  person.felt_offset = 0.5 * bell(rng);
  person.carelessness = rng.chance(0.55) ? 0 : rng.uniform() * rng.uniform();
  constexpr uint32_t kPartyWeights[] = {78, 16, 5, 1};
  switch (weighted(rng, kPartyWeights)) {
    case 0:
      make_customer(person, rng);
      person.key = fmt::format("c-{:06}", index);
      break;
    case 1:
      person.party = Party::kEmployee;
      make_employee(person, rng);
      person.key = fmt::format("e-{:06}", index);
      break;
    case 2:
      person.party = Party::kPartner;
      make_partner(person, rng);
      person.key = fmt::format("p-{:06}", index);
      break;
    default:
      make_customer(person, rng);  // a neighbour of the lines tells like a customer
      person.party = Party::kOther;
      person.function = Function::kUnknown;
      person.source = &kNeighbourSource;
      person.key = fmt::format("o-{:06}", index);
  }
  person.experiences = experience_count(rng);
  return person;
}

}  // namespace fh::example
