#include "engine/local_ownership.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/claim_codes.h"
#include "engine/document.h"
#include "engine/local_invitations.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

// Whose word a grant is: who is not known to the organisation speaks for themselves.
std::string actor_of_grants(const Caller& caller) {
  const bool teller = caller.kind == CallerKind::kTeller || caller.kind == CallerKind::kPublic;
  return teller ? "teller" : caller.actor;
}

std::unexpected<Error> nothing_of_theirs() {
  return failure(ErrorCode::kNotFound, "there is nothing here that belongs to you", "id");
}

// A code for somebody whom the draft names would open all that is theirs.
Status may_have_codes(const Caller& caller, const model::Draft& draft, const OwnTelling& how) {
  if (draft.person.empty()) return {};
  if (how.behalf) {
    return failure(ErrorCode::kDenied, "what is told for somebody else names no person", "person",
                   "Leave the person out: the code makes them known.");
  }
  if (!how.claim || caller.kind == CallerKind::kHost) return {};
  return failure(ErrorCode::kDenied, "a claim code for a person who is named cannot be asked for",
                 "claim", "Leave the person out, or the claim.");
}

constexpr size_t kBasisBytesMax = 1000;

// One line of text.
Status check_text(std::string_view field, std::string_view text, size_t bytes_max) {
  if (text.size() > bytes_max) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("{} has {} bytes; the limit is {}", field, text.size(), bytes_max),
                   std::string(field));
  }
  if (is_one_line(text)) return {};
  return failure(ErrorCode::kInvalid,
                 fmt::format("{} is one line of text in UTF-8, without control characters", field),
                 std::string(field));
}

// What the record did, for the index: who changed what they may be used for.
Recorded granted(const std::vector<record::Receipt>& receipts, model::Grants grants) {
  Recorded done;
  for (const record::Receipt& receipt : receipts) {
    done.receipt = receipt;
    if (receipt.outcome == record::Outcome::kAlreadyTold) continue;
    done.changes.push_back(
        {.sequence = receipt.sequence, .number = receipt.number, .document = {}, .grants = grants});
  }
  return done;
}

std::vector<uint64_t> numbers_of(const std::vector<model::Experience>& experiences) {
  std::vector<uint64_t> numbers;
  numbers.reserve(experiences.size());
  for (const model::Experience& experience : experiences) numbers.push_back(experience.number);
  return numbers;
}

}  // namespace

Result<OwnReceipt> LocalOwnership::tell(const Caller& caller, model::Draft draft,
                                        const OwnTelling& how) {
  FH_RETURN_IF_ERROR(may_tell(caller, std::span(&draft, 1), how.same_key));
  FH_RETURN_IF_ERROR(may_have_codes(caller, draft, how));
  const Instant now = parts_.options.clock->now();
  std::optional<record::Invitation> invitation;
  if (!how.invitation.empty()) {
    FH_ASSIGN_OR_RETURN(const Invited invited, open_invitation(parts_.record, how.invitation, now));
    draft = as_invited(std::move(draft), invited.about);
    invitation = {.hash = digest_of(how.invitation), .now = now};
  }
  FH_ASSIGN_OR_RETURN(Prepared prepared, prepare(std::move(draft), now, parts_.columns));
  OwnReceipt told;
  record::Telling& telling = prepared.telling;
  telling.invitation = invitation;
  telling.same_key = how.same_key;
  telling.grants = how.grants;
  telling.without_share = how.without_share;
  telling.basis = how.basis;
  telling.granted_by = actor_of_grants(caller);
  if (how.behalf) {
    give_to_another(caller, how, telling, told);
  } else if (caller.kind == CallerKind::kTeller) {
    telling.own_person = caller.person;
  } else if (how.claim) {
    told.claim_code = make_token(TokenKind::kClaim, *parts_.options.random);
    telling.claim = digest_of(told.claim_code);
    // Nobody but the holder of the code is known by its hash.
    if (telling.person.empty()) telling.person = "claim:" + base32(*telling.claim);
  }
  TellJob job{.tellings = {}, .documents = {}, .actor = caller.actor};
  job.tellings.push_back(std::move(telling));
  job.documents.push_back(std::move(prepared.document));
  FH_ASSIGN_OR_RETURN(Answers::value_type answers, parts_.writer.tell(std::move(job)));
  FH_CHECK(answers.size() == 1);
  FH_ASSIGN_OR_RETURN(told.receipt, std::move(answers.front()));
  if (told.receipt.outcome != record::Outcome::kTold) {
    told.claim_code.clear();
    told.behalf_code.clear();
  }
  return told;
}

