// How tellers can be reached, and come back when their claim code is lost.
#include <fmt/format.h>

#include <array>

#include "api/endpoint_groups.h"
#include "api/error_to_http.h"
#include "api/fields.h"
#include "api/json_answer.h"
#include "api/posting.h"
#include "api/service.h"
#include "api/visitor.h"
#include "base/json.h"

namespace fh::api {
namespace {

constexpr std::string_view kContactExample =
    R"({"offered":true,"address":"ann@example.org","verified":"2026-05-02T08:30:00Z"})";
constexpr std::string_view kAddressExample = R"({"address":"ann@example.org"})";
constexpr std::string_view kLinkExample = R"({"link":"fhm_…"})";

engine::Contacts& contacts(const Call& call) {
  return call.service.engine.contacts();
}

Response nothing_more() {
  return Response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
}

Response too_many_letters(int64_t wait_ms) {
  Response response =
      problem(Fault::kTooManyLetters, {.message = "too many letters were asked for within an hour",
                                       .advice = "Try again after the time in Retry-After."});
  response.headers.push_back({"Retry-After", fmt::format("{}", (wait_ms + 999) / 1000)});
  return response;
}

bool offered(const Call& call) {
  return call.service.options.post_box != nullptr;
}

Result<engine::Posting> posting(const Call& call) {
  if (std::optional<engine::Posting> way = posting_of(call)) return std::move(*way);
  return failure(ErrorCode::kUnsupported, "no letters can be sent from here", {},
                 "Whoever runs the server names a mail server: firsthand serve --mail-server …");
}

// A claim code or a link in a letter that is tried out counts as any other wrong token does.
template <typename Use>
Result<Response> with_link(const Call& call, const Use& use) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"link"}));
  FH_ASSIGN_OR_RETURN(const std::string link, fields.needed_text("link"));
  engine::Access& access = call.service.engine.access();
  const std::string& address = call.visitor.address;
  if (const int64_t wait = access.wait_ms(address); wait > 0) return too_many_attempts(wait);
  Result<Response> response = use(link);
  if (!response && response.error().code == ErrorCode::kNotFound) access.note_failed(address);
  return response;
}

Result<Response> contact(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::OwnContact own, contacts(call).of(call.caller));
  return object_answer([&](JsonWriter& json) {
    json.member("offered", offered(call));
    if (own.contact) {
      json.member("address", own.contact->address);
      json.member("verified", format_time(own.contact->verified));
      if (own.contact->returned) json.member("returned", format_time(*own.contact->returned));
    }
    if (own.waiting_until) json.member("waiting_until", format_time(*own.waiting_until));
  });
}

Result<Response> leave(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"address"}));
  FH_ASSIGN_OR_RETURN(const std::string address, fields.needed_text("address"));
  FH_ASSIGN_OR_RETURN(const engine::Posting way, posting(call));
  if (const int64_t wait = contacts(call).wait_ms(call.caller, address, way.from); wait > 0) {
    return too_many_letters(wait);
  }
  FH_ASSIGN_OR_RETURN(const Instant until, contacts(call).leave(call.caller, address, way));
  return object_answer([&](JsonWriter& json) { json.member("waiting_until", format_time(until)); },
                       Code::kAccepted);
}

Result<Response> remove(const Call& call) {
  FH_RETURN_IF_ERROR(contacts(call).remove(call.caller));
  return nothing_more();
}

Result<Response> verify(const Call& call) {
  return with_link(call, [&](const std::string& link) -> Result<Response> {
    FH_RETURN_IF_ERROR(contacts(call).verify(link));
    return nothing_more();
  });
}

Result<Response> lost_offer(const Call& call) {
  return object_answer([&](JsonWriter& json) { json.member("offered", offered(call)); });
}

// Nothing of the answer depends on whether anybody has the address.
Result<Response> lost(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"address"}));
  FH_ASSIGN_OR_RETURN(const std::string address, fields.needed_text("address"));
  FH_ASSIGN_OR_RETURN(const engine::Posting way, posting(call));
  if (const int64_t wait = contacts(call).wait_ms(way.from); wait > 0) {
    return too_many_letters(wait);
  }
  FH_RETURN_IF_ERROR(contacts(call).lost(address, way));
  return Response{.status = static_cast<unsigned>(Code::kAccepted),
                  .type = std::string(kJsonType),
                  .body = R"({"offered":true})"};
}

Result<Response> come_back(const Call& call) {
  return with_link(call, [&](const std::string& link) -> Result<Response> {
    FH_ASSIGN_OR_RETURN(const std::string code, contacts(call).come_back(link));
    return object_answer([&](JsonWriter& json) { json.member("claim_code", code); },
                         Code::kCreated);
  });
}

