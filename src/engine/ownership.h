// engine/ownership.h: what people do with what is theirs: come back to it, amend it, say what
// it may be used for, see who read it, take it along, erase it.
//
// A teller is known by their claim code alone (base/secrets.h); whoever has it is them.
// Thread-safe, as the engine is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/caller.h"
#include "model/experience.h"
#include "model/grants.h"
#include "record/record.h"

namespace fh::engine {

struct OwnTelling {
  bool claim = false;                        // hand out a code to come back with
  bool behalf = false;                       // it is somebody else's: hand out one for them
  std::string invitation = {};               // the secret of the link told with; empty: none
  std::optional<model::Grants> grants = {};  // none: as its source has them
  bool without_share = false;                // whatever its source has
  std::string basis = {};                    // whence they come, in the teller's or a page's words
  record::SameKey same_key = record::SameKey::kRefuse;
};

struct OwnReceipt {
  record::Receipt receipt;
  // To come back with; empty where none was asked for, for who is here with one already, and
  // for what was told before.
  std::string claim_code;
  // For whom it was told, to take it as theirs; empty as above.
  std::string behalf_code = {};
};

// Whose an experience is that its teller is shown, as long as it waits to be taken.
enum class ToldFor : uint8_t {
  kNobodyElse,  // it is theirs
  kForYou,      // somebody told it for them: theirs, once they take it
  kByYou,       // they told it for somebody else
};

// What became somebody's own.
struct Taken {
  std::vector<record::Receipt> receipts;
  std::string claim_code;  // of their own: who told it has seen the other
};

// What members see of personal data in an experience's words.
enum class SeenWords : uint8_t {
  kAsTold,      // nobody masks anything here
  kMasked,      // without what names or reaches a person
  kMaskLifted,  // would be masked, but for its teller's wish
};
std::string_view name_of(SeenWords seen);  // "as_told", "masked", "lifted"

struct OwnExperience {
  model::Experience experience;
  ToldFor behalf = ToldFor::kNobodyElse;
  SeenWords seen = SeenWords::kAsTold;
  record::Source source = {};               // what holds where it was told
  std::vector<record::Version> earlier;     // oldest first; of each the words alone
  std::vector<model::GrantChange> history;  // oldest first
  std::vector<record::Reading> readings;    // newest first, kReadingsShown at most
  std::vector<record::Question> questions;  // what was asked of it and answered, newest first
};
inline constexpr uint32_t kReadingsShown = 200;

enum class OldWords : uint8_t { kKeep, kDrop };

// kSoon: no answer and no page shows them from now on; their bytes go with the next upkeep of
// the index. kNow: no byte of them is left in the data directory when the call returns.
enum class Purge : uint8_t { kSoon, kNow };

// What was erased, signed with the installation's key (docs/formats/erasure-receipt.md).
struct ErasureReceipt {
  std::vector<record::Receipt> erased;
  uint64_t people = 0;    // of whom nothing is kept any more
  std::string json;       // the statement itself
  std::string signature;  // of its bytes, base32
  std::string key;        // the public one, base32
};
// Whether the signature is of that text by that key; both in base32.
bool is_genuine(std::string_view json, std::string_view signature, std::string_view key);

// One of: a person by the key the interface shows, whoever holds a claim code, what a source
// calls so.
struct Whose {
  std::string person_key = {};
  std::string claim_code = {};
  std::string source = {};
  std::string source_id = {};
};

class Ownership {
 public:
  virtual ~Ownership() = default;

  // kDenied where a code is asked for somebody whom the draft names: it would open all that
  // is theirs. Only who runs the program may hand out such a one.
  virtual Result<OwnReceipt> tell(const Caller& caller, model::Draft draft,
                                  const OwnTelling& how) = 0;
  // kDenied for a code that leads to nobody: mistyped, or everything was erased.
  virtual Result<Caller> teller_of(std::string_view claim_code) = 0;
  // Everything a teller told, newest first; behind it what they told for others who have not
  // taken it yet, newest first. O(theirs).
  virtual Result<std::vector<OwnExperience>> mine(const Caller& teller, uint32_t limit,
                                                  uint64_t offset) = 0;
  virtual Result<record::Receipt> amend(const Caller& teller, std::string_view id,
                                        model::Draft draft, OldWords old) = 0;
  // From the moment this returns no answer uses them otherwise. No ids: all that is theirs.
  // None of the grants: withdrawn, kept for the teller alone.
  virtual Result<std::vector<record::Receipt>> grant(const Caller& teller,
                                                     std::span<const std::string> ids,
                                                     model::Grants grants) = 0;
  // Whether members see personal data in these words as it was told. Never alters the words.
  // No ids: all that is theirs.
  virtual Status set_masking(const Caller& teller, std::span<const std::string> ids,
                             record::Masking masking) = 0;
  // For the teller, or who has Right::kErase. No ids: all that is the teller's.
  virtual Result<ErasureReceipt> erase(const Caller& caller, std::span<const std::string> ids,
                                       Purge purge) = 0;
  // The ids of all that is meant. For who has Right::kErase. kNotFound where it is nothing.
  virtual Result<std::vector<std::string>> ids_of(const Caller& caller, const Whose& whose) = 0;
  // What another claim code leads to becomes this teller's, and that code leads here.
  virtual Result<std::vector<record::Receipt>> join(const Caller& teller,
                                                    std::string_view claim_code) = 0;
  // What somebody told for this teller is theirs from now on: who told it sees it no more, and
  // nothing is kept of who that was. The code that was handed over opens nothing any more once
  // the new one has been used. Amending, granting, lifting masks, joining codes and asking for
  // another code take it, too, without this. kNotFound where nothing waits for them.
  virtual Result<Taken> take(const Caller& teller) = 0;
  // It is not theirs: it may be used for nothing, and belongs to who told it; where nobody can
  // come back to it, it is erased. As take().
  virtual Result<std::vector<record::Receipt>> disown(const Caller& teller) = 0;
  // A further code for the same teller; the others stay good.
  virtual Result<std::string> another_code(const Caller& teller) = 0;

  // What holds for a source's tellers who say nothing else, from now on. For keepers.
  // kInvalid with the field.
  virtual Status set_source_grants(const Caller& caller, const record::SourceGrants& grants) = 0;
  // By name. For keepers.
  virtual Result<std::vector<record::Source>> sources(const Caller& caller, uint32_t limit,
                                                      uint64_t offset) = 0;
};

}  // namespace fh::engine
