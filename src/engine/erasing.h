// engine/erasing.h: the one way in which experiences are erased, whoever wants it: in the
// writer's turn, logged first, then gone from the record and the index, with a signed receipt.
// What people take back otherwise goes into the same log (taking_back.cc); a start carries out
// what it names (catch_up.cc).
//
// A teller, the organisation on a person's behalf, a timer and a start after a crash all come
// through here. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "engine/engine.h"
#include "engine/erased_bytes.h"
#include "engine/erasure_log.h"
#include "engine/log_beside.h"
#include "engine/ownership.h"
#include "engine/writer.h"
#include "record/record.h"

namespace fh::engine {

class Erasing {
 public:
  // All outlive it.
  struct Parts {
    const EngineOptions& options;
    record::Record& record;
    Writer& writer;
    ErasedBytes& bytes;
    LogBeside& beside;
  };
  explicit Erasing(Parts parts) : parts_(parts) {}

  struct How {
    std::string actor;
    Purge purge = Purge::kSoon;
    // Under which name the receipt is kept where keepers find it; empty: it is not kept.
    std::string why = {};
    std::string request = {};  // what it completes; empty: none
  };
  using Numbers = std::vector<uint64_t>;
  // Says which, in the writer's turn: nothing is told, amended or erased in between.
  using Choose = std::function<Result<Numbers>(record::Record&)>;

  // kNotFound where `choose` gives none, or one that is not there: then nothing is erased.
  Result<ErasureReceipt> erase(const Choose& choose, const How& how);

  // Whose it is takes what was told for them; `code` opens it from then on. In the log first, as
  // erasures are: an older record that is put in this one's place gives it back to nobody.
  // REQUIRES: the writer's turn.
  Result<std::vector<record::Receipt>> take(const Numbers& numbers,
                                            const std::optional<Digest>& code);
  // The first half of it, for who takes it otherwise; and that it came to nothing after all: then
  // no start finishes it, without the code that nobody got. REQUIRES: the writer's turn, both.
  Status log_taken(const Numbers& numbers, const std::optional<Digest>& code);
  void log_not_taken(const Numbers& numbers, const std::optional<Digest>& code);

  // What else people take back, and an older record must not bring again: in the log first, all
  // of it. For at most these purposes from now on; where that came to nothing, as they are.
  // REQUIRES: the writer's turn, both.
  Status log_grants(const Numbers& numbers, model::Grants grants);
  void log_grants_as_they_are(const Numbers& numbers);
  // Earlier words go, their bytes within a while.
  Status drop_versions(uint64_t number, const std::string& actor);
  // Replaces or withdraws an answer: the words that were there go as well. What is replaced is in
  // the log behind the change: before the other words are there, none are lost.
  using ChangeAnswer = std::function<Result<record::Question>(record::QuestionBook&)>;
  Result<record::Question> replace_answer(const record::QuestionBook::Whose& whose,
                                          const ChangeAnswer& change);
  Result<record::Question> withdraw_answer(const record::QuestionBook::Whose& whose,
                                           const ChangeAnswer& change);
  // Of the person's codes this one alone is good from now on; where it is not theirs, nothing
  // changes.
  Status keep_one_code(uint32_t person, const Digest& code, const std::string& actor);
  // Who told something has been forgotten: its bytes go within a while.
  void forget_bytes_soon() { parts_.bytes.purge_soon(); }

  // A signed statement that there was nothing to erase.
  Result<ErasureReceipt> nothing_there();

  // Before anyone asks, and before there is an index: finishes requests that had begun, and
  // takes from the record what the log names and it still has: after a crash, or in an older
  // record that was put in its place.
  static Status catch_up(const EngineOptions& options, record::Record& record);

 private:
  Result<Recorded> erase_in(record::Record& record, const Choose& choose, const How& how,
                            record::Erased& erased);
  static Result<record::Erasure> kept_erasure(const EngineOptions& options, record::Record& record,
                                              const How& how);
  static Status finish_requests(const EngineOptions& options, record::Record& record);
  static Status erase_left_over(const EngineOptions& options, record::Record& record,
                                const std::vector<ErasedEntry>& entries);
  // On disk in the data directory when it returns.
  Status log(const std::vector<ErasedEntry>& entries);
  Status log_answer_gone(const record::Question& answered);

  const Parts parts_;
};

// That what was told for somebody is theirs now; its grants stay.
model::GrantChange note_of_taking(Instant at);

// Of what a receipt is kept of.
record::KeptReceipt kept(const ErasureReceipt& receipt, const std::string& why, Instant at);

}  // namespace fh::engine
