#include "engine/local_requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "engine/local_ownership.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

using record::RequestStatus;
using record::RequestType;
using record::SubjectIdentity;
using record::SubjectRequest;

constexpr std::string_view kWaitNote = "request_wait_hours";
constexpr int64_t kMsPerHour = kMsPerDay / 24;
constexpr std::string_view kHexDigits = "0123456789abcdef";
// 8-4-4-4-12 digits (RFC 9562).
constexpr size_t kUuidLength = 36;
constexpr std::array<size_t, 4> kHyphens = {8, 13, 18, 23};

bool is_hyphens_place(size_t at) {
  return std::ranges::find(kHyphens, at) != kHyphens.end();
}

// In lower case; nothing where it is no UUID.
std::optional<std::string> uuid_in(std::string_view text) {
  if (text.size() != kUuidLength) return std::nullopt;
  std::string id(text);
  for (size_t at = 0; at < id.size(); ++at) {
    if (id[at] >= 'A' && id[at] <= 'F') id[at] = static_cast<char>(id[at] - 'A' + 'a');
    const bool fits = is_hyphens_place(at) ? id[at] == '-' : kHexDigits.contains(id[at]);
    if (!fits) return std::nullopt;
  }
  return id;
}

// Of version 4: random but for the six bits that say so.
std::string make_uuid(Random& random) {
  std::array<std::byte, 16> bytes{};
  random.fill(bytes);
  bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};
  bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};
  std::string id;
  for (const std::byte byte : bytes) {
    if (is_hyphens_place(id.size())) id += '-';
    id += kHexDigits[std::to_integer<size_t>(byte >> 4)];
    id += kHexDigits[std::to_integer<size_t>(byte & std::byte{0x0F})];
  }
  return id;
}

Status check(const NamedSubject& identity) {
  const bool of_source =
      identity.type == IdentityType::kSourcePerson || identity.type == IdentityType::kSourceId;
  const auto wrong = [](std::string what, std::string advice = {}) -> Status {
    return failure(ErrorCode::kInvalid, std::move(what), "subject_identities", std::move(advice));
  };
  if (identity.value.empty() || identity.value.size() > limits::kPersonBytesMax) {
    return wrong(fmt::format("an identity has 1 to {} bytes", limits::kPersonBytesMax));
  }
  if (identity.source.size() > limits::kNameBytesMax) {
    return wrong(fmt::format("a source's name has at most {} bytes", limits::kNameBytesMax));
  }
  if (!of_source && !identity.source.empty()) {
    return wrong(fmt::format("{} is not a source's own: it has no source", name_of(identity.type)));
  }
  if (identity.type == IdentityType::kClaimCode &&
      kind_of_token(identity.value) != TokenKind::kClaim) {
    return wrong("this is no claim code", "Check it letter by letter.");
  }
  return {};
}

std::unexpected<Error> no_such_request() {
  return failure(ErrorCode::kNotFound, "there is no such request");
}

}  // namespace

std::string_view name_of(IdentityType type) {
  switch (type) {
    case IdentityType::kSourcePerson:
      return "controller_customer_id";
    case IdentityType::kSourceId:
      return "source_id";
    case IdentityType::kClaimCode:
      return "claim_code";
    case IdentityType::kPerson:
      return "person";
  }
  FH_CHECK(false);
  return {};
}

std::optional<IdentityType> identity_type_named(std::string_view name) {
  for (const IdentityType type : {IdentityType::kSourcePerson, IdentityType::kSourceId,
                                  IdentityType::kClaimCode, IdentityType::kPerson}) {
    if (name_of(type) == name) return type;
  }
  return std::nullopt;
}

