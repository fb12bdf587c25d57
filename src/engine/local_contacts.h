// engine/local_contacts.h: contacts over one record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "engine/allowance.h"
#include "engine/contacts.h"
#include "record/record.h"

namespace fh::engine {

class LocalContacts final : public Contacts {
 public:
  // All outlive it, and it outlives the box of every Posting it was given.
  struct Parts {
    record::Record& record;
    const Clock& clock;
    Random& random;
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

  // Whether somebody who may ask tellers again can reach the one who told this: they allowed it,
  // and a contact is there.
  bool may_be_asked(const Caller& caller, const model::Experience& experience);
  Status upkeep() { return book().upkeep(); }

 private:
  // Several people who have the same address, or one who told under several codes.
  static constexpr uint32_t kPeopleMax = 8;
  static constexpr int64_t kHourMs = 3'600'000;

  record::ContactBook& book() { return parts_.record.contacts(); }
  Result<record::LetterLink> found(std::string_view link, record::LinkPurpose purpose);
  Result<std::vector<Letter>> coming_back(const std::string& known_by, const std::string& pages);

  const Parts parts_;
  Allowance by_asker_{10, kHourMs};
  Allowance by_teller_{5, kHourMs};
  // Of letters to one address, whoever asks for them; named by a hash.
  Allowance by_address_{3, kHourMs};
};

}  // namespace fh::engine
