// record/record.h: the truth: experiences, their versions, their people, the audit.
//
// Everything else can be rebuilt from here. A change is on disk when its call
// returns. Every change takes the next sequence number, 1, 2, 3 …, without gaps;
// an experience keeps its number through all its versions.
//
// Threads: one writer at a time (calls that change wait for each other); reads run
// beside it on connections of their own and see a committed state.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/secrets.h"
#include "model/experience.h"
#include "record/access.h"
#include "record/behalf.h"
#include "record/contacts.h"
#include "record/figures_asked.h"
#include "record/invitations.h"
#include "record/old_readings.h"
#include "record/questions.h"
#include "record/requests.h"
#include "record/retention.h"
#include "record/taken_back.h"

namespace fh::record {

using model::Experience;

// Of the write-ahead log, in pages of 8 KiB. Each group of an import touches most pages
// of the indexes over people: those that several groups have touched are moved once.
struct LogLimits {
  uint64_t pages_wanted = 16'384;  // from here on it is moved into the file, in the background
  uint64_t pages_max = 32'768;     // from here on the writer waits for that
};

struct RecordOptions {
  std::string directory;  // holds record.db; created where missing
  const Clock* clock = &system_clock();
  Random* random = &system_random();
  LogLimits log = {};
};

// What to do when a source's id comes again with other content.
enum class SameKey : uint8_t { kRefuse, kAmend };

enum class Outcome : uint8_t { kTold, kAlreadyTold, kAmended };
std::string_view name_of(Outcome outcome);  // "told", "already_told", "amended"

struct Receipt {
  uint64_t number = 0;
  uint64_t sequence = 0;
  Outcome outcome = Outcome::kTold;
  bool operator==(const Receipt&) const = default;
};

// What is kept of a claim code (base/secrets.h).
using ClaimHash = Digest;

// Of a telling for somebody else: who told it.
struct Behalf {
  uint32_t teller = 0;                  // who is here already; 0: as follows
  std::optional<ClaimHash> claim = {};  // with which they will come back; none: they cannot
  std::string actor = {};               // who it was, where no teller is kept
};

// The invitation a telling uses up, as of a moment.
struct Invitation {
  Digest hash = {};
  Instant now = {};
};

struct Telling {
  Experience experience;
  // The source's own key for the teller; empty: nobody known. Kept as a keyed hash
  // only. People are told apart by (source, key).
  std::string person;
  SameKey same_key = SameKey::kRefuse;
  // What may be done with it; none: what its source has, else the usual.
  std::optional<model::Grants> grants = {};
  bool without_share = false;   // whatever the source has
  std::string basis = {};       // of the grants given here
  std::string granted_by = {};  // whose word they are
  // With whose hash the teller will come back; none: without a claim. Where `person` is empty
  // the claim makes them known.
  std::optional<ClaimHash> claim = {};
  // Of a teller who is here already; 0: as `person` says.
  uint32_t own_person = 0;
  // Told for somebody else: `claim` is the code for these, which makes them known. What it may
  // be used for has neither contact nor share, whatever is said here or its source has.
  std::optional<Behalf> behalf = {};
  // Used up by it; where it is not good any more nothing is told (kDenied, kConflict). What
  // was told already needs none.
  std::optional<Invitation> invitation = {};
  // The experience as pack() (stored_words.h) gives it, made before anything is locked.
  // Where it is empty, tell() makes it, before it locks.
  std::string body = {};
};

// One step in the history of what is there, for replay: experience absent means it
// is gone (withdrawn or erased).
struct Change {
  uint64_t sequence = 0;
  uint64_t number = 0;
  std::optional<Experience> experience;  // the current version
};

// That a person's words were read: by whom, for what, how often on one day; long past (beyond
// kReadingsByDayDays) in one month, of which it names the last such day.
struct Reading {
  uint64_t number = 0;  // the experience
  int32_t day = 0;      // days since 1970, UTC
  std::string actor = {};
  model::Purpose purpose = model::Purpose::kRead;
  uint32_t times = 1;  // noted with 0, seen beside what is read: once where it is the day's first
  Instant last;
  bool operator==(const Reading&) const = default;
};

// Of each experience so many earlier versions are kept with their words, the newest, and the
// first, by which a source that tells the same again is recognised: changing
// one's mind leaves its trace, while amending over and over fills no disk, and what is theirs is
// still read at once. Of those before there is the number and when it changed, as of one whose
// words were dropped.
constexpr uint32_t kEarlierWordsKept = 50;

struct Version {
  uint32_t version = 0;
  std::optional<Experience> experience;  // as it was then; none: its teller had it dropped
};

// What holds for a source's experiences whose tellers say nothing else.
struct SourceGrants {
  std::string source;
  model::Grants grants = model::kUsualGrants;
  std::string basis;
};

// Whence experiences come, with what holds there.
struct Source {
  SourceGrants grants;
  bool stated = false;  // by somebody; else these are the usual ones
};

// Whether an experience's words may be shown with personal data masked. Its teller lifts that.
enum class Masking : uint8_t { kApplies, kLifted };

struct Erased {
  std::vector<Receipt> receipts;  // in the order asked
  uint64_t versions = 0;          // earlier ones that went with them
  uint64_t people = 0;            // of whom nothing is kept any more
};

// How an erasure is carried out, and what is kept of it in the same transaction: all of it
// is on disk, or none.
struct Erasure {
  std::string actor = {};
  // Makes the receipt that is kept; none: none is.
  std::function<KeptReceipt(const Erased&)> receipt = {};
  // The request that it completes; empty: none.
  std::string request = {};
};

struct AuditEntry {
  uint64_t sequence = 0;  // as of which change
  Instant at;
  std::string actor;    // "import", "api", "cli", later a member
  std::string action;   // "tell", "amend", "erase", "export", …
  std::string detail;   // counts and ids; never words
  uint64_t number = 0;  // from 1, without gaps
};

// Entries of somebody, or of some kind; what is empty is not asked.
struct AuditFilter {
  std::string actor;
  std::string action;
};

// Which audit entries hang together (audit.h).
struct AuditChain {
  uint64_t first = 0;  // 0: none yet. Entries before it are older than the chain
  uint64_t last = 0;
  std::string hash;  // of the last, in hexadecimal digits
};

struct RecordCounts {
  uint64_t experiences = 0;  // current ones
  uint64_t versions = 0;
  uint64_t people = 0;
  uint64_t sources = 0;
  uint64_t last_sequence = 0;
};

class Record {
 public:
  // Opens or creates, migrates, and checks integrity (quickly).
  static Result<std::unique_ptr<Record>> open(const RecordOptions& options);
  virtual ~Record() = default;