Result<Caller> LocalOwnership::teller_of(std::string_view claim_code) {
  uint32_t person = 0;
  if (kind_of_token(claim_code) == TokenKind::kClaim) {
    FH_ASSIGN_OR_RETURN(person, person_behind(parts_.record, digest_of(claim_code)));
  }
  if (person == 0) {
    return failure(ErrorCode::kDenied, "this claim code leads to nothing", {},
                   "Check it letter by letter. Where everything was erased, its code is gone, "
                   "too; a lost one cannot be found again.");
  }
  return Caller::teller(person);
}

Result<LocalOwnership::Experiences> LocalOwnership::all_of(uint32_t person, Reach reach) {
  Experiences all;
  constexpr uint32_t kPage = 1000;
  for (bool last = false; !last;) {
    FH_ASSIGN_OR_RETURN(Experiences page,
                        parts_.record.of_person_number(person, kPage, all.size()));
    last = page.size() < kPage;
    std::ranges::move(page, std::back_inserter(all));
  }
  if (reach == Reach::kOwn) return all;
  FH_ASSIGN_OR_RETURN(Experiences others, told_for_others(person));
  std::ranges::move(others, std::back_inserter(all));
  return all;
}

// What someone else told is as if it were not there.
Result<LocalOwnership::Experiences> LocalOwnership::chosen(const Caller& caller,
                                                           std::span<const std::string> ids,
                                                           Reach reach) {
  const bool teller = caller.kind == CallerKind::kTeller;
  if (ids.empty()) {
    FH_RETURN_IF_ERROR(require_teller(caller));
    return all_of(caller.person, reach);
  }
  // A narrowed caller's ids are judged where the landscape is at hand (LocalEngine::erase).
  if (!caller.scope.empty()) {
    return failure(ErrorCode::kDenied, "who has a scope may not do this to ids");
  }
  Experiences chosen;
  std::set<uint64_t> taken;
  for (const std::string& id : ids) {
    const std::optional<uint64_t> number = model::number_of_id(id);
    if (!number) return nothing_of_theirs();
    if (!taken.insert(*number).second) continue;
    FH_ASSIGN_OR_RETURN(std::optional<model::Experience> found, parts_.record.find(*number));
    if (!found) return nothing_of_theirs();
    if (teller && found->person_number != caller.person) {
      bool may = reach == Reach::kToldForOthersToo;
      if (may) {
        FH_ASSIGN_OR_RETURN(may, parts_.record.behalf().is_told_by(*number, caller.person));
      }
      if (!may) return nothing_of_theirs();
    }
    chosen.push_back(std::move(*found));
  }
  return chosen;
}

Result<std::vector<OwnExperience>> LocalOwnership::mine(const Caller& teller, uint32_t limit,
                                                        uint64_t offset) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  parts_.readings.write();  // a reading of a moment ago is shown, too
  FH_ASSIGN_OR_RETURN(Experiences page, page_of(teller.person, limit, offset));
  std::vector<OwnExperience> mine;
  for (model::Experience& experience : page) {
    const bool own_one = experience.person_number == teller.person;
    FH_ASSIGN_OR_RETURN(OwnExperience own, shown(std::move(experience)));
    if (own.experience.behalf) own.behalf = own_one ? ToldFor::kForYou : ToldFor::kByYou;
    mine.push_back(std::move(own));
  }
  return mine;
}

Result<SeenWords> LocalOwnership::seen_words(const model::Experience& experience) {
  if (!parts_.groups()->is_masked(experience)) return SeenWords::kAsTold;
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> lifted,
                      parts_.record.unmasked_among(std::span(&experience.number, 1)));
  return lifted.empty() ? SeenWords::kMasked : SeenWords::kMaskLifted;
}

Status LocalOwnership::set_masking(const Caller& teller, std::span<const std::string> ids,
                                   record::Masking masking) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_ASSIGN_OR_RETURN(const Experiences theirs, chosen(teller, ids, Reach::kOwn));
  if (theirs.empty()) return {};
  FH_RETURN_IF_ERROR(take_touched(teller, theirs));
  return parts_.record.set_masking(numbers_of(theirs), masking, teller.actor);
}

Result<OwnExperience> LocalOwnership::shown(model::Experience experience) {
  record::Record& record = parts_.record;
  OwnExperience own;
  const uint64_t number = experience.number;
  own.experience = std::move(experience);
  FH_ASSIGN_OR_RETURN(own.earlier, record.earlier_versions(number));
  FH_ASSIGN_OR_RETURN(own.history, record.grant_history(number));
  FH_ASSIGN_OR_RETURN(own.readings, record.readings(number, kReadingsShown));
  FH_ASSIGN_OR_RETURN(own.questions, record.questions().about(number));
  FH_ASSIGN_OR_RETURN(own.source, record.source(own.experience.source));
  FH_ASSIGN_OR_RETURN(own.seen, seen_words(own.experience));
  return own;
}

