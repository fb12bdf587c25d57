#include "example/topics.h"

#include <algorithm>

#include "base/check.h"
#include "example/truths.h"

namespace fh::example {
namespace {

using enum model::Party;

constexpr Topic kTopics[] = {
    // Riding.
    {"train_time", kCustomer, 11, "ride", "use", "late", "rail", Mode::kRail},
    {"bus_time", kCustomer, 11, "ride", "use", "late", "bus", Mode::kBus},
    {"crowding", kCustomer, 3, "ride", "use", "comfort", "rail", Mode::kRail},
    {.id = "clean",
     .weight = 6,
     .touchpoint = "ride",
     .stage = "use",
     .group = "comfort",
     .service = "rail",
     .mode = Mode::kRail,
     .owner = Owner::kDepot,
     .felt = kCleanFeltBefore,
     .felt_spread = 1.7},
    {.id = "driver",
     .weight = 8,
     .touchpoint = "driver",
     .stage = "use",
     .group = "people",
     .service = "rides",
     .felt = 6.6},
    {"station", kCustomer, 5, "station", "use", "place", "stations", Mode::kAny, Owner::kNamed,
     "Stations team"},
    {"platform", kCustomer, 6, "platform", "use", "place", "passenger information", Mode::kAny,
     Owner::kNamed, "Stations team", 7.1, 5.5},
    {"access", kCustomer, 4, "station", "use", "place", "help with boarding", Mode::kAny,
     Owner::kNamed, "Stations team", 7.0, 5.7},
    {"bike", kCustomer, 3, "ride", "use", "comfort", "rail", Mode::kRail},
    {"night", kCustomer, 3, "platform", "use", "place", "night service", Mode::kAny, Owner::kNamed,
     "Stations team", 6.2, 5.0},
    {"connection", kCustomer, 5, "platform", "use", "late", "connections"},
    // Round the ride.
    {"machine", kCustomer, 4, "ticket machine", "purchase", "ticket", "ticket sales", Mode::kAny,
     Owner::kNamed, "Fares team"},
    {"app", kCustomer, 7, "app", "purchase", "ticket", "Quillgo app", Mode::kAny, Owner::kNamed,
     "App team", 7.0, 6.0},
    {"website", kCustomer, 4, "website", "discovery", "ticket", "website", Mode::kAny,
     Owner::kNamed, "App team"},
    {"price", kCustomer, 4, "website", "awareness", "price", "fares", Mode::kAny, Owner::kNamed,
     "Fares team", 6.3, 5.8},
    {"call", kCustomer, 5, "call centre", "use", "people", "telephone advice", Mode::kAny,
     Owner::kNamed, "Call centre", 6.6, 5.8},
    {"lost", kCustomer, 4, "lost property", "use", "people", "lost property", Mode::kAny,
     Owner::kNamed, "Lost property", kGapLostExpected, kGapLostFelt, 0.8, 0.5},
    {"desk", kCustomer, 5, "fares desk", "purchase", "people", "fares advice", Mode::kAny,
     Owner::kNamed, "Fares team", kGapDeskExpected, kGapDeskFelt, 0.8, 0.5},
    {"zwip", kCustomer, 5, "on-demand van", "use", "late", "on-demand rides", Mode::kAny,
     Owner::kNamed, "Zwip crew", 6.8, 6.3},
    {"newcomer", kCustomer, 4, "website", "discovery", "place", "welcome offers", Mode::kAny,
     Owner::kNamed, "Fares team", 6.8, 6.2},
    {"advocate", kCustomer, 3, "station", "advocacy", "comfort", "rides", Mode::kAny, Owner::kCrew,
     "", 7.2, 6.9},
    // Planted among customers.
    {"machine_freeze", kCustomer, 0, "ticket machine", "purchase", "ticket", "ticket sales",
     Mode::kAny, Owner::kNamed, "Fares team", 7.0, 2.7, 1.2},
    {"zwip_gone", kCustomer, 0, "on-demand van", "use", "", "on-demand rides", Mode::kAny,
     Owner::kNamed, "Zwip crew", 7.3, 2.2, 1.1},
    {"stop_moved", kCustomer, 0, "platform", "use", "", "bridge works", Mode::kAny, Owner::kNamed,
     "Stations team", 6.4, 3.0, 1.2},
    {"app_logout", kCustomer, 0, "app", "use", "ticket", "Quillgo app", Mode::kAny, Owner::kNamed,
     "App team", 7.2, 2.9, 1.2},
    {"line4_late", kCustomer, 0, "train", "use", "", "rail", Mode::kRail, Owner::kCrew, "", 6.6,
     2.8, 1.2},
    {"refund_slow", kCustomer, 0, "website", "purchase", "", "refunds", Mode::kAny, Owner::kNamed,
     "Fares team", 6.9, 2.4, 1.1},
    {"heating", kCustomer, 0, "train", "use", "", "rail", Mode::kRail, Owner::kDepot, "", 6.6, 3.0,
     1.2},
    {"two_singles", kCustomer, 0, "ticket machine", "purchase", "", "fares", Mode::kAny,
     Owner::kNamed, "Fares team", 6.2, 4.6, 1.4},
    {"screenshot", kCustomer, 0, "app", "use", "", "Quillgo app", Mode::kAny, Owner::kNamed,
     "App team", 6.8, 4.8, 1.4},
    {"night_bus", kCustomer, 0, "bus", "use", "", "night service", Mode::kAny, Owner::kNamed,
     "Bus East crew", 7.4, kNightBusFelt, 1.1},
    // Employees.
    {"shift", kEmployee, 15, "shift planning", "use", "", "rosters", Mode::kAny, Owner::kOwnUnit},
    {"workshop", kEmployee, 10, "depot", "use", "", "workshops", Mode::kAny, Owner::kOwnUnit},
    {"team", kEmployee, 10, "depot", "cultivation", "", "working together", Mode::kAny,
     Owner::kOwnUnit, "", 7.0, 6.7},
    {"boss", kEmployee, 8, "depot", "cultivation", "", "leadership", Mode::kAny, Owner::kOwnUnit},
    {"passengers", kEmployee, 12, "ride", "use", "", "rides", Mode::kAny, Owner::kOwnUnit},
    {"training", kEmployee, 6, "depot", "discovery", "", "training", Mode::kAny, Owner::kOwnUnit},
    {"kit", kEmployee, 10, "ride", "use", "", "vehicles", Mode::kAny, Owner::kOwnUnit},
    {"works_order", kEmployee, 8, "works order", "use", "", "maintenance", Mode::kAny,
     Owner::kOwnUnit},
    {"call_seat", kEmployee, 40, "call centre", "use", "", "telephone advice", Mode::kAny,
     Owner::kOwnUnit},
    {"notice", kEmployee, 0, "shift planning", "use", "", "timetable changes", Mode::kAny,
     Owner::kOwnUnit, "", 6.8, kNoticeFelt, 1.4},
    {"fear", kEmployee, 0, "depot", "use", "", "leadership", Mode::kAny, Owner::kOwnUnit, "", 6.4,
     2.0, 1.0},
    {"paper_list", kEmployee, 0, "works order", "use", "", "maintenance", Mode::kAny,
     Owner::kOwnUnit, "", 6.0, 4.0, 1.3},
    {"door_question", kEmployee, 0, "works order", "use", "", "maintenance", Mode::kAny,
     Owner::kOwnUnit, "", 6.4, 4.0, 1.4},
    // The maintenance partner.
    {"portal", kPartner, 10, "partner portal", "use", "", "partner portal", Mode::kAny,
     Owner::kOwnUnit},
    {"parts", kPartner, 9, "works order", "use", "", "spare parts", Mode::kAny, Owner::kOwnUnit},
    {"access_depot", kPartner, 8, "depot", "use", "", "maintenance", Mode::kAny, Owner::kOwnUnit},
    {"together", kPartner, 7, "depot", "cultivation", "", "working together", Mode::kAny,
     Owner::kOwnUnit, "", 6.8, 6.7},
    {"invoice", kPartner, 4, "partner portal", "purchase", "", "invoices", Mode::kAny,
     Owner::kOwnUnit},
    {"door_known", kPartner, 0, "works order", "use", "", "maintenance", Mode::kAny,
     Owner::kOwnUnit, "", 6.4, 5.6, 1.4},
    {"phone_foreman", kPartner, 0, "partner portal", "use", "", "partner portal", Mode::kAny,
     Owner::kOwnUnit, "", 6.2, 4.4, 1.3},
};

}  // namespace

std::span<const Topic> topics() {
  return kTopics;
}

const Topic& topic_named(std::string_view id) {
  const auto* const found = std::find_if(std::begin(kTopics), std::end(kTopics),
                                         [id](const Topic& topic) { return topic.id == id; });
  FH_CHECK(found != std::end(kTopics));
  return *found;
}

}  // namespace fh::example
