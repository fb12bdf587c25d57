// doors/guess_names.h: the names that give a column its role, best first.
#pragma once

#include <array>
#include <string_view>

namespace fh::doors {

inline constexpr std::array<std::string_view, 26> kTextNames = {
    "text",       "narrative",   "story",          "story text",    "review text",
    "review",     "comment",     "comments",       "feedback",      "message",
    "body",       "content",     "comment body",   "description",   "consumer complaint narrative",
    "experience", "survey text", "review content", "verbatim",      "customer complaint",
    "complaint",  "sentence",    "answer",         "what happened", "note",
    "freetext"};
inline constexpr std::array<std::string_view, 24> kIdNames = {
    "id",        "source id",   "response id",   "complaint id",
    "review id", "ticket id",   "submission id", "fragment id",
    "record id", "feedback id", "experience id", "story id",
    "case id",   "comment id",  "message id",    "post id",
    "ticket #",  "ticket",      "unit id",       "uuid",
    "guid",      "key",         "number",        "token"};
inline constexpr std::array<std::string_view, 29> kPersonNames = {"person",
                                                                  "person id",
                                                                  "teller",
                                                                  "author",
                                                                  "author id",
                                                                  "author key",
                                                                  "author name",
                                                                  "user",
                                                                  "user id",
                                                                  "username",
                                                                  "user name",
                                                                  "reviewer",
                                                                  "reviewer id",
                                                                  "reviewer nickname",
                                                                  "respondent",
                                                                  "respondent id",
                                                                  "requester",
                                                                  "requester id",
                                                                  "consumer",
                                                                  "consumer id",
                                                                  "participant",
                                                                  "participant id",
                                                                  "customer id",
                                                                  "employee id",
                                                                  "member id",
                                                                  "patient id",
                                                                  "contact id",
                                                                  "created by",
                                                                  "review consumer user id"};
// What someone lived, rather than when it was written down.
inline constexpr std::array<std::string_view, 12> kLivedNames = {
    "lived at",         "lived",      "date lived",    "occurred at", "incident date",
    "date of incident", "event date", "date of event", "visit date",  "date of visit",
    "date flown",       "stay date"};
inline constexpr std::array<std::string_view, 33> kToldNames = {"date",
                                                                "time",
                                                                "timestamp",
                                                                "datetime",
                                                                "created",
                                                                "created at",
                                                                "created date",
                                                                "date created",
                                                                "submitted",
                                                                "submitted at",
                                                                "date submitted",
                                                                "submit date",
                                                                "submitdate",
                                                                "received",
                                                                "date received",
                                                                "received at",
                                                                "date published",
                                                                "published at",
                                                                "posted at",
                                                                "review date",
                                                                "review created",
                                                                "review created utc",
                                                                "recorded date",
                                                                "completion time",
                                                                "end date",
                                                                "start date",
                                                                "startdate",
                                                                "collected at",
                                                                "collection date",
                                                                "date month year",
                                                                "server upload time",
                                                                "review submit date and time",
                                                                "complete timestamp"};
inline constexpr std::array<std::string_view, 22> kFeltNames = {"felt",
                                                                "overall rating",
                                                                "overall",
                                                                "rating",
                                                                "star rating",
                                                                "review rating",
                                                                "stars",
                                                                "review stars",
                                                                "score",
                                                                "overall score",
                                                                "review score",
                                                                "overall satisfaction",
                                                                "satisfaction",
                                                                "satisfaction rating",
                                                                "satisfaction score",
                                                                "satisfaction rating score",
                                                                "csat",
                                                                "csat score",
                                                                "nps",
                                                                "nps score",
                                                                "ces",
                                                                "likelihood to recommend"};
inline constexpr std::array<std::string_view, 5> kExpectedNames = {
    "expected", "expectation", "expected rating", "expectation score", "expected score"};
inline constexpr std::array<std::string_view, 12> kChannelNames = {
    "channel",         "submitted via",        "received via",     "via",
    "contact channel", "channel name",         "medium",           "contact method",
    "via channel",     "distribution channel", "source of review", "inbox"};
inline constexpr std::array<std::string_view, 3> kTouchpointNames = {"touchpoint", "touch point",
                                                                     "contact point"};
inline constexpr std::array<std::string_view, 4> kStageNames = {
    "stage", "journey stage", "relationship stage", "lifecycle stage"};
inline constexpr std::array<std::string_view, 6> kUnitNames = {
    "unit", "business unit", "department", "team", "division", "branch"};
inline constexpr std::array<std::string_view, 10> kLangNames = {"lang",
                                                                "language",
                                                                "locale",
                                                                "language code",
                                                                "user language",
                                                                "review language",
                                                                "reviewer language",
                                                                "startlanguage",
                                                                "start language",
                                                                "survey language"};
inline constexpr std::array<std::string_view, 6> kPartyNames = {
    "party", "actor", "actor type", "user type", "respondent type", "role"};
inline constexpr std::array<std::string_view, 4> kKindNames = {"kind", "experience type",
                                                               "feedback type", "type"};
inline constexpr std::array<std::string_view, 3> kProductNames = {"product", "product name",
                                                                  "app name"};
inline constexpr std::array<std::string_view, 12> kOrganisationNames = {
    "organisation",      "organization", "org",      "company", "company name", "organization name",
    "organisation name", "brand",        "employer", "airline", "hotel",        "webshop name"};
inline constexpr std::array<std::string_view, 2> kServiceNames = {"service", "service name"};
inline constexpr std::array<std::string_view, 2> kIndustryNames = {"industry", "sector"};

// Who can be reached by it, or found: never a signifier unless a person says so.
inline constexpr std::array<std::string_view, 22> kContactNames = {"email",
                                                                   "e mail",
                                                                   "email address",
                                                                   "ip address",
                                                                   "ip",
                                                                   "ipaddr",
                                                                   "phone",
                                                                   "phone number",
                                                                   "telephone",
                                                                   "mobile",
                                                                   "first name",
                                                                   "last name",
                                                                   "full name",
                                                                   "recipient email",
                                                                   "recipient first name",
                                                                   "recipient last name",
                                                                   "contact email",
                                                                   "contact phone",
                                                                   "contact name",
                                                                   "consumer email",
                                                                   "location latitude",
                                                                   "location longitude"};

}  // namespace fh::doors
