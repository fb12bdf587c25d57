#include "engine/local_invitations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/secrets.h"
#include "base/utf8.h"
#include "engine/period.h"
#include "engine/rights.h"
#include "model/draft_json.h"
#include "model/validate.h"

namespace fh::engine {
namespace {

constexpr int64_t kDayMs = 86'400'000;

// What an invitation may say beforehand: nothing of who tells, and nothing that is theirs to say.
constexpr std::array kPresets = {&model::Draft::source,     &model::Draft::kind,
                                 &model::Draft::party,      &model::Draft::function,
                                 &model::Draft::touchpoint, &model::Draft::stage,
                                 &model::Draft::channel,    &model::Draft::unit};

struct Theirs {
  std::string_view name;
  bool said = false;
};

std::optional<std::string_view> said_for_teller(const model::Draft& about) {
  const std::array theirs = {Theirs{"text", !about.text.empty()},
                             Theirs{"source_id", !about.source_id.empty()},
                             Theirs{"person", !about.person.empty()},
                             Theirs{"lived_at", !about.lived_at.empty()},
                             Theirs{"told_at", !about.told_at.empty()},
                             Theirs{"lang", !about.lang.empty()},
                             Theirs{"expected", about.expected.has_value()},
                             Theirs{"felt", about.felt.has_value()},
                             Theirs{"scale", !about.scale.empty()}};
  const auto found = std::ranges::find(theirs, true, &Theirs::said);
  if (found == theirs.end()) return std::nullopt;
  return found->name;
}

Status check_name(std::string_view name) {
  const bool blank = name.find_first_not_of(' ') == std::string_view::npos;
  if (!blank && name.size() <= kBatchNameBytesMax && is_one_line(name)) return {};
  return failure(ErrorCode::kInvalid,
                 fmt::format("the name is one line of text of 1 to {} bytes", kBatchNameBytesMax),
                 "name", "It is shown to who is invited.");
}

Status check_about(const model::Draft& about, Instant now) {
  if (const auto name = said_for_teller(about)) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("an invitation cannot say {}: that is for who tells", *name),
                   fmt::format("about.{}", *name));
  }
  model::Draft whole = about;
  whole.text = "what somebody will tell";
  const Result<model::Checked> checked = model::validate(std::move(whole), now);
  if (checked) return {};
  Error error = checked.error();
  error.field = error.field.empty() ? "about" : "about." + error.field;
  return std::unexpected(std::move(error));
}

// The end of what was said: of a day, its last moment.
Result<Instant> end_of(const std::string& until, Instant now) {
  const Result<landscape::TimeIn> period = period_of(until);
  if (!period) {
    return failure(ErrorCode::kInvalid, "until is no day or time", "until",
                   "Write it as 2026-12-31.");
  }
  if (period->end_ms <= now.ms) {
    return failure(ErrorCode::kInvalid, "until is past already", "until");
  }
  if (period->end_ms - now.ms > kInvitationDaysMax * kDayMs) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("until is more than {} days away", kInvitationDaysMax), "until");
  }
  return Instant{.ms = period->end_ms};
}

// As read_draft() takes it.
std::string about_json(const model::Draft& about) {
  std::string text;
  JsonWriter json(text);
  model::write_draft(json, about);
  return text;
}

Result<model::Draft> read_about(const std::string& text) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(text));
  return model::read_draft(json);
}

uint64_t threshold_of(const SmallGroups& groups) {
  uint64_t threshold = 0;
  for (const auto& [party, least] : groups.settings().parties) {
    threshold = std::max<uint64_t>(threshold, least);
  }
  return threshold;
}

}  // namespace

Result<Invited> open_invitation(record::Record& record, std::string_view secret, Instant now) {
  std::optional<record::InvitationBatch> batch;
  if (kind_of_token(secret) == TokenKind::kInvitation) {
    FH_ASSIGN_OR_RETURN(batch, record.invitations().batch_of(digest_of(secret)));
  }
  if (!batch) {
    return failure(ErrorCode::kNotFound, "this invitation leads to nothing", "invitation",
                   "Is it the whole link, letter by letter? Anyone can tell without one.");
  }
  if (batch->ended) {
    return failure(ErrorCode::kConflict, "this invitation was ended", {},
                   "The same can be told without it.");
  }
  if (batch->expires.ms <= now.ms) {
    return failure(ErrorCode::kConflict, "this invitation is past its time", {},
                   "The same can be told without it.");
  }
  Invited invited{.name = batch->name, .links = batch->links, .expires = batch->expires};
  FH_ASSIGN_OR_RETURN(invited.about, read_about(batch->about));
  return invited;
}