Result<Response> keep_one_code(const Call& call) {
  FH_RETURN_IF_ERROR(contacts(call).keep_one_code(call.caller, call.visitor.token));
  return nothing_more();
}

constexpr Endpoint kLeave{
    .method = Method::kPost,
    .path = "/v1/mine/contact",
    .name = "leaveContact",
    .summary = "Leave a way to be reached",
    .description =
        "A letter with a link goes to the address; it counts once the link is opened, within 24 "
        "hours. Until then what there was holds. 501 where no letters can be sent; 429 or 503 "
        "where too many were asked for.",
    .needs = Needs::teller(),
    .takes = "ContactAsk",
    .takes_example = kAddressExample,
    .gives = "LetterOnItsWay",
    .gives_example = R"({"waiting_until":"2026-05-03T08:30:00Z"})",
    .success = Code::kAccepted,
    .runs = Runs::kTelling,
    .handler = leave};

constexpr Endpoint kVerify{.method = Method::kPost,
                           .path = "/v1/mine/contact/verify",
                           .name = "verifyContact",
                           .summary = "Say that the address is mine",
                           .description =
                               "With the link out of the letter, once. 404 where it is unknown, "
                               "used or past.",
                           .needs = Needs::nothing(),
                           .takes = "LetterLink",
                           .takes_example = kLinkExample,
                           .success = Code::kNoContent,
                           .runs = Runs::kTelling,
                           .handler = verify};

constexpr Endpoint kLost{
    .method = Method::kPost,
    .path = "/v1/mine/lost",
    .name = "lostCode",
    .summary = "My claim code is lost",
    .description =
        "Where a teller has verified this address, a letter with a link goes there, good once, "
        "for an hour. The answer is the same, and as quick, where nobody has. 501 where no "
        "letters can be sent; 429 where too many were asked for from one place. Beyond three an "
        "hour for one address none is sent.",
    .needs = Needs::nothing(),
    .takes = "ContactAsk",
    .takes_example = kAddressExample,
    .gives = "LostOffer",
    .gives_example = R"({"offered":true})",
    .success = Code::kAccepted,
    .runs = Runs::kTelling,
    .handler = lost};

constexpr Endpoint kComeBack{.method = Method::kPost,
                             .path = "/v1/mine/back",
                             .name = "comeBack",
                             .summary = "A claim code for a letter's link",
                             .description =
                                 "With the link out of the letter, once. The codes there are stay "
                                 "good. 404 where it is unknown, used or past.",
                             .needs = Needs::nothing(),
                             .takes = "LetterLink",
                             .takes_example = kLinkExample,
                             .gives = "ClaimCode",
                             .gives_example = R"({"claim_code":"fhc_…"})",
                             .success = Code::kCreated,
                             .runs = Runs::kTelling,
                             .handler = come_back};

constexpr Endpoint kKeepOne{.method = Method::kPost,
                            .path = "/v1/mine/code/only",
                            .name = "keepOneCode",
                            .summary = "Only this claim code",
                            .description =
                                "All other claim codes that lead to what is mine lead nowhere "
                                "from now on.",
                            .needs = Needs::teller(),
                            .success = Code::kNoContent,
                            .runs = Runs::kTelling,
                            .handler = keep_one_code};

}  // namespace

std::span<const Endpoint> contact_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/mine/contact",
               .name = "contact",
               .summary = "How I can be reached",
               .description = "The address that its teller left; nobody else ever sees it.",
               .needs = Needs::teller(),
               .gives = "Contact",
               .gives_example = kContactExample,
               .handler = contact},
      kLeave,
      Endpoint{.method = Method::kDelete,
               .path = "/v1/mine/contact",
               .name = "removeContact",
               .summary = "Take it back",
               .description = "The address is unreadable when the reply comes, in every backup, "
                              "too, and no link out of a letter is good any more.",
               .needs = Needs::teller(),
               .success = Code::kNoContent,
               .runs = Runs::kTelling,
               .handler = remove},
      kVerify,
      Endpoint{.path = "/v1/mine/lost",
               .name = "lostOffer",
               .summary = "Whether a lost code can be replaced",
               .description = "Where no letters can be sent, nothing can be shown without a code.",
               .needs = Needs::nothing(),
               .gives = "LostOffer",
               .gives_example = R"({"offered":true})",
               .handler = lost_offer},
      kLost,
      kComeBack,
      kKeepOne,
  };
  return kEndpoints;
}

}  // namespace fh::api
