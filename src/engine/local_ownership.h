// engine/local_ownership.h: the rights of tellers over one record and its index.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secrets.h"
#include "engine/engine.h"
#include "engine/erasing.h"
#include "engine/index.h"
#include "engine/ownership.h"
#include "engine/prepare.h"
#include "engine/reading_notes.h"
#include "engine/small_groups.h"
#include "engine/writer.h"

namespace fh::engine {

class LocalOwnership final : public Ownership {
 public:
  // All outlive it.
  struct Parts {
    const EngineOptions& options;
    record::Record& record;
    Index& index;
    Writer& writer;
    ColumnLimit& columns;
    ReadingNotes& readings;
    Erasing& erasing;
    std::function<std::shared_ptr<const SmallGroups>()> groups;  // as they are set now
  };
  explicit LocalOwnership(Parts parts) : parts_(std::move(parts)) {}

  Result<OwnReceipt> tell(const Caller& caller, model::Draft draft, const OwnTelling& how) override;
  Result<Caller> teller_of(std::string_view claim_code) override;
  Result<std::vector<OwnExperience>> mine(const Caller& teller, uint32_t limit,
                                          uint64_t offset) override;
  Result<record::Receipt> amend(const Caller& teller, std::string_view id, model::Draft draft,
                                OldWords old) override;
  Result<std::vector<record::Receipt>> grant(const Caller& teller, std::span<const std::string> ids,
                                             model::Grants grants) override;
  Status set_masking(const Caller& teller, std::span<const std::string> ids,
                     record::Masking masking) override;
  Result<ErasureReceipt> erase(const Caller& caller, std::span<const std::string> ids,
                               Purge purge) override;
  Result<std::vector<std::string>> ids_of(const Caller& caller, const Whose& whose) override;
  Result<Taken> take(const Caller& teller) override;
  Result<std::vector<record::Receipt>> disown(const Caller& teller) override;
  Result<std::vector<record::Receipt>> join(const Caller& teller,
                                            std::string_view claim_code) override;
  Result<std::string> another_code(const Caller& teller) override;
  Status set_source_grants(const Caller& caller, const record::SourceGrants& grants) override;
  Result<std::vector<record::Source>> sources(const Caller& caller, uint32_t limit,
                                              uint64_t offset) override;

  // What a teller is shown of one of theirs.
  Result<OwnExperience> shown(model::Experience experience);

 private:
  using Experiences = std::vector<model::Experience>;
  // Without words: all of a teller's may be many.
  using Holdings = std::vector<record::Holding>;

  Result<SeenWords> seen_words(const model::Experience& experience);
  // What counts as somebody's: until others take it, also what they told for these.
  enum class Reach : uint8_t { kOwn, kToldForOthersToo };
  Result<Holdings> all_of(uint32_t person, Reach reach);
  Result<Experiences> page_of(uint32_t person, uint32_t limit, uint64_t offset);
  Result<Holdings> chosen(const Caller& caller, std::span<const std::string> ids, Reach reach);

  // Of local_behalf.cc. Makes the code for whom it is told, and says who told it.
  void give_to_another(const Caller& caller, const OwnTelling& how, record::Telling& telling,
                       OwnReceipt& told);
  Result<std::vector<record::Receipt>> take_all(const Caller& teller, const Digest& code);
  // In the writer's turn.
  Status log_taken(record::Record& record, std::initializer_list<uint32_t> people);
  void log_not_taken(record::Record& record, std::initializer_list<uint32_t> people);
  Result<Recorded> give_back(record::Record& record, uint32_t person,
                             std::vector<record::Receipt>& receipts);

  const Parts parts_;
};

// Adds up what they said before, of those that are shown together; kTooLarge beyond
// limits::kEarlierWordsBytesMax.
Status add_earlier_words(size_t& bytes, const OwnExperience& own);

// In the writer's turn. kNotFound where something that somebody told for others was taken by
// these since it was looked at.
Status still_theirs(record::Record& record, const Caller& teller,
                    const std::vector<record::Holding>& chosen);
// kDenied where what was told for somebody else would be granted for more than that may be.
Status may_grant_for_others(const Caller& teller, const std::vector<record::Holding>& chosen,
                            model::Grants grants);
// Each with whose word it is.
Result<std::vector<record::Receipt>> set_grants(record::Record& record, const Caller& teller,
                                                const std::vector<record::Holding>& chosen,
                                                const model::GrantChange& change);
// Whose people have changed, for the index.
Result<Recorded> described_anew(record::Record& record,
                                const std::vector<record::Receipt>& receipts);

}  // namespace fh::engine
