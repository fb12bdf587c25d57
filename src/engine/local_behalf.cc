// The part of LocalOwnership for what is told for somebody else.

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "engine/document.h"
#include "engine/local_ownership.h"

namespace fh::engine {
namespace {

constexpr std::string_view kWhoTold = "who told it";
constexpr std::string_view kNotTaken = "told by somebody else, not claimed yet";

std::unexpected<Error> nothing_waits() {
  return failure(ErrorCode::kNotFound, "nothing waits here to be taken as yours", {},
                 "It may have been taken already, or given back.");
}

Status require_teller_with(const Caller& caller) {
  if (caller.kind == CallerKind::kTeller && caller.person != 0) return {};
  return failure(ErrorCode::kDenied, "only whom it was told for may do this", {},
                 "Come with the code that was handed over.");
}

bool is_for_others(const Caller& teller, const record::Holding& one) {
  return teller.kind == CallerKind::kTeller && one.person != teller.person;
}

}  // namespace

void LocalOwnership::give_to_another(const Caller& caller, const OwnTelling& how,
                                     record::Telling& telling, OwnReceipt& told) {
  const bool unknown = caller.kind == CallerKind::kPublic || caller.kind == CallerKind::kTeller;
  record::Behalf behalf{.actor = caller.actor};
  if (caller.kind == CallerKind::kTeller) {
    behalf.teller = caller.person;
  } else if (how.claim) {
    told.claim_code = make_token(TokenKind::kClaim, *parts_.options.random);
    behalf.claim = digest_of(told.claim_code);
  }
  told.behalf_code = make_token(TokenKind::kClaim, *parts_.options.random);
  telling.claim = digest_of(told.behalf_code);
  telling.person = "claim:" + base32(*telling.claim);
  telling.behalf = std::move(behalf);
  telling.basis = kNotTaken;
  telling.granted_by = unknown ? std::string(kWhoTold) : caller.actor;
}

Result<LocalOwnership::Experiences> LocalOwnership::page_of(uint32_t person, uint32_t limit,
                                                            uint64_t offset) {
  FH_ASSIGN_OR_RETURN(Experiences page, parts_.record.of_person_number(person, limit, offset));
  if (page.size() >= limit) return page;
  const auto left = static_cast<uint32_t>(limit - page.size());
  FH_ASSIGN_OR_RETURN(const uint64_t owned, parts_.record.behalf().owned_by(person));
  const uint64_t passed = offset > owned ? offset - owned : 0;
  FH_ASSIGN_OR_RETURN(Experiences others, parts_.record.behalf().told_by(person, left, passed));
  std::ranges::move(others, std::back_inserter(page));
  return page;
}

Result<Recorded> described_anew(record::Record& record,
                                const std::vector<record::Receipt>& receipts) {
  Recorded done;
  for (const record::Receipt& receipt : receipts) {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> now, record.find(receipt.number));
    FH_CHECK(now.has_value());  // only this thread could have erased it since
    done.receipt = receipt;
    done.changes.push_back(
        {.sequence = receipt.sequence, .number = receipt.number, .document = document_of(*now)});
  }
  return done;
}

Status still_theirs(record::Record& record, const Caller& teller,
                    const std::vector<record::Holding>& chosen) {
  for (const record::Holding& one : chosen) {
    if (!is_for_others(teller, one)) continue;
    FH_ASSIGN_OR_RETURN(const bool still, record.behalf().is_told_by(one.number, teller.person));
    if (!still) {
      return failure(ErrorCode::kNotFound, "whom it was told for has taken it as theirs", "id");
    }
  }
  return {};
}

Status may_grant_for_others(const Caller& teller, const std::vector<record::Holding>& chosen,
                            model::Grants grants) {
  const bool more = grants.has(model::Purpose::kContact) || grants.has(model::Purpose::kShare);
  const auto for_others = [&](const record::Holding& one) { return is_for_others(teller, one); };
  if (!more || std::ranges::none_of(chosen, for_others)) return {};
  return failure(ErrorCode::kDenied,
                 "only whose it is may say that they may be asked, or that it may be shown outside",
                 "grants", "Hand the code over: then they can.");
}

Result<std::vector<record::Receipt>> set_grants(record::Record& record, const Caller& teller,
                                                const std::vector<record::Holding>& chosen,
                                                const model::GrantChange& change) {
  std::vector<uint64_t> own;
  std::vector<uint64_t> for_others;
  for (const record::Holding& one : chosen) {
    (is_for_others(teller, one) ? for_others : own).push_back(one.number);
  }
  model::GrantChange step = change;
  step.by = "teller";
  step.basis = "the teller's own word";
  FH_ASSIGN_OR_RETURN(std::vector<record::Receipt> receipts, record.set_grants(own, step));
  if (for_others.empty()) return receipts;
  step.by = kWhoTold;
  step.basis = kNotTaken;
  FH_ASSIGN_OR_RETURN(const std::vector<record::Receipt> more, record.set_grants(for_others, step));
  receipts.insert(receipts.end(), more.begin(), more.end());
  return receipts;
}