// The names themselves are not kept. What is known by its number already is kept so; one that
// leads to nothing now is left out, but for people, of whom something may come meanwhile.
Status LocalRequests::hide(const NamedSubject& identity, Identities& hidden) {
  FH_RETURN_IF_ERROR(check(identity));
  switch (identity.type) {
    case IdentityType::kSourcePerson: {
      FH_ASSIGN_OR_RETURN(std::string hash, book_.known_as(identity.source, identity.value));
      hidden.push_back({.kind = SubjectIdentity::Kind::kKnownAs, .hash = std::move(hash)});
      return {};
    }
    case IdentityType::kClaimCode: {
      const Digest digest = digest_of(identity.value);
      hidden.push_back(
          {.kind = SubjectIdentity::Kind::kClaim,
           .hash = std::string(reinterpret_cast<const char*>(digest.data()), digest.size())});
      return {};
    }
    case IdentityType::kSourceId: {
      FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found,
                          parts_.record.find_named(identity.source, identity.value));
      if (found) {
        hidden.push_back({.kind = SubjectIdentity::Kind::kExperience, .number = found->number});
      }
      return {};
    }
    case IdentityType::kPerson: {
      FH_ASSIGN_OR_RETURN(const std::vector<model::Experience> newest,
                          parts_.record.of_person(identity.value, 1, 0));
      if (!newest.empty()) {
        hidden.push_back(
            {.kind = SubjectIdentity::Kind::kPerson, .number = newest.front().person_number});
      }
      return {};
    }
  }
  FH_CHECK(false);
  return {};
}

Result<LocalRequests::Identities> LocalRequests::hidden(
    const std::vector<NamedSubject>& identities) {
  if (identities.empty() || identities.size() > kIdentitiesMax) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("a request names its person in 1 to {} ways; this in {}",
                               kIdentitiesMax, identities.size()),
                   "subject_identities");
  }
  Identities hidden;
  for (const NamedSubject& identity : identities) FH_RETURN_IF_ERROR(hide(identity, hidden));
  return hidden;
}

Result<RequestSeen> LocalRequests::hand_in(const Caller& caller, const NewRequest& asked) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kRequest, "hand in what a person asks for"));
  const std::optional<std::string> id =
      asked.id.empty() ? make_uuid(*parts_.options.random) : uuid_in(asked.id);
  if (!id) {
    return failure(ErrorCode::kInvalid, "the request's id is no UUID", "subject_request_id",
                   "Make one, or leave it out.");
  }
  FH_ASSIGN_OR_RETURN(const Identities whose, hidden(asked.identities));
  const Instant now = parts_.options.clock->now();
  SubjectRequest request{
      .id = *id, .type = asked.type, .actor = caller.actor, .received = now, .begins = now};
  if (asked.type == RequestType::kErasure) {
    FH_ASSIGN_OR_RETURN(const uint32_t hours, kept_wait_hours());
    request.begins.ms += int64_t{hours} * kMsPerHour;
  }
  FH_ASSIGN_OR_RETURN(const record::AddedRequest added,
                      book_.add(request, whose, kOpenRequestsMax));
  if (!added.is_new) {
    FH_ASSIGN_OR_RETURN(const SubjectRequest earlier, there_for(caller, *id, "see a request"));
    if (earlier.type == asked.type) return seen(earlier);
    return failure(ErrorCode::kConflict, "there is a request of another type by this id",
                   "subject_request_id", "Make another id.");
  }
  // What cannot be done now is done by the upkeep, or at the next start.
  if (request.begins <= now) static_cast<void>(carry_out(request));
  return this->request(caller, *id);
}

// Of what somebody else handed in it is not even said that it is there.
Result<SubjectRequest> LocalRequests::there_for(const Caller& caller, std::string_view id,
                                                std::string_view what) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kRequest, what));
  const std::optional<std::string> uuid = uuid_in(id);
  if (!uuid) return no_such_request();
  FH_ASSIGN_OR_RETURN(std::optional<SubjectRequest> found, book_.find(*uuid));
  if (!found) return no_such_request();
  if (found->actor != caller.actor && !caller.rights.has(Right::kAdminister)) {
    return no_such_request();
  }
  return std::move(*found);
}

