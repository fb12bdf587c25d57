// What people ask through the organisation, and how long things are kept.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::string_view kRequestType = R"("access" | "portability" | "erasure")";
constexpr std::array kSubjectIdentity = {
    Field{"identity_type", R"("controller_customer_id" | "source_id" | "claim_code" | "person")",
          "A source's key for a person, a source's id for one experience, a claim code, or the "
          "key the interface shows."},
    Field{"identity_value", "string", "The name itself; it is not kept."},
    Field{"identity_format", R"("raw")", "As it is.", kMaybe},
    Field{"source", "string", "Of controller_customer_id and source_id.", kMaybe},
};
constexpr std::array kSubjectAsk = {
    Field{"subject_request_id", "string", "A UUID; one is made where it is left out.", kMaybe},
    Field{"subject_request_type", kRequestType, "What is asked for."},
    Field{"subject_identities", "SubjectIdentity[]", "Under which names, 1 to 16: all are meant."},
    Field{"submitted_time", "string", "When the person asked, RFC 3339; checked, not kept.",
          kMaybe},
    Field{"regulation", "string", "\"gdpr\" and so on; not kept.", kMaybe},
    Field{"api_version", "string", "Of OpenDSR; not kept.", kMaybe},
};
constexpr std::array kSubjectRequest = {
    Field{"subject_request_id", "string", "Its id."},
    Field{"subject_request_type", kRequestType, "What was asked for."},
    Field{"request_status", R"("pending" | "in_progress" | "completed" | "cancelled")",
          "It can be cancelled while it is pending."},
    Field{"received_time", "string", "RFC 3339."},
    Field{"expected_completion_time", "string", "When it begins at the earliest, RFC 3339.",
          kMaybe},
    Field{"ended_time", "string", "When it was completed or cancelled.", kMaybe},
    Field{"handed_in_by", "string", "\"key 2\", \"member 4\"."},
    Field{"experiences", "integer", "That it was about, once it is completed.", kMaybe},
    Field{"results_url", "string", "Where the answer to access or portability is.", kMaybe},
    Field{"receipt", "SignedReceipt", "Of an erasure that is completed.", kMaybe},
    Field{"api_version", "string", "Of OpenDSR."},
};
constexpr std::array kSubjectRequests = {Field{"requests", "SubjectRequest[]", "Newest first."}};
constexpr std::array kKnownIdentity = {
    Field{"identity_type", "string", "Of subject_identities."},
    Field{"identity_format", "string", "How its value is written."},
};
constexpr std::array kDiscovery = {
    Field{"api_version", "string", "Of OpenDSR."},
    Field{"supported_identities", "KnownIdentity[]", "Under which names people are known."},
    Field{"supported_subject_request_types", "string[]", "What can be asked for."},
};
constexpr std::array kSubjectExperience = {
    Field{"experience", "Experience", "As it is now."},
    Field{"grants", kGrantsType, "What it may be used for, as it stands."},
    Field{"words", R"("as_told" | "masked" | "lifted")",
          "Whether members see names and addresses in it; of access.", kMaybe},
    Field{"source", "Source", "What holds where it was told; of access.", kMaybe},
    Field{"history", "GrantStep[]", "Every step since it was told; of access.", kMaybe},
    Field{"readings", "ReadingNote[]", "Who read its words; of access.", kMaybe},
    Field{"earlier", "EarlierVersion[]", "What it said before; of access.", kMaybe},
    Field{"questions", "Question[]", "What its teller was asked and answered, the newest first."},
};
constexpr std::array kSubjectData = {
    Field{"subject_request_id", "string", "Of the request this answers."},
    Field{"subject_request_type", R"("access" | "portability")", "What was asked for."},
    Field{"at", "string", "As of when, RFC 3339."},
    Field{"total", "integer", "Experiences in all."},
    Field{"experiences", "SubjectExperience[]", "Of this page, newest first."},
    Field{"schema", "object", "What each part means: JSON Schema 2020-12."},
};
constexpr std::array kRequestSettings = {
    Field{"wait_hours", "integer", "How long an erasure waits before it begins, 0 to 720."}};
