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
#include "model/columns.h"

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

// What a batch says beforehand comes from a keeper, whoever tells with it.
Status admit_presets(ColumnLimit& columns, const model::Draft& about) {
  std::vector<model::ColumnEntry> presets;
  for (const model::Signifier& said : about.signifiers) {
    model::add_signifier_columns(said, presets);
  }
  return columns.admit(presets, ToldBy::kOrganisation);
}

std::vector<uint64_t> numbers_of(const std::vector<record::Holding>& holdings) {
  std::vector<uint64_t> numbers;
  numbers.reserve(holdings.size());
  for (const record::Holding& one : holdings) numbers.push_back(one.number);
  return numbers;
}

// Page by page below the last one seen: what is told meanwhile moves none of them.
template <typename Page>
Result<std::vector<record::Holding>> all_pages(const Page& page_below) {
  std::vector<record::Holding> all;
  constexpr uint32_t kPage = 1000;
  for (bool last = false; !last;) {
    const uint64_t below = all.empty() ? record::kAboveAll : all.back().number;
    FH_ASSIGN_OR_RETURN(const std::vector<record::Holding> page, page_below(below, kPage));
    last = page.size() < kPage;
    all.insert(all.end(), page.begin(), page.end());
  }
  return all;
}

}  // namespace

Result<OwnReceipt> LocalOwnership::tell(const Caller& caller, model::Draft draft,
                                        const OwnTelling& how) {
  FH_RETURN_IF_ERROR(may_tell(caller, std::span(&draft, 1), how.same_key));
  FH_RETURN_IF_ERROR(may_have_codes(caller, draft, how));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, caller));
  const Instant now = parts_.options.clock->now();
  std::optional<record::Invitation> invitation;
  if (!how.invitation.empty()) {
    FH_ASSIGN_OR_RETURN(const Invited invited, open_invitation(parts_.record, how.invitation, now));
    FH_RETURN_IF_ERROR(admit_presets(parts_.columns, invited.about));
    draft = as_invited(std::move(draft), invited.about);
    invitation = {.hash = digest_of(how.invitation), .now = now};
  }
  FH_ASSIGN_OR_RETURN(Prepared prepared,
                      prepare(std::move(draft), now, parts_.columns, told_by(caller)));
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
  std::optional<Caller> teller;
  if (kind_of_token(claim_code) == TokenKind::kClaim) {
    FH_ASSIGN_OR_RETURN(teller, teller_with(parts_.record, digest_of(claim_code)));
  }
  if (!teller) return leads_to_nothing();
  return std::move(*teller);
}

Result<LocalOwnership::Holdings> LocalOwnership::all_of(uint32_t person, Reach reach) {
  FH_ASSIGN_OR_RETURN(Holdings all, all_pages([&](uint64_t below, uint32_t limit) {
                        return parts_.record.held_by(person, below, limit);
                      }));
  if (reach == Reach::kOwn) return all;
  FH_ASSIGN_OR_RETURN(const Holdings others, all_pages([&](uint64_t below, uint32_t limit) {
                        return parts_.record.behalf().told_for_others(person, below, limit);
                      }));
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

// What someone else told is as if it were not there.
Result<LocalOwnership::Holdings> LocalOwnership::chosen(const Caller& caller,
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
  Holdings chosen;
  std::set<uint64_t> taken;
  for (const std::string& id : ids) {
    const std::optional<uint64_t> number = model::number_of_id(id);
    if (!number) return nothing_of_theirs();
    if (!taken.insert(*number).second) continue;
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, parts_.record.find(*number));
    if (!found) return nothing_of_theirs();
    if (teller && found->person_number != caller.person) {
      bool may = reach == Reach::kToldForOthersToo;
      if (may) {
        FH_ASSIGN_OR_RETURN(may, parts_.record.behalf().is_told_by(*number, caller.person));
      }
      if (!may) return nothing_of_theirs();
    }
    chosen.push_back({.number = found->number,
                      .person = found->person_number,
                      .grants = found->grants,
                      .behalf = found->behalf});
  }
  return chosen;
}

