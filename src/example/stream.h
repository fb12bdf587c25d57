// example/stream.h: the example organisation, one experience after another.
//
// Persons come in the order of their index, each with all they tell in two years,
// so memory stays constant for any number of people. The same options give the same
// drafts on every machine. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "example/people.h"
#include "example/truths.h"
#include "model/experience.h"

namespace fh::example {

struct StreamOptions {
  uint64_t people = 12'000;  // who give about 1.67 experiences each
  uint64_t seed = 1;
  CivilDate until = {.year = 2026, .month = 10, .day = 31};  // the last day, included
};

// A draft, and which planted truths shaped it (TruthId as numbers, ascending). The
// draft itself says nothing of them.
struct Made {
  model::Draft draft;
  std::vector<uint16_t> truths;
  bool shaped_by(TruthId id) const;
};

class Stream {
 public:
  explicit Stream(const StreamOptions& options);
  // Nothing after the last one.
  std::optional<Made> next();
  // Persons begun so far, for progress.
  uint64_t people_begun() const { return next_person_; }

 private:
  void begin_person();

  const StreamOptions options_;
  const int64_t start_;
  uint64_t next_person_ = 0;
  Person person_;
  std::vector<int64_t> days_;  // of what the person tells, ascending
  size_t told_ = 0;            // of days_
};

// Adds the truths as the signifier `planted` (their ids), for data sets to measure
// analyses with.
void add_planted(Made& made, const std::vector<Truth>& truths);

// The draft as one JSON object, as model::read_draft takes it; empty fields are left
// out.
void write_draft(JsonWriter& json, const model::Draft& draft);

}  // namespace fh::example
