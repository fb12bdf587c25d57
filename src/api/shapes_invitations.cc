// Invitations to tell, and what was told for somebody else.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::array kTaken = {
    Field{"receipts", "Receipt[]", "One for each experience."},
    Field{"claim_code", "string",
          "Of one's own: from its first use on the code that was handed over opens nothing."},
};
constexpr std::array kNewInvitations = {
    Field{"name", "string", "Of the batch; shown to who is invited."},
    Field{"until", "string", "How long they are good: a day, itself included, or a time."},
    Field{"count", "integer", "How many links, 1 to 10,000."},
    Field{"about", "Draft",
          "What each telling says, whatever its teller says of it: source, kind, party, function, "
          "subject, touchpoint, stage, channel, unit and signifiers; nothing else.",
          kMaybe},
};
constexpr std::array kInvitationBatch = {
    Field{"number", "integer", "Of the batch."},
    Field{"name", "string", "Shown to who is invited."},
    Field{"about", "Draft", "What each telling says."},
    Field{"state", R"("open" | "ended" | "expired")", "Whether they are good."},
    Field{"links", "integer", "How many were made."},
    Field{"used", "integer",
          "How many were used, in whole steps of `step`; not there where that is fewer than one.",
          kMaybe},
    Field{"step", "integer", "The threshold of small groups; 0: `used` is exact."},
    Field{"made", "string", "When, RFC 3339."},
    Field{"made_by", "string", "By whom."},
    Field{"expires", "string", "When they end by themselves, RFC 3339."},
    Field{"ended", "string", "When they were ended, RFC 3339.", kMaybe},
};
constexpr std::array kMadeInvitations = {
    Field{"pages_at", "string", "Where people open the pages: links begin with it.", kMaybe},
    Field{"secrets", "string[]",
          "One for each link, which is `pages_at`, /tell#invitation= and the secret; shown this "
          "once."},
};
constexpr std::array kInvitationBatches = {
    Field{"batches", "InvitationBatch[]", "The newest first."}};
constexpr std::array kInvitation = {
    Field{"name", "string", "Who invites, or to what."},
    Field{"about", "Draft", "What the telling says beforehand."},
    Field{"links", "integer", "How many links like this one were made, itself included."},
    Field{"few", "boolean", "Whether these are so few that who made them may guess who told."},
    Field{"expires", "string", "How long it is good, RFC 3339."},
};

constexpr std::array kShapes = {
    Shape{"Taken", "What became somebody's own.", kTaken},
    Shape{"NewInvitations", "Links to be made.", kNewInvitations},
    Shape{"InvitationBatch", "Links that were made together.", kInvitationBatch},
    Shape{"MadeInvitations", "A batch with its links.", kMadeInvitations, "InvitationBatch"},
    Shape{"InvitationBatches", "Batches of invitations.", kInvitationBatches},
    Shape{"Invitation",
          "What an invitation is about. Whether it was used is not said: who made "
          "the links could learn from that when each was.",
          kInvitation},
};

}  // namespace

std::span<const Shape> invitation_shapes() {
  return kShapes;
}

}  // namespace fh::api