Result<std::vector<OwnExperience>> LocalOwnership::mine(const Caller& teller, uint32_t limit,
                                                        uint64_t offset) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  parts_.readings.write();  // a reading of a moment ago is shown, too
  FH_ASSIGN_OR_RETURN(Experiences page, page_of(teller.person, limit, offset));
  std::vector<OwnExperience> mine;
  size_t earlier_bytes = 0;
  for (model::Experience& experience : page) {
    const bool own_one = experience.person_number == teller.person;
    FH_ASSIGN_OR_RETURN(OwnExperience own, shown(std::move(experience)));
    FH_RETURN_IF_ERROR(add_earlier_words(earlier_bytes, own));
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
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  FH_ASSIGN_OR_RETURN(const Holdings theirs, chosen(teller, ids, Reach::kOwn));
  if (theirs.empty()) return {};
  return parts_.record.set_masking(numbers_of(theirs), masking, teller.actor);
}

Status add_earlier_words(size_t& bytes, const OwnExperience& own) {
  for (const record::Version& version : own.earlier) {
    if (version.experience) bytes += version.experience->text.size();
  }
  if (bytes <= limits::kEarlierWordsBytesMax) return {};
  return failure(ErrorCode::kTooLarge,
                 fmt::format("what these said before they were amended is more than {} bytes, "
                             "which is the limit of one page",
                             limits::kEarlierWordsBytesMax),
                 "limit", "Ask for fewer at a time.");
}

Result<OwnExperience> LocalOwnership::shown(model::Experience experience) {
  record::Record& record = parts_.record;
  OwnExperience own;
  const uint64_t number = experience.number;
  own.experience = std::move(experience);
  FH_ASSIGN_OR_RETURN(own.earlier, record.earlier_versions(number));
  for (record::Version& version : own.earlier) {
    if (!version.experience) continue;
    model::Experience words;
    words.text = std::move(version.experience->text);
    version.experience = std::move(words);
  }
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
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  // Where it came from is not the teller's to change.
  draft.source.clear();
  draft.source_id.clear();
  draft.person.clear();
  const std::string wanted(id);
  FH_ASSIGN_OR_RETURN(const Holdings current,
                      chosen(teller, std::span(&wanted, 1), Reach::kToldForOthersToo));
  const uint64_t number = current.front().number;
  FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> now, parts_.record.find(number));
  if (!now) return nothing_of_theirs();
  FH_ASSIGN_OR_RETURN(Prepared prepared,
                      prepare(completed(std::move(draft), *now), parts_.options.clock->now(),
                              parts_.columns, told_by(teller)));
  const Result<record::Receipt> receipt =
      parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
        FH_RETURN_IF_ERROR(still_theirs(record, teller, current));
        return amend_in(record, number, prepared.telling.experience, teller.actor);
      });
  if (!receipt) return std::unexpected(receipt.error());
  if (old == OldWords::kDrop) {
    FH_RETURN_IF_ERROR(parts_.erasing.drop_versions(number, teller.actor));
  }
  return *receipt;
}

Result<std::vector<record::Receipt>> LocalOwnership::grant(const Caller& teller,
                                                           std::span<const std::string> ids,
                                                           model::Grants grants) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  // All that is theirs has what they told for others in it where it is withdrawn, else not: what
  // these allow is not for others to say.
  const bool others_too = !ids.empty() || grants == model::Grants::none();
  FH_ASSIGN_OR_RETURN(const Holdings theirs,
                      chosen(teller, ids, others_too ? Reach::kToldForOthersToo : Reach::kOwn));
  std::vector<record::Receipt> receipts;
  if (theirs.empty()) return receipts;
  FH_RETURN_IF_ERROR(may_grant_for_others(teller, theirs, grants));
  const Instant now = parts_.options.clock->now();
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_RETURN_IF_ERROR(still_theirs(record, teller, theirs));
    const model::GrantChange change{.at = now, .grants = grants, .by = {}, .basis = {}};
    FH_RETURN_IF_ERROR(parts_.erasing.log_grants(numbers_of(theirs), grants));
    Result<std::vector<record::Receipt>> set = set_grants(record, teller, theirs, change);
    if (!set) {
      parts_.erasing.log_grants_as_they_are(numbers_of(theirs));
      return std::unexpected(std::move(set.error()));
    }
    receipts = std::move(*set);
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
  FH_RETURN_IF_ERROR(may_join(parts_.record, teller, other));
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_RETURN_IF_ERROR(log_taken(record, {teller.person, other.person}));
    Result<std::vector<record::Receipt>> joined =
        record.join(teller.person, other.person, teller.actor);
    if (!joined) {
      log_not_taken(record, {teller.person, other.person});
      return std::unexpected(std::move(joined.error()));
    }
    receipts = std::move(*joined);
    return described_anew(record, receipts);
  });
  if (!done) return std::unexpected(done.error());
  return receipts;
}

Result<std::string> LocalOwnership::another_code(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
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
