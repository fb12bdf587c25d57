// example/people.h: who tells, and where they live and work.
//
// A person is a function of (seed, index) alone, so that any number of them can be
// made one after another in constant memory. Nobody has a name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "example/topics.h"
#include "model/experience.h"

namespace fh::example {

inline constexpr std::string_view kOrganisation = "Quillmere Lines";

struct Line {
  std::string_view name;
  Mode mode;
  std::string_view depot;
  std::string_view crew;
  uint32_t weight;
};
std::span<const Line> lines();

// Where its crew starts, Depot South's lines felt what happened there.
bool belongs_to_depot_south(const Line& line);
bool is_depot_south_unit(std::string_view unit);

struct Source {
  std::string_view name;
  std::string_view channel;
  std::string_view scale;  // empty: 0 to 10
  double rated;            // how often it asks for ratings at all
};

struct Person {
  uint64_t index = 0;
  std::string key;  // "c-000123"
  model::Party party = model::Party::kCustomer;
  model::Function function = model::Function::kUnknown;
  const Line* line = nullptr;
  const Source* source = nullptr;
  std::string_view stop;
  std::string_view unit;     // employees and partners: their own
  std::string_view ticket;   // customers: their ticket type
  std::string_view lang;     // in which they write when they can
  uint32_t years = 0;        // of service, or of travelling
  double gratitude = 0;      // 0 to 10
  double felt_offset = 0;    // some people rate higher
  double carelessness = 0;   // typos, 0 to 1
  uint32_t experiences = 1;  // how many they tell
  bool grateful() const;
};

Person person_at(uint64_t seed, uint64_t index);

// A generator of its own for the part of a person that `purpose` names.
Rng rng_for(uint64_t seed, uint64_t index, uint64_t purpose);

// Near enough to a standard normal, and the same bits on every machine (sums only;
// Rng::normal goes through the machine's logarithm).
double bell(Rng& rng);

std::span<const std::string_view> stops();

// One of them, by weight. REQUIRES: the weights are not all 0.
size_t weighted(Rng& rng, std::span<const uint32_t> weights);

}  // namespace fh::example