bool LocalRequests::has_result(const SubjectRequest& request) const {
  if (request.type == RequestType::kErasure || request.status != RequestStatus::kCompleted) {
    return false;
  }
  const Instant now = parts_.options.clock->now();
  return request.ended && now.ms - request.ended->ms < kResultDays * kMsPerDay;
}

Result<RequestSeen> LocalRequests::seen(SubjectRequest request) {
  RequestSeen seen{.request = std::move(request)};
  seen.has_result = has_result(seen.request);
  if (seen.request.receipt != 0) {
    FH_ASSIGN_OR_RETURN(seen.receipt, book_.receipt(seen.request.receipt));
  }
  return seen;
}

Result<RequestSeen> LocalRequests::request(const Caller& caller, std::string_view id) {
  FH_ASSIGN_OR_RETURN(SubjectRequest found, there_for(caller, id, "see a request"));
  return seen(std::move(found));
}

Result<std::vector<RequestSeen>> LocalRequests::list(const Caller& caller, uint32_t limit,
                                                     uint64_t offset,
                                                     std::optional<RequestStatus> status) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kRequest, "see requests"));
  const bool all = caller.rights.has(Right::kAdminister);
  FH_ASSIGN_OR_RETURN(
      std::vector<SubjectRequest> found,
      book_.list({.actor = all ? std::string() : caller.actor, .status = status}, limit, offset));
  std::vector<RequestSeen> list;
  for (SubjectRequest& request : found) {
    FH_ASSIGN_OR_RETURN(RequestSeen one, seen(std::move(request)));
    list.push_back(std::move(one));
  }
  return list;
}

Result<RequestSeen> LocalRequests::cancel(const Caller& caller, std::string_view id) {
  FH_ASSIGN_OR_RETURN(const SubjectRequest found, there_for(caller, id, "cancel a request"));
  FH_RETURN_IF_ERROR(book_.cancel(found.id, caller.actor));
  return request(caller, id);
}

Status LocalRequests::carry_out(const SubjectRequest& request) {
  const std::scoped_lock lock(carrying_out_);
  FH_ASSIGN_OR_RETURN(const std::optional<SubjectRequest> now, book_.find(request.id));
  const bool open =
      now && (now->status == RequestStatus::kPending || now->status == RequestStatus::kInProgress);
  if (!open) return {};  // another thread was quicker, or it was cancelled
  FH_ASSIGN_OR_RETURN(const bool begun, book_.begin(request.id, request.actor));
  static_cast<void>(begun);
  if (request.type == RequestType::kErasure) return carry_out_erasure(request);
  FH_ASSIGN_OR_RETURN(const uint64_t experiences, book_.complete(request.id, request.actor));
  static_cast<void>(experiences);
  return {};
}

// The erasure, its receipt and that the request is completed are one transaction.
Status LocalRequests::carry_out_erasure(const SubjectRequest& request) {
  const Erasing::How how{
      .actor = request.actor, .why = "request " + request.id, .request = request.id};
  const Result<ErasureReceipt> erased = parts_.erasing.erase(
      [&](record::Record& record) { return record.requests().experiences(request.id); }, how);
  if (erased) return {};
  if (erased.error().code != ErrorCode::kNotFound) return std::unexpected(erased.error());
  FH_ASSIGN_OR_RETURN(const ErasureReceipt nothing, parts_.erasing.nothing_there());
  return book_.complete_with(request.id, kept(nothing, how.why, parts_.options.clock->now()),
                             request.actor);
}

