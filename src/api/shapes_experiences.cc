// What is told and what becomes of it; what its teller is shown.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

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
    Field{"behalf", "boolean",
          "Told on somebody's behalf who has not taken it as theirs yet; not there where it is "
          "not.",
          kMaybe},
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

constexpr std::array kReceipt = {
    Field{"id", "string", "The experience's id."},
    Field{"sequence", "integer", "Of the change that kept it."},
    Field{"status", R"("told" | "already_told" | "amended")", "What became of it."},
    Field{"claim_code", "string", "With which the teller comes back; shown this once.", kMaybe},
    Field{"behalf_code", "string",
          "With which whom it was told for takes it as theirs; shown this once.", kMaybe},
};
constexpr std::array kGrantStep = {
    Field{"at", "string", "When, RFC 3339."},
    Field{"grants", kGrantsType, "What it may be used for from then on."},
    Field{"by", "string", "Whose word that is: \"teller\", \"source\"."},
    Field{"basis", "string", "Why it may be used so.", kMaybe},
};
constexpr std::array kReadingNote = {
    Field{"day", "string", "The day, \"2026-05-04\"; of a month long past the last."},
    Field{"actor", "string", "Who: \"member 3\", \"key 1\"."},
    Field{"purpose", R"("read" | "count" | "contact" | "share")", "For what."},
    Field{"times", "integer", "How often on that day, or in that month."},
    Field{"last", "string", "The last time, RFC 3339."},
};
constexpr std::array kEarlierVersion = {
    Field{"version", "integer", "From 1."},
    Field{"text", "string", "The words as they were; not there where the teller had them dropped.",
          kMaybe},
};
constexpr std::array kOwnExperience = {
    Field{"experience", "Experience", "As it is now."},
    Field{"behalf", R"("for_you" | "by_you")",
          "Not taken by whom it was told for: somebody told it for who asks, or who asks for "
          "somebody. Not there where it is simply theirs.",
          kMaybe},
    Field{"grants", kGrantsType, "What it may be used for, as it stands."},
    Field{"words", R"("as_told" | "masked" | "lifted")",
          "Whether members see names and addresses in it: as told, masked, or masked but for the "
          "teller's wish."},
    Field{"source", "Source", "What holds where it was told, for who says nothing else."},
    Field{"history", "GrantStep[]", "Every step since it was told, the first first."},
    Field{"readings", "ReadingNote[]", "Who read its words, the newest first."},
    Field{"earlier", "EarlierVersion[]",
          "What it said before, the first and the newest 50, the first first."},
    Field{"questions", "Question[]", "What was asked of it and answered, the newest first."},
};
constexpr std::array kMine = {
    Field{"experiences", "OwnExperience[]", "The newest first; what they told for others last."}};
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
};

}  // namespace

std::span<const Shape> experience_shapes() {
  return kShapes;
}

}  // namespace fh::api