  // Keeps a group in one durable transaction; one answer for each, in order. A
  // telling that cannot be taken (kConflict) fails alone; an outer error means that
  // none was kept. With a source id: the same content again gives the first
  // receipt (kAlreadyTold). Fills in number, sequence, version and person of each
  // experience taken (not of those already told). O(group).
  //
  // The same content: all but told_at (a source that says none gets the moment of
  // each import) and inferred_lang; a telling that names no person does not dispute
  // whose the earlier one is. Under kRefuse a repeat of an earlier version whose words
  // are kept is already told, too. Under kAmend another person moves the experience to them.
  virtual Result<std::vector<Result<Receipt>>> tell(std::span<Telling> group,
                                                    std::string_view actor) = 0;

  // New words or attributes for a known experience; source, source id and person
  // stay (kInvalid where it names another source or id). The same content as now is
  // kAlreadyTold. The version before is kept (kEarlierWordsKept). kNotFound.
  virtual Result<Receipt> amend(uint64_t number, const Experience& experience,
                                std::string_view actor) = 0;
  // Removes them all together or none: all their versions, grants and readings, and of a
  // person who has told nothing else, the person and their claims. Of a source id a keyed
  // hash is kept, so that it is not told again (kDenied then). kNotFound.
  virtual Result<Erased> erase(std::span<const uint64_t> numbers, const Erasure& erasure) = 0;
  Result<Receipt> erase(uint64_t number, std::string_view actor);
  // What may be done with them from now on; one receipt each. kNotFound.
  virtual Result<std::vector<Receipt>> set_grants(std::span<const uint64_t> numbers,
                                                  const model::GrantChange& change) = 0;
  // Everything of `from`, claims included, belongs to `into`; what was told for either counts as
  // taken by them. One receipt for each experience that this changes.
  virtual Result<std::vector<Receipt>> join(uint32_t into, uint32_t from,
                                            std::string_view actor) = 0;
  // What was said before goes; the current version stays.
  virtual Status forget_versions(uint64_t number, std::string_view actor) = 0;
  virtual Status add_claim(uint32_t person, const ClaimHash& claim) = 0;
  // Of the person's claims this one alone is good from now on. Where it is not theirs, nothing
  // changes.
  virtual Status keep_one_claim(uint32_t person, const ClaimHash& claim,
                                std::string_view actor) = 0;
  virtual Status note_readings(std::span<const Reading> readings) = 0;
  // Some of those that are long past become one row a month (old_readings.h); the last experience
  // that was looked at, 0 where there is none behind `after`. The writer waits only where there
  // is something to change.
  virtual Result<uint64_t> fold_readings(const ReadingsPass& pass) = 0;
  // Of what comes from there later; what was told stays as it was granted.
  virtual Status set_source_grants(const SourceGrants& grants, std::string_view actor) = 0;
  // Beside what was said, which stays as it is. Those that are gone are passed over.
  virtual Status set_masking(std::span<const uint64_t> numbers, Masking masking,
                             std::string_view actor) = 0;

