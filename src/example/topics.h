// example/topics.h: what people of the example organisation tell about.
//
// A topic is a set of patterns (sections "<id>.bad", "<id>.good", "<id>.thing",
// "<id>.question") with the place it happens and how it usually feels. The table
// is constant; a topic's index in it is stable for one version of the program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/experience.h"

namespace fh::example {

enum class Mode : uint8_t { kAny, kRail, kBus };
// Who is answerable where a customer meets the topic.
enum class Owner : uint8_t { kCrew, kDepot, kOwnUnit, kNamed };

struct Topic {
  std::string_view id;
  model::Party party = model::Party::kCustomer;
  double weight = 0;            // among the party's everyday topics; 0: planted only
  std::string_view touchpoint;  // "ride": the train or bus of the line
  std::string_view stage;
  std::string_view group;    // of the smaller grammars and the survey's "about"
  std::string_view service;  // named as a subject
  Mode mode = Mode::kAny;
  Owner owner = Owner::kCrew;
  std::string_view unit = {};  // for kNamed
  double expected = 6.9;       // means, on 0 to 10
  double felt = 5.9;
  double felt_spread = 2.2;
  double expected_spread = 1.4;
};

std::span<const Topic> topics();
// REQUIRES: there is one of that id.
const Topic& topic_named(std::string_view id);

}  // namespace fh::example
