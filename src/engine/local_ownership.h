// engine/local_ownership.h: the rights of tellers over one record and its index.
#pragma once

#include <functional>
#include <memory>
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

  Result<SeenWords> seen_words(const model::Experience& experience);
  Result<Experiences> all_of(uint32_t person);
  Result<Experiences> chosen(const Caller& caller, std::span<const std::string> ids);

  const Parts parts_;
};

}  // namespace fh::engine
