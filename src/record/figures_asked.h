// record/figures_asked.h: for which questions figures were made, kept for a while so that tellers
// can see what they counted in.
//
// A row for each day, asker and question. Not in the audit's chain, which keeps everything for
// ever: these go after kFiguresKeptDays, and the oldest before that where there are more than
// kFiguresKeptMax.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "model/grants.h"

namespace fh::record {

inline constexpr int64_t kFiguresKeptDays = 90;
inline constexpr uint64_t kFiguresKeptMax = 20'000;

// All that decides which experiences are counted.
struct FiguresQuestion {
  std::string q = {};     // as it was asked; empty: everything
  bool any_word = false;  // whether one of the words is enough
  std::string from = {};  // as it was asked, on when it was lived; empty: open
  std::string to = {};
  std::string scope = {};  // the asker's; empty: everything
  model::Purpose purpose = model::Purpose::kCount;
  std::string role = {};  // as what they asked
  auto operator<=>(const FiguresQuestion&) const = default;
};

// That it was asked on one day, by somebody.
struct FiguresNote {
  FiguresQuestion question = {};
  std::string actor = {};
  int32_t day = 0;  // since 1970, UTC
  uint32_t times = 1;
  uint64_t as_of = 0;  // the change that the last answer saw
  Instant last = {};
};

// A question, and when it was asked: for each day and asker, the newest first.
struct FiguresAsked {
  struct Times {
    uint32_t times = 1;
    uint64_t as_of = 0;
    Instant last = {};
  };
  FiguresQuestion question = {};
  std::vector<Times> asked = {};
};

class FiguresBook {
 public:
  virtual ~FiguresBook() = default;

  // Adds to what is there of that day, and lets go what is past. One transaction.
  virtual Status note(std::span<const FiguresNote> notes, Instant now) = 0;
  // The newest different questions since then, so many at most, the newest first. O(notes kept)
  // to do, O(what it gives) to hold.
  virtual Result<std::vector<FiguresAsked>> newest(uint32_t questions, Instant since) = 0;
  // From which change on what may be done with an experience, by change, the telling first.
  struct Granted {
    uint64_t since = 0;
    model::Grants grants = {};
  };
  virtual Result<std::vector<Granted>> granted(uint64_t experience) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<FiguresBook> make_figures_book(Writer& writer, Readers& readers);

}  // namespace fh::record