model::Draft as_invited(model::Draft draft, const model::Draft& about) {
  for (const auto field : kPresets) {
    if (!(about.*field).empty()) draft.*field = about.*field;
  }
  if (!about.subjects.empty()) draft.subjects = about.subjects;
  for (const model::Signifier& said : about.signifiers) {
    std::erase_if(draft.signifiers,
                  [&](const model::Signifier& one) { return one.name == said.name; });
    draft.signifiers.push_back(said);
  }
  if (!draft.source_id.empty()) draft.source_id = "invited:" + draft.source_id;
  return draft;
}

Result<MadeBatch> LocalInvitations::make(const Caller& caller, const NewBatch& batch) {
  FH_RETURN_IF_ERROR(may_administer(caller, "invite people to tell"));
  const Instant now = parts_.options.clock->now();
  FH_RETURN_IF_ERROR(check_name(batch.name));
  FH_RETURN_IF_ERROR(check_about(batch.about, now));
  if (batch.count == 0 || batch.count > kInvitationsMax) {
    return failure(
        ErrorCode::kInvalid,
        fmt::format("a batch has 1 to {} invitations, not {}", kInvitationsMax, batch.count),
        "count");
  }
  record::InvitationBatch kept{.name = batch.name,
                               .about = about_json(batch.about),
                               .links = batch.count,
                               .made = now,
                               .made_by = caller.actor};
  FH_ASSIGN_OR_RETURN(kept.expires, end_of(batch.until, now));
  MadeBatch made;
  std::vector<Digest> hashes;
  for (uint64_t i = 0; i < batch.count; ++i) {
    made.secrets.push_back(make_token(TokenKind::kInvitation, *parts_.options.random));
    hashes.push_back(digest_of(made.secrets.back()));
  }
  FH_ASSIGN_OR_RETURN(kept.number,
                      parts_.record.invitations().add(kept, hashes, kOpenInvitationsMax));
  FH_ASSIGN_OR_RETURN(made.batch, shown(kept));
  return made;
}

Result<Batch> LocalInvitations::shown(const record::InvitationBatch& kept) const {
  const uint64_t step = threshold_of(*parts_.groups());
  Batch batch{.number = kept.number,
              .name = kept.name,
              .links = kept.links,
              .step = step,
              .made = kept.made,
              .made_by = kept.made_by,
              .expires = kept.expires,
              .ended = kept.ended};
  FH_ASSIGN_OR_RETURN(batch.about, read_about(kept.about));
  // In steps, so that who uses up some links themselves does not see each of the others come.
  if (step == 0) batch.used = kept.used;
  if (step != 0 && kept.used >= step) batch.used = kept.used / step * step;
  return batch;
}

Result<std::vector<Batch>> LocalInvitations::batches(const Caller& caller, uint32_t limit,
                                                     uint64_t offset) {
  FH_RETURN_IF_ERROR(may_administer(caller, "see who was invited to tell"));
  FH_ASSIGN_OR_RETURN(const auto kept, parts_.record.invitations().batches(limit, offset));
  std::vector<Batch> all;
  for (const record::InvitationBatch& one : kept) {
    FH_ASSIGN_OR_RETURN(Batch batch, shown(one));
    all.push_back(std::move(batch));
  }
  return all;
}

Status LocalInvitations::end(const Caller& caller, uint64_t number) {
  FH_RETURN_IF_ERROR(may_administer(caller, "end invitations"));
  return parts_.record.invitations().end(number, {.actor = caller.actor,
                                                  .action = "end_invitations",
                                                  .detail = fmt::format("batch {}", number)});
}

Result<Invited> LocalInvitations::invited(const Caller& caller, std::string_view secret) {
  FH_RETURN_IF_ERROR(require(caller, Right::kTell, "tell"));
  FH_ASSIGN_OR_RETURN(Invited invited,
                      open_invitation(parts_.record, secret, parts_.options.clock->now()));
  invited.few = invited.links < threshold_of(*parts_.groups());
  return invited;
}

}  // namespace fh::engine
