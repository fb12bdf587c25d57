// record/writing.h: what one transaction does to the rows.
//
// A Writing counts on from the last committed change in memory, so that a group
// costs no look-up for its numbers; finish() puts the counters back and adds the
// audit entry. It neither begins nor commits: the writer does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/database.h"
#include "record/names.h"
#include "record/record.h"

namespace fh::record {

// "e1 e2 e3", or how many where they are more than a line holds.
std::string ids_of(std::span<const uint64_t> numbers);
// The same for the audit; of what tellers do, or the erasure log for them, only how many: by when
// which of theirs changed, who reads it could tell whose words they are of which the lists show no
// real name.
std::string ids_for_audit(std::span<const uint64_t> numbers, std::string_view actor);
inline constexpr std::string_view kTellerActor = "teller";

// What became of one telling.
struct Taken {
  Receipt receipt;
  uint32_t version = 0;
  std::optional<Instant> told_at = {};  // of an amendment: when it was first told
  Person person;
  model::Grants grants = model::kUsualGrants;
  std::optional<Error> refused;  // then the rest says nothing
};

class Writing {
 public:
  // Reads the counters. REQUIRES: an open write transaction.
  static Result<Writing> start(Database& database, Names& names);

  // One for each, in order. REQUIRES: each has its body.
  Result<std::vector<Taken>> tell(std::span<const Telling> group);
  Result<Receipt> amend(uint64_t number, const Experience& experience);
  Result<Receipt> erase(uint64_t number);
  Result<uint64_t> earlier_versions(uint64_t number);  // how many
  // Both give one receipt for each.
  Result<std::vector<Receipt>> set_grants(std::span<const uint64_t> numbers,
                                          const model::GrantChange& change);
  Result<std::vector<Receipt>> join(uint64_t into, uint64_t from, const model::GrantChange& note);
  // As BehalfBook has them, without the code. What nobody waits to take any more is passed over.
  Result<std::vector<Receipt>> take_over(std::span<const uint64_t> numbers,
                                         const model::GrantChange& note);
  Result<std::vector<Receipt>> give_back(std::span<const uint64_t> numbers,
                                         const model::GrantChange& note);

  bool has_changes() const { return sequence_ != first_sequence_; }
  uint64_t forgotten_people() const { return people_before_ - people_.people; }
  // By number: of whom nothing is kept any more.
  const std::vector<uint64_t>& forgotten() const { return forgotten_; }
  // Fills in the sequence.
  Status finish(const AuditEntry& entry);

 private:
  Writing(Database& database, Names& names) : database_(database), names_(names) {}

  // Tellings with a number, claimed but not inserted yet.
  struct Fresh {
    const Telling* telling = nullptr;
    uint64_t source = 0;
    Taken* taken = nullptr;
  };
  Result<bool> claim_key(uint64_t source, std::string_view source_id);
  Status insert_all(std::vector<Fresh>& fresh);
  Result<uint64_t> number_of_key(uint64_t source, std::string_view source_id);
  Result<Taken> tell_again(const Telling& telling, uint64_t source);
  Result<Person> person_of(const Telling& telling);
  Status insert(const Fresh& fresh);
  Result<Person> person_numbered(uint32_t number);
  Status add_claim(const Fresh& fresh);
  Status add_behalf(const Fresh& fresh);
  Result<uint64_t> new_teller(const Fresh& fresh);
  // Refuses where it is not good any more.
  Status use_invitation(const Invitation& invitation);
  // Forgets who told it for somebody else; who they are, 0 where they are not a person, none
  // where it is not told so.
  Result<std::optional<uint64_t>> forget_who_told(uint64_t number);
  Result<std::vector<uint64_t>> numbers_of(const char* sql, uint64_t person);
  // Both with the grants as they are.
  Result<Receipt> move_to(uint64_t into, uint64_t number, const model::GrantChange& note);
  Result<Receipt> note_step(uint64_t number, model::GrantChange step);
  Result<bool> has_claim(uint64_t person);
  Status end_open_questions(uint64_t number);
  Status note_grants(uint64_t number, uint64_t sequence, const model::GrantChange& change);
  Status keep_first_grants(uint64_t number);
  Result<Receipt> grant(uint64_t number, const model::GrantChange& change);
  Result<model::Grants> grants_of(const Fresh& fresh);
  Status read_source_grants();
  // Whether what the source calls so was erased; then its key is let go of again.
  Result<bool> was_erased(uint64_t source, const Experience& experience);
  Status let_go_of_key(uint64_t source, std::string_view source_id);

  Result<std::optional<Experience>> current(uint64_t number);
  // The sequence of the earlier version that said the same; 0: none whose words are kept did.
  Result<uint64_t> earlier_that_said(const Experience& now, const std::string& said);
  Result<Receipt> replace(const Experience& current, std::string_view body, uint64_t person);
  // Of the one that is not among the newest kEarlierWordsKept any more, unless it is the first.
  Status let_go_of_words(const Experience& replaced);

  Status keep_erased_key(uint64_t number, const std::string& source_id);
  Status remove_key(uint64_t number, bool is_known, const std::string& source_id);
  Status remove_person_without_experiences(uint64_t person);

  Database& database_;
  Names& names_;
  uint64_t first_sequence_ = 0;
  uint64_t sequence_ = 0;
  uint64_t number_ = 0;
  std::unordered_map<uint64_t, model::Grants> source_grants_;  // where not the usual ones
  uint64_t erased_ = 0;
  uint64_t earlier_versions_ = 0;
  uint64_t people_before_ = 0;
  std::vector<uint64_t> forgotten_;
  Names::Counters people_;  // fewer people than the last number after erasures
};

}  // namespace fh::record
