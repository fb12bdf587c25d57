// engine/local_questions.h: questions to tellers over one record.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/local_contacts.h"
#include "engine/local_ownership.h"
#include "engine/questions.h"
#include "engine/reading_notes.h"
#include "engine/small_groups.h"

namespace fh::engine {

class LocalQuestions final : public Questions {
 public:
  // An experience that the caller may see, as it is kept; and words of its teller's as the caller
  // may read them.
  struct Seen {
    model::Experience experience;
    bool whole = true;
  };
  // All outlive it.
  struct Parts {
    const EngineOptions& options;
    record::Record& record;
    LocalOwnership& ownership;
    Erasing& erasing;
    ReadingNotes& readings;
    LocalContacts& contacts;
    std::function<Result<Seen>(const Caller&, std::string_view)> visible;
    std::function<Result<bool>(const Caller&, const model::Experience&)> is_masked;
  };
  explicit LocalQuestions(Parts parts)
      : parts_(std::move(parts)), book_(parts_.record.questions()) {}

  Result<record::Question> ask(const Caller& caller, std::string_view id, std::string_view question,
                               const Posting* posting) override;
  Result<QuestionsAbout> about(const Caller& caller, std::string_view id) override;
  Result<std::vector<AskedOfMe>> mine(const Caller& teller, uint32_t limit,
                                      uint64_t offset) override;
  Result<record::Question> answer(const Caller& teller, uint64_t number,
                                  std::string_view words) override;
  Result<record::Question> decline(const Caller& teller, uint64_t number, Further further) override;
  Result<record::Question> withdraw(const Caller& teller, uint64_t number) override;

 private:
  Status show_answers(const Caller& caller, const Seen& seen,
                      std::vector<record::Question>& questions);
  Status never_again(const Caller& teller);

  const Parts parts_;
  record::QuestionBook& book_;
};

}  // namespace fh::engine
