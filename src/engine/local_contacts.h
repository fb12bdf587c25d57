// engine/local_contacts.h: contacts over one record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "engine/allowance.h"
#include "engine/contacts.h"
#include "engine/erasing.h"
#include "record/record.h"

namespace fh::engine {

class LocalContacts final : public Contacts {
 public:
  // All outlive it, and it outlives the box of every Posting it was given.
  struct Parts {
    record::Record& record;
    const Clock& clock;
    Random& random;
    Erasing& erasing;
  };
  explicit LocalContacts(Parts parts) : parts_(parts) {}

  Result<OwnContact> of(const Caller& teller) override;
  Result<Instant> leave(const Caller& teller, std::string_view address,
                        const Posting& posting) override;
  Status remove(const Caller& teller) override;
  Status keep_one_code(const Caller& teller, std::string_view claim_code) override;
  Status verify(std::string_view link) override;
  Result<std::string> come_back(std::string_view link) override;
  Status lost(std::string_view address, const Posting& posting) override;
  int64_t wait_ms(std::string_view from) override;
  int64_t wait_ms(const Caller& teller, std::string_view address, std::string_view from) override;

  // Tells whose it is that a question waits, once a day at most. Nobody learns whether there is
  // an address, and a letter that cannot be sent is none: the question waits all the same.
  void question_waits(const record::QuestionBook::Whose& question, const Posting& posting);

  Status upkeep() { return book().upkeep(); }

 private:
  // Several people who have the same address, or one who told under several codes.
  static constexpr uint32_t kPeopleMax = 8;
  static constexpr int64_t kHourMs = 3'600'000;
  static constexpr int64_t kDayMs = 24 * kHourMs;

  record::ContactBook& book() { return parts_.record.contacts(); }
  Result<record::LetterLink> found(std::string_view link, record::LinkPurpose purpose);
  Result<std::vector<Letter>> coming_back(const std::string& known_by, const std::string& pages);

  Result<std::vector<Letter>> asked(const record::QuestionBook::Whose& question,
                                    const std::string& pages);

  const Parts parts_;
  Allowance by_asker_{10, kHourMs};
  Allowance by_teller_{5, kHourMs};
  // Of letters to one address, whoever asks for them; named by a hash.
  Allowance by_address_{3, kHourMs};
  Allowance of_questions_{1, kDayMs};  // by teller
};

}  // namespace fh::engine