  // The person who holds the claim; 0: nobody.
  virtual Result<uint32_t> person_of_claim(const ClaimHash& claim) = 0;
  // Newest first. O(theirs).
  virtual Result<std::vector<Experience>> of_person_number(uint32_t person, uint32_t limit,
                                                           uint64_t offset) = 0;
  // What belongs to the person, without its words: highest numbers first, below `below`.
  virtual Result<std::vector<Holding>> held_by(uint32_t person, uint64_t below, uint32_t limit) = 0;
  // Every step, oldest first, beginning with what held at the telling.
  virtual Result<std::vector<model::GrantChange>> grant_history(uint64_t number) = 0;
  // Newest first.
  virtual Result<std::vector<Reading>> readings(uint64_t number, uint32_t limit) = 0;
  // Earlier ones, oldest first: the first, and the newest kEarlierWordsKept of them.
  virtual Result<std::vector<Version>> earlier_versions(uint64_t number) = 0;
  // What the source has now, stated or usual.
  virtual Result<Source> source(std::string_view name) = 0;
  // By name; also those from which nothing has come yet.
  virtual Result<std::vector<Source>> sources(uint32_t limit, uint64_t offset) = 0;
  // Those of them whose masking is lifted.
  virtual Result<std::vector<uint64_t>> unmasked_among(std::span<const uint64_t> numbers) = 0;

  // The current version; nothing where there is none.
  virtual Result<std::optional<Experience>> find(uint64_t number) = 0;
  // What the source calls so.
  virtual Result<std::optional<Experience>> find_named(std::string_view source,
                                                       std::string_view source_id) = 0;
  // As find(), in the order asked; misses are left out.
  virtual Result<std::vector<Experience>> find_many(std::span<const uint64_t> numbers) = 0;
  // Newest first. Empty where the key is unknown.
  virtual Result<std::vector<Experience>> of_person(std::string_view person_key, uint32_t limit,
                                                    uint64_t offset) = 0;

  // Every experience changed after `after`, once, in the order of its newest change.
  // Stops at the first error of visit.
  virtual Status for_each_change_after(uint64_t after,
                                       const std::function<Status(Change)>& visit) = 0;
  // Every current experience by ascending number.
  virtual Status for_each(const std::function<Status(const Experience&)>& visit) = 0;

  virtual Result<RecordCounts> counts() = 0;
  // Newest first; one entry for each group or call that changed something. O(entries) with a
  // filter that little passes.
  virtual Result<std::vector<AuditEntry>> audit(uint32_t limit, uint64_t offset,
                                                const AuditFilter& filter) = 0;
  Result<std::vector<AuditEntry>> audit(uint32_t limit, uint64_t offset) {
    return audit(limit, offset, {});
  }
  // What verify() says of the audit alone. O(entries).
  virtual Result<std::vector<std::string>> verify_audit() = 0;
  virtual Result<AuditChain> audit_chain() = 0;

  // Members, sessions and keys.
  virtual AccessBook& access() = 0;
  // What time erases, and what people ask for through the organisation.
  virtual RetentionBook& retention() = 0;
  virtual RequestBook& requests() = 0;
  // How tellers can be reached.
  virtual ContactBook& contacts() = 0;
  // What was told for others, and invitations to tell.
  virtual BehalfBook& behalf() = 0;
  virtual InvitationBook& invitations() = 0;
  // Newest first.
  virtual Result<std::vector<KeptReceipt>> receipts(uint32_t limit, uint64_t offset) = 0;

  // Small facts kept across starts (import checkpoints, the installation's id).
  virtual Result<std::optional<std::string>> note(std::string_view key) = 0;
  virtual Status set_note(std::string_view key, std::string_view value) = 0;
  virtual Status remove_note(std::string_view key) = 0;
  // A note that somebody decides about: with its entry in the audit, or not at all.
  virtual Status decide(std::string_view key, std::string_view value, const Act& act) = 0;

  // Thorough: structure, references, sequence gaps, every body decodable. One line a
  // finding; empty: all is well. Linear in the record.
  virtual Result<std::vector<std::string>> verify() = 0;

  // A consistent copy while others write. REQUIRES: the target does not exist.
  virtual Status back_up_to(const std::string& path) = 0;

  // What stands for a source's own id once its experience is erased: the same for as long as
  // the record lives, in its backups, too. Nobody can tell the id from it.
  virtual Digest erased_key(std::string_view source, std::string_view source_id) const = 0;
  // Nothing is told again under these.
  virtual Status keep_erased_keys(std::span<const Digest> keys) = 0;

  // No byte of what was erased is left in the file or its log when this returns. kBusy where
  // someone has read for too long.
  virtual Status purge() = 0;

  // Begins to move the log into the file, in the background: for when there will be
  // nothing to write for a while, so that closing has less to do.
  virtual void tidy() = 0;

  // What the organisation asks tellers, and for which questions figures were made.
  virtual QuestionBook& questions() = 0;
  virtual FiguresBook& figures_asked() = 0;
  // What people took back otherwise than by erasing.
  virtual TakenBackBook& taken_back() = 0;
};

// The file a backup is restored from and to.
inline constexpr std::string_view kRecordFileName = "record.db";

}  // namespace fh::record