Result<std::vector<record::Receipt>> LocalOwnership::take_all(const Caller& teller,
                                                              const Digest& code) {
  std::vector<record::Receipt> receipts;
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> waiting,
                      parts_.record.behalf().waiting_for(teller.person));
  if (waiting.empty()) return receipts;
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_ASSIGN_OR_RETURN(receipts, parts_.erasing.take(waiting, code));
    return described_anew(record, receipts);
  });
  if (!done) return std::unexpected(done.error());
  return receipts;
}

namespace {

Result<std::vector<uint64_t>> waiting_for(record::Record& record,
                                          std::initializer_list<uint32_t> people) {
  std::vector<uint64_t> waiting;
  for (const uint32_t person : people) {
    FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> some, record.behalf().waiting_for(person));
    waiting.insert(waiting.end(), some.begin(), some.end());
  }
  return waiting;
}

}  // namespace

Status LocalOwnership::log_taken(record::Record& record, std::initializer_list<uint32_t> people) {
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> waiting, waiting_for(record, people));
  return parts_.erasing.log_taken(waiting, {});
}

void LocalOwnership::log_not_taken(record::Record& record, std::initializer_list<uint32_t> people) {
  const auto waiting = waiting_for(record, people);
  if (waiting) parts_.erasing.log_not_taken(*waiting, {});
}

Result<Taken> LocalOwnership::take(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller_with(teller));
  Taken taken;
  taken.claim_code = make_token(TokenKind::kClaim, *parts_.options.random);
  FH_ASSIGN_OR_RETURN(taken.receipts, take_all(teller, digest_of(taken.claim_code)));
  if (!taken.receipts.empty()) return taken;
  FH_ASSIGN_OR_RETURN(const record::CodesOf codes, parts_.record.behalf().codes_of(teller.person));
  if (codes.own) return nothing_waits();
  // Taken before without a code of their own: by a log of an earlier program, say.
  FH_RETURN_IF_ERROR(parts_.record.add_claim(teller.person, digest_of(taken.claim_code)));
  return taken;
}

// To whoever told it, where they can come back to it.
Result<Recorded> LocalOwnership::give_back(record::Record& record, uint32_t person,
                                           std::vector<record::Receipt>& receipts) {
  FH_ASSIGN_OR_RETURN(std::vector<uint64_t> waiting, record.behalf().waiting_for(person));
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> of_nobody,
                      record.behalf().waiting_of_nobody(person));
  std::erase_if(waiting,
                [&](uint64_t number) { return std::ranges::binary_search(of_nobody, number); });
  if (waiting.empty()) return Recorded();
  const model::GrantChange note = {.at = parts_.options.clock->now(),
                                   .grants = model::Grants::none(),
                                   .by = "whom it was told for",
                                   .basis = "not theirs"};
  FH_RETURN_IF_ERROR(parts_.erasing.log_grants(waiting, note.grants));
  Result<std::vector<record::Receipt>> back = record.behalf().give_back(waiting, note);
  if (!back) {
    parts_.erasing.log_grants_as_they_are(waiting);
    return std::unexpected(std::move(back.error()));
  }
  receipts = std::move(*back);
  return described_anew(record, receipts);
}

// What nobody is left for, neither whose it is nor who told it, is erased: nobody could ever again.
Result<std::vector<record::Receipt>> LocalOwnership::disown(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller_with(teller));
  std::vector<record::Receipt> receipts;
  const auto done = parts_.writer.change(
      [&](record::Record& record) { return give_back(record, teller.person, receipts); });
  if (!done) return std::unexpected(done.error());
  if (!receipts.empty()) parts_.erasing.forget_bytes_soon();
  const Result<ErasureReceipt> erased = parts_.erasing.erase(
      [&](record::Record& record) { return record.behalf().waiting_of_nobody(teller.person); },
      {.actor = teller.actor, .why = "given back to nobody"});
  if (!erased) {
    if (erased.error().code != ErrorCode::kNotFound) return std::unexpected(erased.error());
    if (receipts.empty()) return nothing_waits();
    return receipts;
  }
  receipts.insert(receipts.end(), erased->erased.begin(), erased->erased.end());
  return receipts;
}

}  // namespace fh::engine
