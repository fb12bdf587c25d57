// record/questions.h: what the organisation asks tellers of what they told, and what they answer.
//
// A question hangs on one experience and goes with it, answer included. Open ones end when their
// teller no longer lets it be read, or may not be asked any more. Who may ask, and who is shown
// what, is the engine's affair. Every change is durable, and in the audit under its Act, when its
// call returns.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "record/access.h"

namespace fh::record {

enum class QuestionState : uint8_t { kOpen, kAnswered, kDeclined, kWithdrawn };
std::string_view name_of(QuestionState state);  // "open", "answered", "declined", "withdrawn"
std::optional<QuestionState> question_state_named(std::string_view name);

struct Question {
  uint64_t number = 0;      // from 1
  uint64_t experience = 0;  // which it is about
  Instant asked_at = {};
  std::string actor = {};  // who asked, as the audit has it
  std::string role = {};   // as what: all that its teller is told
  std::string text = {};
  QuestionState state = QuestionState::kOpen;
  std::optional<Instant> ended_at = {};  // answered last, declined or taken back
  std::string answer = {};               // its teller's words; empty unless answered
};

class QuestionBook {
 public:
  virtual ~QuestionBook() = default;

  // Gives it its number. kNotFound where there is no such experience; kDenied where its teller
  // does not let it be read and asked about, or the actor has asked `a_day` since `day_began`;
  // kConflict where one is open, or nobody is known who could answer.
  struct Limits {
    uint64_t a_day = 0;
    Instant day_began = {};
  };
  virtual Result<Question> add(const Question& question, const Limits& limits, const Act& act) = 0;
  // Newest first, both.
  virtual Result<std::vector<Question>> about(uint64_t experience) = 0;
  virtual Result<std::vector<Question>> of_person(uint32_t person, uint32_t limit,
                                                  uint64_t offset) = 0;

  // Of a question about something of that person's: else kNotFound.
  struct Whose {
    uint64_t number = 0;
    uint32_t person = 0;
  };
  virtual Result<Question> theirs(const Whose& whose) = 0;
  virtual Result<bool> is_open(const Whose& whose) = 0;
  // The words take the place of what was answered before, which nobody has any more.
  virtual Result<Question> answer(const Whose& whose, std::string_view words, const Act& act) = 0;
  // kConflict where it is not open.
  virtual Result<Question> decline(const Whose& whose, const Act& act) = 0;
  // The answer goes, its bytes too. kConflict where there is none.
  virtual Result<Question> withdraw(const Whose& whose, const Act& act) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<QuestionBook> make_question_book(Writer& writer, Readers& readers);

}  // namespace fh::record