Result<record::Receipt> LocalOwnership::amend(const Caller& teller, std::string_view id,
                                              model::Draft draft, OldWords old) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  // Where it came from is not the teller's to change.
  draft.source.clear();
  draft.source_id.clear();
  draft.person.clear();
  const std::string wanted(id);
  FH_ASSIGN_OR_RETURN(const Experiences current,
                      chosen(teller, std::span(&wanted, 1), Reach::kToldForOthersToo));
  FH_ASSIGN_OR_RETURN(Prepared prepared, prepare(completed(std::move(draft), current.front()),
                                                 parts_.options.clock->now(), parts_.columns));
  const uint64_t number = current.front().number;
  FH_RETURN_IF_ERROR(take_touched(teller, current));
  const Result<record::Receipt> receipt =
      parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
        FH_RETURN_IF_ERROR(still_theirs(record, teller, current));
        return amend_in(record, number, prepared.telling.experience, teller.actor);
      });
  if (!receipt) return std::unexpected(receipt.error());
  if (old == OldWords::kDrop) {
    FH_RETURN_IF_ERROR(parts_.record.forget_versions(number, teller.actor));
  }
  return *receipt;
}

Result<std::vector<record::Receipt>> LocalOwnership::grant(const Caller& teller,
                                                           std::span<const std::string> ids,
                                                           model::Grants grants) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  // All that is theirs has what they told for others in it where it is withdrawn, else not: what
  // these allow is not for others to say.
  const bool others_too = !ids.empty() || grants == model::Grants::none();
  FH_ASSIGN_OR_RETURN(const Experiences theirs,
                      chosen(teller, ids, others_too ? Reach::kToldForOthersToo : Reach::kOwn));
  std::vector<record::Receipt> receipts;
  if (theirs.empty()) return receipts;
  FH_RETURN_IF_ERROR(may_grant_for_others(teller, theirs, grants));
  FH_RETURN_IF_ERROR(take_touched(teller, theirs));
  const Instant now = parts_.options.clock->now();
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_RETURN_IF_ERROR(still_theirs(record, teller, theirs));
    const model::GrantChange change{.at = now, .grants = grants, .by = {}, .basis = {}};
    FH_ASSIGN_OR_RETURN(receipts, set_grants(record, teller, theirs, change));
    return granted(receipts, grants);
  });
  if (!done) return std::unexpected(done.error());
  return receipts;
}

Result<std::vector<record::Receipt>> LocalOwnership::join(const Caller& teller,
                                                          std::string_view claim_code) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_ASSIGN_OR_RETURN(const Caller other, teller_of(claim_code));
  std::vector<record::Receipt> receipts;
  if (other.person == teller.person) return receipts;
  // Either code may be the one that another has seen.
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller.person));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, other.person));
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_RETURN_IF_ERROR(log_taken(record, {teller.person, other.person}));
    FH_ASSIGN_OR_RETURN(receipts, record.join(teller.person, other.person, teller.actor));
    return described_anew(record, receipts);
  });
  if (!done) return std::unexpected(done.error());
  return receipts;
}

Result<std::string> LocalOwnership::another_code(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller.person));
  FH_ASSIGN_OR_RETURN(const auto taken, take_all(teller, {}));
  static_cast<void>(taken);
  std::string code = make_token(TokenKind::kClaim, *parts_.options.random);
  FH_RETURN_IF_ERROR(parts_.record.add_claim(teller.person, digest_of(code)));
  return code;
}

Status LocalOwnership::set_source_grants(const Caller& caller, const record::SourceGrants& grants) {
  FH_RETURN_IF_ERROR(may_administer(caller, "say what a source's tellers grant"));
  FH_RETURN_IF_ERROR(check_text("source", grants.source, limits::kNameBytesMax));
  FH_RETURN_IF_ERROR(check_text("basis", grants.basis, kBasisBytesMax));
  return parts_.record.set_source_grants(grants, caller.actor);
}

Result<std::vector<record::Source>> LocalOwnership::sources(const Caller& caller, uint32_t limit,
                                                            uint64_t offset) {
  FH_RETURN_IF_ERROR(may_administer(caller, "see what sources' tellers grant"));
  return parts_.record.sources(limit, offset);
}

std::string_view name_of(SeenWords seen) {
  switch (seen) {
    case SeenWords::kAsTold:
      return "as_told";
    case SeenWords::kMasked:
      return "masked";
    case SeenWords::kMaskLifted:
      return "lifted";
  }
  FH_CHECK(false);
  return {};
}

}  // namespace fh::engine
