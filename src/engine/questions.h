// engine/questions.h: what the organisation asks tellers of what they told, and their answers.
//
// Only where its teller lets it be read and wants to be asked (the grants `read` and `contact`),
// by who has Right::kContact besides Right::kRead and can see it; one at a time of an experience,
// so many a day of an asker. An answer is its teller's words: kept as they are, masked like the
// others, shown where the experience may be read, erased with it. Taking back `contact` or `read`
// ends what is open; what was answered stays beside the experience, for whoever may read that.
//
// Thread-safe, as the engine is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/caller.h"
#include "engine/contacts.h"
#include "model/experience.h"
#include "record/record.h"

namespace fh::engine {

inline constexpr size_t kQuestionCharactersMax = 1000;
inline constexpr size_t kAnswerCharactersMax = 10'000;
inline constexpr uint64_t kQuestionsADay = 50;

// As what somebody asks: all that tellers are told of them. "listener", "steward", "keeper",
// "key", "host".
std::string_view role_shown(const Caller& caller);

// Whether the caller could ask now, and if not, why.
enum class Asking : uint8_t {
  kPossible,
  kNotYours,    // they have no right to
  kNotGranted,  // its teller does not want to be asked
  kNobody,      // nobody can come back to it
  kOpen,        // a question waits for its answer
};
std::string_view name_of(Asking asking);  // "possible", "not_yours", "not_granted", …

// A question as somebody may know it: who asked stays behind their role.
struct AskedOf {
  record::Question question = {};
  bool whole = true;  // else times that would tell who answered are left out
};

struct QuestionsAbout {
  std::vector<AskedOf> questions;  // newest first
  Asking asking = Asking::kNotYours;
};

// What a teller is asked, and of which of their experiences.
struct AskedOfMe {
  record::Question question = {};
  model::Experience about = {};
};

// Whether they want to be asked again: kNever takes the grant back from all that is theirs.
enum class Further : uint8_t { kMayAsk, kNever };

class Questions {
 public:
  virtual ~Questions() = default;

  // kDenied where the caller or the teller does not let it; kConflict where one is open; kInvalid
  // or kTooLarge with field "question". Where `posting` says how letters are sent, its teller is
  // told of it, if they can be reached: whoever asks learns nothing of that.
  virtual Result<record::Question> ask(const Caller& caller, std::string_view id,
                                       std::string_view question, const Posting* posting) = 0;
  // Of an experience whose words the caller may read; answers are noted for the teller as read.
  virtual Result<QuestionsAbout> about(const Caller& caller, std::string_view id) = 0;

  // For the teller. Newest first.
  virtual Result<std::vector<AskedOfMe>> mine(const Caller& teller, uint32_t limit,
                                              uint64_t offset) = 0;
  // The first answer, or other words in its place: the old ones are nobody's any more. kNotFound
  // of what is not theirs; kInvalid or kTooLarge with field "answer".
  virtual Result<record::Question> answer(const Caller& teller, uint64_t number,
                                          std::string_view words) = 0;
  // kConflict where it is not open.
  virtual Result<record::Question> decline(const Caller& teller, uint64_t number,
                                           Further further) = 0;
  // Takes the answer back. kConflict where there is none.
  virtual Result<record::Question> withdraw(const Caller& teller, uint64_t number) = 0;
};

}  // namespace fh::engine
