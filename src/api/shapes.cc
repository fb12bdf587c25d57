#include "api/shapes.h"

#include <array>

namespace fh::api {
namespace {

constexpr auto kMaybe = Needed::kMaybe;

constexpr std::string_view kKindType =
    R"("story" | "interaction" | "question" | "wish" | "expectation" | "workaround" | "thanks" | "concern")";
constexpr std::string_view kPartyType = R"("customer" | "employee" | "partner" | "other")";
constexpr std::string_view kFunctionType =
    R"("production" | "delivery" | "consumption" | "support" | "maintenance")";

constexpr std::array kSubject = {
    Field{"level", R"("industry" | "organisation" | "product" | "service")", "At which level."},
    Field{"name", "string", "Its name."},
};
constexpr std::array kSignifierDate = {Field{"date", "string", "A day or time, RFC 3339."}};
constexpr std::array kSignifierScale = {
    Field{"scale", "number", "The place between the poles: 0 is all `from`, 1 all `to`."},
    Field{"from", "string", "The pole at 0."},
    Field{"to", "string", "The pole at 1."},
};
constexpr std::array kSignifierShare = {
    Field{"share", "Record<string, number>", "Three named parts that sum to 1."}};

constexpr std::array kDraft = {
    Field{"text", "string", "The teller's words, kept byte for byte.", kMaybe},
    Field{"kind", kKindType, "What it is; a story where nothing is said.", kMaybe},
    Field{"lived_at", "string", "When it was lived: RFC 3339 or a shorter form.", kMaybe},
    Field{"told_at", "string", "When it was told; now where nothing is said.", kMaybe},
    Field{"source", "string", "Where it comes from.", kMaybe},
    Field{"source_id", "string", "The source's own id: the same again gives the first receipt.",
          kMaybe},
    Field{"person", "string", "The source's own key for the teller; kept as a keyed hash only.",
          kMaybe},
    Field{"party", kPartyType, "In what part the teller took part.", kMaybe},
    Field{"function", kFunctionType, "In what function.", kMaybe},
    Field{"subject", "Subject | Subject[]", "What it is about.", kMaybe},
    Field{"touchpoint", "string", "Where they met.", kMaybe},
    Field{"stage", "string", "When in the relationship.", kMaybe},
    Field{"channel", "string", "By which means.", kMaybe},
    Field{"unit", "string", "Which team.", kMaybe},
    Field{"lang", "string", "The language of the words, as \"de\".", kMaybe},
    Field{"expected", "number", "What the teller expected, on `scale`.", kMaybe},
    Field{"felt", "number", "What the teller felt, on `scale`.", kMaybe},
    Field{"scale", "string",
          "Of expected and felt: \"stars\", \"nps\", \"1..7\"; 0 to 10 where "
          "nothing is said.",
          kMaybe},
    Field{"signifiers", "Record<string, SignifierValue>", "Any other meaning given, by name.",
          kMaybe},
};

constexpr std::array kOriginal = {
    Field{"expected", "number", "As the source gave it.", kMaybe},
    Field{"felt", "number", "As the source gave it.", kMaybe},
};
constexpr std::array kInferred = {
    Field{"lang", "string", "The language, guessed from the words.", kMaybe}};

constexpr std::array kExperience = {
    Field{"id", "string", "\"e17\", for ever."},
    Field{"sequence", "integer", "Of the newest change to it.", kMaybe},
    Field{"version", "integer", "1 at the first telling."},
    Field{"source", "string", "Where it comes from.", kMaybe},
    Field{"source_id", "string", "The source's own id.", kMaybe},
    Field{"text", "string", "The teller's words."},
    Field{"kind", kKindType, "What it is."},
    Field{"lived_at", "string", "When it was lived, RFC 3339.", kMaybe},
    Field{"told_at", "string", "When it was told, RFC 3339."},
    Field{"person", "string", "A random key for the teller.", kMaybe},
    Field{"party", kPartyType, "In what part the teller took part.", kMaybe},
    Field{"function", kFunctionType, "In what function.", kMaybe},
    Field{"subjects", "Subject[]", "What it is about.", kMaybe},
    Field{"touchpoint", "string", "Where they met.", kMaybe},
    Field{"stage", "string", "When in the relationship.", kMaybe},
    Field{"channel", "string", "By which means.", kMaybe},
    Field{"unit", "string", "Which team.", kMaybe},
    Field{"lang", "string", "The language, as told.", kMaybe},
    Field{"expected", "number", "What the teller expected, in points from 0 to 10.", kMaybe},
    Field{"felt", "number", "What the teller felt, in points from 0 to 10.", kMaybe},
    Field{"gap", "number", "felt less expected.", kMaybe},
    Field{"scale", "string", "The source's scale, where it is not 0..10.", kMaybe},
    Field{"original", "OriginalRatings", "The ratings on the source's scale.", kMaybe},
    Field{"signifiers", "Record<string, SignifierValue>", "Any other meaning given, by name.",
          kMaybe},
    Field{"inferred", "Inferred", "What was guessed, never said by the teller.", kMaybe},
};

constexpr std::array kHit = {
    Field{"score", "number", "How well the words fit; 0 where none were asked for."},
    Field{"highlights", "[integer, integer][]",
          "Where the words asked for stand in `text`: begin and end in UTF-16 code units."},
};

constexpr std::array kReceipt = {
    Field{"id", "string", "The experience's id."},
    Field{"sequence", "integer", "Of the change that kept it."},
    Field{"status", R"("told" | "already_told" | "amended")", "What became of it."},
    Field{"claim_code", "string", "With which the teller comes back; shown this once.", kMaybe},
};
constexpr std::string_view kGrantsType = R"(("read" | "count" | "contact" | "share")[])";
constexpr std::array kGrantStep = {
    Field{"at", "string", "When, RFC 3339."},
    Field{"grants", kGrantsType, "What it may be used for from then on."},
    Field{"by", "string", "Whose word that is: \"teller\", \"source\"."},
    Field{"basis", "string", "Why it may be used so.", kMaybe},
};
constexpr std::array kReadingNote = {
    Field{"day", "string", "The day, \"2026-05-04\"."},
    Field{"actor", "string", "Who: \"member 3\", \"key 1\"."},
    Field{"purpose", R"("read" | "count" | "contact" | "share")", "For what."},
    Field{"times", "integer", "How often on that day."},
    Field{"last", "string", "The last time, RFC 3339."},
};
constexpr std::array kEarlierVersion = {
    Field{"version", "integer", "From 1."},
    Field{"text", "string", "The words as they were; not there where the teller had them dropped.",
          kMaybe},
};
constexpr std::array kOwnExperience = {
    Field{"experience", "Experience", "As it is now."},
    Field{"grants", kGrantsType, "What it may be used for now."},
    Field{"words", R"("as_told" | "masked" | "lifted")",
          "Whether members see names and addresses in it: as told, masked, or masked but for the "
          "teller's wish."},
    Field{"source", "Source", "What holds where it was told, for who says nothing else."},
    Field{"history", "GrantStep[]", "Every step since it was told, the first first."},
    Field{"readings", "ReadingNote[]", "Who read its words, the newest first."},
    Field{"earlier", "EarlierVersion[]", "What it said before, the first first."},
};
constexpr std::array kMine = {Field{"experiences", "OwnExperience[]", "The newest first."}};
constexpr std::array kGrantAsk = {
    Field{"ids", "string[]", "Which; all that is theirs where nothing is said.", kMaybe},
    Field{"grants", kGrantsType, "What they may be used for from now on."},
};
constexpr std::array kMaskingAsk = {
    Field{"ids", "string[]", "Which; all that is theirs where nothing is said.", kMaybe},
    Field{"lifted", "boolean", "Whether members see personal data in them as it was told."},
};
constexpr std::array kErasureAsk = {
    Field{"ids", "string[]", "Which; all that is theirs where nothing is said.", kMaybe},
    Field{"purge", "boolean", "Wait until no byte of the words is left in the data directory.",
          kMaybe},
};
constexpr std::array kSignedReceipt = {
    Field{"receipt", "string", "What was erased: JSON, as it was signed."},
    Field{"signature", "string", "Ed25519, base32."},
    Field{"key", "string", "The installation's public key, base32."},
};
constexpr std::array kClaimCode = {
    Field{"claim_code", "string", "With which a teller comes back."}};
constexpr std::array kReceipts = {Field{"receipts", "Receipt[]", "One for each experience."}};
constexpr std::array kLineReply = {
    Field{"line", "integer", "The input line, from 1."},
    Field{"id", "string", "The experience's id.", kMaybe},
    Field{"sequence", "integer", "Of the change that kept it.", kMaybe},
    Field{"status", R"("told" | "already_told" | "amended")", "What became of it.", kMaybe},
    Field{"error", "Problem", "Why this line was not kept; the others are.", kMaybe},
};

constexpr std::array kProblem = {
    Field{"type", "string", "A stable relative URI, \"/problems/invalid\"."},
    Field{"title", "string", "The kind of problem, in words."},
    Field{"status", "integer", "The HTTP status."},
    Field{"detail", "string", "What, with which value, against which limit.", kMaybe},
    Field{"field", "string", "The field or parameter at fault.", kMaybe},
    Field{"advice", "string", "What to do about it.", kMaybe},
    Field{"position", "integer", "Byte offset into the field.", kMaybe},
};

constexpr Field kFewer = {"fewer_than", "integer",
                          "Of guarded people there are fewer than this, or none: not counted.",
                          kMaybe};
constexpr std::array kBin = {
    Field{"from", "integer", "The bin holds values from here to below the next whole number."},
    Field{"count", "integer", "Experiences in it."},
    kFewer,
};
constexpr std::array kDistribution = {
    Field{"count", "integer", "Experiences that have this rating."},
    Field{"mean", "number | null", "In points; null where there are none."},
    Field{"sd", "number | null", "Standard deviation (of all, not of a sample)."},
    Field{"q25", "number | null", "A quarter are at or below."},
    Field{"median", "number | null", "Half are at or below."},
    Field{"q75", "number | null", "Three quarters are at or below."},
    Field{"bins", "Bin[]", "Counts for each whole point."},
};
constexpr std::array kRatings = {
    Field{"expected", "Distribution", "What tellers expected, 0 to 10."},
    Field{"felt", "Distribution", "What tellers felt, 0 to 10."},
    Field{"gap", "Distribution", "felt less expected, -10 to 10."},
};
constexpr std::array kFacetValue = {
    Field{"value", "string", "As most often written."},
    Field{"experiences", "integer", "Matches that have it."},
    kFewer,
    Field{"people", "integer", "Distinct people among them, with details only.", kMaybe},
    Field{"ratings", "Ratings", "Their ratings, with details only.", kMaybe},
};
constexpr std::array kFacet = {
    Field{"column", "string", "The name in queries."},
    Field{"label", "string", "The name for people."},
    Field{"distinct", "integer", "Different values among the matches."},
    Field{"with_value", "integer", "Matches that have a value."},
    Field{"without_value", "integer", "Matches that have none."},
    Field{"values", "FacetValue[]", "Most experiences first."},
};
constexpr std::array kBucket = {
    Field{"start", "string", "Its first day, \"2024-03-01\"."},
    Field{"experiences", "integer", "Matches lived (else told) within it."},
    kFewer,
};
constexpr std::array kHistogram = {
    Field{"step", R"("day" | "week" | "month" | "year")", "How long a bucket is."},
    Field{"buckets", "HistogramBucket[]", "Without holes."},
};
constexpr std::array kTellingWord = {
    Field{"word", "string", "As most often written."},
    Field{"experiences", "integer", "Matches that hold it (in the sample)."},
    Field{"of_all", "integer", "Experiences of all that hold it."},
    Field{"z", "number", "How strongly it sets the matches apart."},
    Field{"inferred", "true", "No teller said so: it was worked out."},
};
constexpr std::array kGuarded = {
    Field{"threshold", "integer", "Of fewer people than this nothing is told."},
    Field{"counted_in", R"("people")", "Not experiences."},
    Field{"steps", "integer", "Figures hold them in multiples of this, rounded down."},
    Field{"words", R"("shown" | "withheld")",
          "Whether their words are listed; not for so few, nor for so narrow a question."},
    Field{"people", "integer", "Guarded people among the matches, in steps.", kMaybe},
    kFewer,
};
constexpr std::array kSearchAnswer = {
    Field{"total", "integer", "Number of matches; exact but for guarded people."},
    Field{"as_of", "integer", "The newest sequence number seen."},
    Field{"landscape", "integer", "Experiences in all, the base of every figure."},
    Field{"took_us", "integer", "Microseconds inside the engine."},
    Field{"hits", "Hit[]", "The matches asked for."},
    Field{"facets", "Facet[]", "In the order asked."},
    Field{"ratings", "Ratings", "Where asked for.", kMaybe},
    Field{"histogram", "Histogram", "Where asked for.", kMaybe},
    Field{"people", "integer", "Distinct known people, where asked for.", kMaybe},
    Field{"without_person", "integer", "Matches of nobody known, where asked for.", kMaybe},
    Field{"telling_words", "TellingWord[]", "Most telling first."},
    Field{"telling_sample", "integer", "Matches that the telling words rest on."},
    Field{"guarded", "Guarded",
          "Where people of guarded parties are among the landscape: how every figure counts them.",
          kMaybe},
};

constexpr std::array kFacetAsk = {
    Field{"column", "string", "Which column."},
    Field{"limit", "integer", "How many values.", kMaybe},
    Field{"details", "boolean", "Also people and ratings for each value.", kMaybe},
};
constexpr std::array kSearchAsk = {
    Field{"q", "string", "The query, in the query language.", kMaybe},
    Field{"match", R"("all" | "any")", "How words side by side are joined.", kMaybe},
    Field{"limit", "integer", "How many hits.", kMaybe},
    Field{"offset", "integer", "How many hits to pass over.", kMaybe},
    Field{
        "sort",
        R"("relevance" | "newest" | "oldest" | "felt_low" | "felt_high" | "gap_low" | "gap_high")",
        "The order of the hits.", kMaybe},
    Field{"facets", "(string | FacetAsk)[]", "Columns to count by.", kMaybe},
    Field{"facet_limit", "integer", "Values of each facet that says nothing else.", kMaybe},
    Field{"facet_details", "boolean", "For each facet that says nothing else.", kMaybe},
    Field{"histogram", R"("auto" | "day" | "week" | "month" | "year")", "Count over time.", kMaybe},
    Field{"from", "string", "Lived at or after.", kMaybe},
    Field{"to", "string", "Lived at or before the end of it.", kMaybe},
    Field{"telling_words", "integer", "How many telling words.", kMaybe},
    Field{"highlight", "boolean", "Say where the words stand.", kMaybe},
    Field{"ratings", "boolean", "Distributions of the ratings.", kMaybe},
    Field{"people", "boolean", "Count distinct people.", kMaybe},
};

constexpr std::array kColumn = {
    Field{"column", "string", "The name in queries."},
    Field{"label", "string", "The name for people."},
    Field{"own", "boolean", "One of firsthand's own, not a signifier."},
    Field{"keywords", "integer", "Experiences with a keyword in it."},
    Field{"numbers", "integer", "Experiences with a number in it."},
    Field{"times", "integer", "Experiences with a time in it."},
};
constexpr std::array kColumns = {Field{"columns", "Column[]", "By name."}};
constexpr std::array kPersonExperiences = {Field{"experiences", "Experience[]", "Newest first."}};
constexpr std::array kStatus = {
    Field{"version", "string", "Of the program."},
    Field{"as_of", "integer", "The newest sequence number searches see."},
    Field{"experiences", "integer", "Kept in the record."},
    Field{"people", "integer", "Known people."},
    Field{"sources", "integer", "Different sources."},
    Field{"searchable", "integer", "Experiences in the landscape."},
    Field{"segments", "integer", "Parts the index lies in."},
    Field{"index_bytes_on_disk", "integer", "Size of the index files."},
    Field{"index_bytes_in_memory", "integer", "Index held in memory."},
};
constexpr std::array kChange = {
    Field{"as_of", "integer", "The newest sequence number searches see."},
    Field{"total", "integer", "Experiences in the landscape; not for who sees a part of it.",
          kMaybe},
};
constexpr std::string_view kRightsType =
    R"(("tell" | "count" | "read" | "contact" | "export" | "erase" | "audit" | "administer" | "request")[])";
constexpr std::string_view kRoleType = R"("listener" | "steward" | "keeper")";

constexpr std::array kSession = {
    Field{"who", R"("host" | "member" | "key" | "nobody")",
          "As whom the request is answered; host: nobody is asked for on this machine yet."},
    Field{"name", "string", "Of the member or key.", kMaybe},
    Field{"role", kRoleType, "Of a member.", kMaybe},
    Field{"rights", kRightsType, "What they may."},
    Field{"scope", "string", "The query that says what is there for them.", kMaybe},
    Field{"expires", "string", "When it ends at the latest, RFC 3339.", kMaybe},
    Field{"csrf", "string", "For X-Firsthand-CSRF, of a cookie's session.", kMaybe},
    Field{"sign_in_with", "string",
          "What the provider is called at which members sign in by /v1/session/oidc.", kMaybe},
};
constexpr std::array kSignIn = {Field{"link", "string", "The token behind # in the link."}};
constexpr std::array kMember = {
    Field{"number", "integer", "Its number."},
    Field{"name", "string", "Their name."},
    Field{"role", kRoleType, "Each may what the one before may."},
    Field{"scope", "string", "What is there for them, as a query; everything where absent.",
          kMaybe},
    Field{"sign_in", "string",
          "By what the provider knows them: an e-mail address, or sub: and its name for them.",
          kMaybe},
    Field{"created", "string", "RFC 3339."},
    Field{"disabled", "string", "Since when, RFC 3339.", kMaybe},
};
constexpr std::array kMembers = {Field{"members", "Member[]", "By name."}};
constexpr std::array kNewMember = {
    Field{"name", "string", "Of their own; nobody else's."},
    Field{"role", kRoleType, "Each may what the one before may."},
    Field{"scope", "string", "What is there for them, as a query.", kMaybe},
    Field{"sign_in", "string",
          "By what the provider knows them: an e-mail address, or sub: and its name for them.",
          kMaybe},
};
constexpr std::array kMemberChange = {
    Field{"role", kRoleType, "The new one.", kMaybe},
    Field{"scope", "string", "The new one; empty: everything.", kMaybe},
    Field{"sign_in", "string", "The new one; empty: the provider signs them in no more.", kMaybe},
    Field{"disabled", "boolean", "Whether they are kept out.", kMaybe},
};
constexpr std::array kSignInLink = {
    Field{"path", "string", "What to open on this server."},
    Field{"expires", "string", "RFC 3339."},
};
constexpr std::array kMadeMember = {
    Field{"link", "SignInLink", "To hand to them, where one was asked for.", kMaybe},
};
constexpr std::array kKey = {
    Field{"number", "integer", "Its number."},
    Field{"name", "string", "Its name."},
    Field{"rights", kRightsType, "What it opens."},
    Field{"scope", "string", "What is there for it, as a query.", kMaybe},
    Field{"created", "string", "RFC 3339."},
    Field{"expires", "string", "RFC 3339.", kMaybe},
    Field{"last_used", "string", "To about a minute, RFC 3339.", kMaybe},
    Field{"revoked", "string", "RFC 3339.", kMaybe},
};
constexpr std::array kKeys = {Field{"keys", "Key[]", "By number."}};
constexpr std::array kNewKey = {
    Field{"name", "string", "Of its own, among those that are not revoked."},
    Field{"rights", kRightsType, "What it opens; at least one."},
    Field{"scope", "string", "What is there for it, as a query.", kMaybe},
    Field{"expires", "string", "From when on it opens nothing, RFC 3339.", kMaybe},
};
constexpr std::array kMadeKey = {
    Field{"number", "integer", "Its number."},
    Field{"name", "string", "Its name."},
    Field{"token", "string", "Shown this once."},
    Field{"expires", "string", "RFC 3339.", kMaybe},
};
constexpr std::array kAuditEntry = {
    Field{"entry", "integer", "From 1, without gaps."},
    Field{"at", "string", "When, RFC 3339."},
    Field{"actor", "string", "Who: \"member 4\", \"key 2\", \"cli\"."},
    Field{"action", "string", "What they did."},
    Field{"detail", "string", "Counts and ids; never words."},
    Field{"sequence", "integer", "As of which change."},
};
constexpr std::array kAuditChain = {
    Field{"first", "integer", "The first entry that is chained; 0: none is."},
    Field{"last", "integer", "The newest."},
    Field{"hash", "string", "Of the newest: note it elsewhere, and nothing before it can change."},
};
constexpr std::array kAudit = {
    Field{"entries", "AuditEntry[]", "Newest first."},
    Field{"chain", "AuditChain", "What holds them together."},
};
constexpr std::array kAuditFindings = {
    Field{"sound", "boolean", "Whether every entry is as it was written."},
    Field{"findings", "string[]", "What is not."},
    Field{"chain", "AuditChain", "As far as was walked."},
};
constexpr std::array kMaskedWords = {
    Field{"parties", R"(("customer" | "employee" | "partner" | "other")[])",
          "Whose words; guarded parties' are masked anyway."},
    Field{"sources", "string[]", "Whence, by name."},
};
constexpr std::array kGroupSettings = {
    Field{"parties", "Record<string, integer>",
          "From how many people on something is said of a party; 0: it is not guarded. Employees "
          "always are."},
    Field{"columns", "Record<string, integer>",
          "The same for figures over a column, where it is more."},
    Field{"noise", "boolean", "Whether steps begin at a secret place."},
    Field{"masked", "MaskedWords", "In whose words names and addresses are masked to members."},
};
constexpr std::array kSource = {
    Field{"source", "string", "Its name; empty: told without one."},
    Field{"grants", kGrantsType, "What may be done with what is told there."},
    Field{"stated", "boolean", "Whether a keeper has said so; else these are the usual ones."},
    Field{"basis", "string", "Why it may be used so.", kMaybe},
};
constexpr std::array kSources = {Field{"sources", "Source[]", "By name."}};
constexpr std::array kSourceAsk = {
    Field{"source", "string", "Which; its name, as it is told."},
    Field{"grants", kGrantsType, "What may be done with what is told there from now on."},
    Field{"basis", "string", "Why it may be used so: shown to its tellers.", kMaybe},
};

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
    Field{"grants", kGrantsType, "What it may be used for now."},
    Field{"words", R"("as_told" | "masked" | "lifted")",
          "Whether members see names and addresses in it; of access.", kMaybe},
    Field{"source", "Source", "What holds where it was told; of access.", kMaybe},
    Field{"history", "GrantStep[]", "Every step since it was told; of access.", kMaybe},
    Field{"readings", "ReadingNote[]", "Who read its words; of access.", kMaybe},
    Field{"earlier", "EarlierVersion[]", "What it said before; of access.", kMaybe},
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
constexpr std::array kRetentionRules = {Field{"rules", "RetentionRule[]", "By number."}};
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
    Field{"why", "string", "\"retention\", \"request 0b3…\", \"erasure log\"."},
    Field{"experiences", "integer", "How many."},
};
constexpr std::array kKeptReceipts = {Field{"receipts", "KeptReceipt[]", "Newest first."}};
constexpr std::array kHealth = {Field{"status", "string", "\"ok\"."}};

constexpr std::array kShapes = {
    Shape{"Subject", "What an experience is about.", kSubject},
    Shape{"SignifierDate", "A signifier that is a date.", kSignifierDate},
    Shape{"SignifierScale", "A signifier between two poles.", kSignifierScale},
    Shape{"SignifierShare", "A signifier shared between three.", kSignifierShare},
    Shape{.name = "SignifierValue",
          .help = "A keyword, several, a number, yes or no, a date, a scale or a share.",
          .alias = "string | string[] | number | boolean | SignifierDate | SignifierScale | "
                   "SignifierShare"},
    Shape{"Draft", "What someone hands in. Unknown fields are errors.", kDraft},
    Shape{"OriginalRatings", "Ratings on the source's own scale.", kOriginal},
    Shape{"Inferred", "What the engine guessed.", kInferred},
    Shape{"Experience", "What one person lived.", kExperience},
    Shape{"Receipt", "The reply to a draft: it is on disk and found.", kReceipt},
    Shape{"GrantStep", "What an experience may be used for, from some moment on.", kGrantStep},
    Shape{"ReadingNote", "That its words were read, a line for each day and reader.", kReadingNote},
    Shape{"EarlierVersion", "What it said before it was amended.", kEarlierVersion},
    Shape{"OwnExperience", "What its teller is shown.", kOwnExperience},
    Shape{"Mine", "What one teller told.", kMine},
    Shape{"GrantAsk", "What a teller allows.", kGrantAsk},
    Shape{"MaskingAsk", "Whether a teller shows their words whole.", kMaskingAsk},
    Shape{"ErasureAsk", "What a teller wants gone.", kErasureAsk},
    Shape{"SignedReceipt", "What was erased, signed by the installation.", kSignedReceipt},
    Shape{"ClaimCode", "With which a teller comes back.", kClaimCode},
    Shape{"Receipts", "What became of several.", kReceipts},
    Shape{"LineReply", "The reply to one line: a receipt or an error.", kLineReply},
    Shape{"Problem", "A failure (RFC 9457).", kProblem},
    Shape{.name = "Hit", .help = "An experience found.", .fields = kHit, .extends = "Experience"},
    Shape{"Bin", "Part of a distribution.", kBin},
    Shape{"Distribution", "How one rating lies, in points.", kDistribution},
    Shape{"Ratings", "The three ratings of the matches.", kRatings},
    Shape{"FacetValue", "One value of a facet.", kFacetValue},
    Shape{"Facet", "The matches by the values of one column.", kFacet},
    Shape{"HistogramBucket", "One stretch of time.", kBucket},
    Shape{"Histogram", "The matches over time, in UTC.", kHistogram},
    Shape{"TellingWord", "A word that sets the matches apart.", kTellingWord},
    Shape{"Guarded", "How people of guarded parties are counted.", kGuarded},
    Shape{"SearchAnswer", "The whole landscape answer.", kSearchAnswer},
    Shape{"FacetAsk", "A facet asked for with its own settings.", kFacetAsk},
    Shape{"SearchAsk", "One question to the landscape.", kSearchAsk},
    Shape{"Column", "A column experiences can be counted and filtered by.", kColumn},
    Shape{"Columns", "Every column seen.", kColumns},
    Shape{"PersonExperiences", "What one person told.", kPersonExperiences},
    Shape{"ServerStatus", "Counts and version.", kStatus},
    Shape{"Change", "Sent whenever what searches see has changed.", kChange},
    Shape{"Session", "Who is there, and what they may.", kSession},
    Shape{"SignIn", "What signs somebody in.", kSignIn},
    Shape{"Member", "Somebody who works with the landscape.", kMember},
    Shape{"Members", "All members.", kMembers},
    Shape{.name = "MadeMember",
          .help = "A member who was just added.",
          .fields = kMadeMember,
          .extends = "Member"},
    Shape{"NewMember", "A member to be.", kNewMember},
    Shape{"MemberChange", "What is to be different.", kMemberChange},
    Shape{"SignInLink", "What signs a member in once.", kSignInLink},
    Shape{"Key", "A machine's way in.", kKey},
    Shape{"Keys", "All keys.", kKeys},
    Shape{"NewKey", "A key to be.", kNewKey},
    Shape{"MadeKey", "A key with its token.", kMadeKey},
    Shape{"AuditEntry", "Something somebody did.", kAuditEntry},
    Shape{"AuditChain", "What the entries hang in.", kAuditChain},
    Shape{"Audit", "A page of the audit.", kAudit},
    Shape{"AuditFindings", "Whether the audit is as it was written.", kAuditFindings},
    Shape{"MaskedWords", "In whose words names and addresses are masked.", kMaskedWords},
    Shape{"GroupSettings", "How small groups are guarded, and words masked.", kGroupSettings},
    Shape{"Source", "Where experiences come from.", kSource},
    Shape{"Sources", "A page of sources.", kSources},
    Shape{"SourceAsk", "What a source's tellers grant from now on.", kSourceAsk},
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
    Shape{"Health", "That the server is there.", kHealth},
};

}  // namespace

std::span<const Shape> shapes() {
  return kShapes;
}

}  // namespace fh::api
