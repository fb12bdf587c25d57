// example/signifiers.h: the other meanings a source asks for, beside words and ratings.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "example/people.h"
#include "example/topics.h"
#include "model/experience.h"

namespace fh::example {

struct Circumstances {
  const Person* person = nullptr;
  const Topic* topic = nullptr;
  int64_t day = 0;  // since 1970
  double week = 0;  // of the two years
  double felt = 0;
  bool good = false;
  int64_t days_waited = 0;  // for a refund; 0: none
};

// In a fixed order. Each is there only as often as people answer such questions.
std::vector<model::Signifier> signifiers_for(const Circumstances& circumstances, Rng& rng);

}  // namespace fh::example