Result<std::vector<OwnExperience>> LocalRequests::shown(const SubjectRequest& request,
                                                        std::span<const uint64_t> numbers) {
  FH_ASSIGN_OR_RETURN(std::vector<model::Experience> found, parts_.record.find_many(numbers));
  std::vector<OwnExperience> shown;
  size_t earlier_bytes = 0;
  for (model::Experience& experience : found) {
    OwnExperience own;
    if (request.type == RequestType::kAccess) {
      FH_ASSIGN_OR_RETURN(own, parts_.ownership.shown(std::move(experience)));
      FH_RETURN_IF_ERROR(add_earlier_words(earlier_bytes, own));
    } else {
      FH_ASSIGN_OR_RETURN(own.questions, parts_.record.questions().about(experience.number));
      own.experience = std::move(experience);
    }
    shown.push_back(std::move(own));
  }
  return shown;
}

Result<SubjectData> LocalRequests::result(const Caller& caller, std::string_view id, uint32_t limit,
                                          uint64_t offset) {
  FH_ASSIGN_OR_RETURN(SubjectRequest found, there_for(caller, id, "have what is kept of a person"));
  if (!has_result(found)) {
    return failure(ErrorCode::kNotFound, "this request has no result, or not any more", {},
                   fmt::format("Access and portability have one once they are completed, for {} "
                               "days.",
                               kResultDays));
  }
  FH_ASSIGN_OR_RETURN(std::vector<uint64_t> numbers, book_.experiences(found.id));
  std::ranges::reverse(numbers);
  const size_t from = std::min<uint64_t>(offset, numbers.size());
  const size_t count = std::min<uint64_t>(limit, numbers.size() - from);
  const std::span<const uint64_t> page = std::span(numbers).subspan(from, count);
  // Written down before anything is handed out.
  FH_RETURN_IF_ERROR(book_.note(
      {.actor = caller.actor,
       .action = "request_result",
       .detail = fmt::format("{} {} experiences={}", found.id, name_of(found.type), count)}));
  const Instant now = parts_.options.clock->now();
  parts_.readings.add(caller, page, now);
  SubjectData data{.request = std::move(found), .at = now, .experiences = numbers.size()};
  FH_ASSIGN_OR_RETURN(data.page, shown(data.request, page));
  return data;
}

Result<uint32_t> LocalRequests::kept_wait_hours() {
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> text, parts_.record.note(kWaitNote));
  if (!text) return 0;
  uint32_t hours = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), hours);
  if (code == std::errc() && end == text->data() + text->size()) return hours;
  return failure(ErrorCode::kCorrupt, "how long requests wait cannot be read", {},
                 "Say it anew: firsthand request wait HOURS");
}

Result<uint32_t> LocalRequests::wait_hours(const Caller& caller) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kRequest, "see how long requests wait"));
  return kept_wait_hours();
}

Status LocalRequests::set_wait_hours(const Caller& caller, uint32_t hours) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kAdminister, "say how long requests wait"));
  if (hours > kRequestWaitHoursMax) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("an erasure waits for 0 to {} hours", kRequestWaitHoursMax),
                   "wait_hours");
  }
  return book_.set_setting(
      kWaitNote, fmt::format("{}", hours),
      {.actor = caller.actor, .action = "request_wait", .detail = fmt::format("hours={}", hours)});
}

Result<uint64_t> LocalRequests::upkeep() {
  constexpr uint64_t kAtOnce = 16;
  constexpr uint32_t kLookedAt = 1000;  // those that fail again and again keep out no others
  const Instant now = parts_.options.clock->now();
  FH_ASSIGN_OR_RETURN(const std::vector<SubjectRequest> due, book_.due(now, kLookedAt));
  uint64_t done = 0;
  Status first_failure;
  for (const SubjectRequest& request : due) {
    if (done == kAtOnce) break;
    const Status carried_out = carry_out(request);
    if (carried_out) ++done;
    // One that cannot be carried out does not hold up the others.
    if (!carried_out && first_failure) first_failure = carried_out;
  }
  FH_RETURN_IF_ERROR(book_.forget_before(Instant{.ms = now.ms - kResultDays * kMsPerDay}));
  FH_RETURN_IF_ERROR(first_failure);
  return done;
}

}  // namespace fh::engine