constexpr std::string_view kClaimedType = R"("erase" | "spare")";
constexpr std::array kRetentionRule = {
    Field{"number", "integer", "Its number."},
    Field{"source", "string", "Of which source; any where absent.", kMaybe},
    Field{"kind", kKindType, "Of which kind; any where absent.", kMaybe},
    Field{"days", "integer", "How many whole days they are kept after the day they were told."},
    Field{"claimed", kClaimedType, "What becomes of those whose tellers hold a claim code."},
    Field{"set_at", "string", "RFC 3339."},
    Field{"set_by", "string", "\"member 4\", \"cli\"."},
};
constexpr std::array kRetentionRules = {
    Field{"rules", "RetentionRule[]", "By number."},
    Field{"last_pass", "string",
          "When a server last looked at everything and erased what was due, RFC 3339.", kMaybe},
};
constexpr std::array kRetentionAsk = {
    Field{"source", "string", "Of which source; any where absent. This, a kind, or both.", kMaybe},
    Field{"kind", kKindType, "Of which kind; any where absent.", kMaybe},
    Field{"days", "integer", "1 to 36500."},
    Field{"claimed", kClaimedType, "\"erase\" where nothing is said.", kMaybe},
};
constexpr std::array kDueOfSource = {
    Field{"source", "string", "Its name."},
    Field{"experiences", "integer", "That would be erased now."},
    Field{"people", "integer", "Known people whose they are."},
    Field{"without_person", "integer", "Experiences of nobody known."},
    Field{"oldest", "string", "When the first of them was told, RFC 3339."},
    Field{"newest", "string", "When the last of them was told, RFC 3339."},
};
constexpr std::array kRetentionDue = {
    Field{"experiences", "integer", "In all."},
    Field{"people", "integer", "Known people; one who is known to two sources counts twice."},
    Field{"sources", "RetentionDueOfSource[]", "By name."},
};
constexpr std::array kRetentionRun = {
    Field{"erased", "integer", "Experiences."},
    Field{"people", "integer", "Of whom those were all."},
    Field{"next", "integer", "`after` for the next call; absent: all was looked at.", kMaybe},
};
constexpr std::array kKeptReceipt = {
    Field{"number", "integer", "Its number."},
    Field{"at", "string", "When, RFC 3339."},
    Field{"why", "string",
          "\"retention\", \"request 0b3…\", \"erasure log\", \"given back to nobody\"."},
    Field{"experiences", "integer", "How many."},
};
constexpr std::array kKeptReceipts = {Field{"receipts", "KeptReceipt[]", "Newest first."}};

constexpr std::array kShapes = {
    Shape{"SubjectIdentity", "A name somebody is known under.", kSubjectIdentity},
    Shape{"SubjectAsk", "What a person asks of the organisation.", kSubjectAsk},
    Shape{"SubjectRequest", "How far a person's request is.", kSubjectRequest},
    Shape{"SubjectRequests", "A page of requests.", kSubjectRequests},
    Shape{"KnownIdentity", "A kind of name.", kKnownIdentity},
    Shape{"Discovery", "What can be asked for here, in OpenDSR's terms.", kDiscovery},
    Shape{"SubjectExperience", "What is kept of one experience.", kSubjectExperience},
    Shape{"SubjectData", "What is kept of a person, a page of it.", kSubjectData},
    Shape{"RequestSettings", "How requests are carried out.", kRequestSettings},
    Shape{"RetentionRule", "A timer: how long experiences are kept.", kRetentionRule},
    Shape{"RetentionRules", "All timers.", kRetentionRules},
    Shape{"RetentionAsk", "A timer to be.", kRetentionAsk},
    Shape{"RetentionDueOfSource", "What timers would erase of one source.", kDueOfSource},
    Shape{"RetentionDue", "What timers would erase now.", kRetentionDue},
    Shape{"RetentionRun", "What timers have erased.", kRetentionRun},
    Shape{.name = "KeptReceipt",
          .help = "An erasure's receipt, as the organisation keeps it.",
          .fields = kKeptReceipt,
          .extends = "SignedReceipt"},
    Shape{"KeptReceipts", "A page of receipts.", kKeptReceipts},
};

}  // namespace

std::span<const Shape> request_shapes() {
  return kShapes;
}

}  // namespace fh::api
