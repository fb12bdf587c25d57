// engine/served.h: what a teller's experiences served: in which figures they counted.
//
// The organisation's questions of the last weeks are asked once more, of the teller's own
// experiences alone (landscape/among.h): nothing of others is looked at. As their words are now;
// as what may be done with them was when the question was asked. Questions of a day are taken
// together: what was told on that day counts in all of them, if it was there for the last.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/caller.h"
#include "engine/engine.h"
#include "engine/figure_notes.h"
#include "engine/index.h"
#include "engine/scope.h"
#include "record/record.h"

namespace fh::engine {

// Thread-safe.
class Served {
 public:
  // All outlive it.
  struct Parts {
    const Clock& clock;
    record::Record& record;
    Index& index;
    Scopes& scopes;
    FigureNotes& notes;
  };
  explicit Served(Parts parts) : parts_(parts) {}

  // For the teller: of the kServedQuestionsMax newest different questions since
  // record::kFiguresKeptDays those in which something of theirs counted, the newest first.
  // O(questions · (looking up their words + the teller's experiences)).
  Result<std::vector<ServedFigure>> figures(const Caller& teller);

 private:
  struct Mine {
    std::vector<uint64_t> numbers;
    std::vector<std::vector<record::FiguresBook::Granted>> granted;  // of each
  };
  Result<Mine> mine(uint32_t person);
  Result<std::vector<bool>> matches(const record::FiguresQuestion& question, const Mine& mine,
                                    const landscape::Landscape& landscape);

  const Parts parts_;
};

}  // namespace fh::engine
