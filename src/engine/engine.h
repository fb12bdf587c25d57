// engine/engine.h: the one door to everything firsthand keeps and knows.
//
// Every way in (HTTP, imports, the command line) comes through here, and so will
// every decision about who sees what. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/file_system.h"
#include "base/random.h"
#include "engine/access.h"
#include "engine/backups.h"
#include "engine/caller.h"
#include "engine/contacts.h"
#include "engine/group_settings.h"
#include "engine/invitations.h"
#include "engine/ownership.h"
#include "engine/questions.h"
#include "engine/requests.h"
#include "engine/retention.h"
#include "engine/small_groups.h"
#include "landscape/landscape.h"
#include "model/experience.h"
#include "model/validate.h"
#include "record/record.h"
#include "text/condition.h"

namespace fh::engine {

using model::Draft;
using model::Experience;
using record::Outcome;
using record::Receipt;
using record::SameKey;

struct EngineOptions {
  std::string directory;
  // Written into the lock so that others can find the server ("127.0.0.1:8480"),
  // empty for a short-lived command.
  std::string address = {};
  const Clock* clock = &system_clock();
  Random* random = &system_random();
  FileSystem* files = &system_files();
  landscape::LandscapeOptions landscape = {};  // its directory is set by the engine
  // After an erasure that nobody waits for, its bytes go at the latest after so long.
  std::chrono::milliseconds purge_after = std::chrono::minutes(10);
  // The folder for backups that are made while it runs, outside the directory; empty: none.
  std::string backups = {};
  uint64_t backups_kept = 0;  // the newest so many of them stay; 0: all
};

struct TellOptions {
  Caller caller = Caller::nobody();
  SameKey same_key = SameKey::kRefuse;
};

// One answer for each draft, in order; the outer error means that none was kept.
using Answers = Result<std::vector<Result<Receipt>>>;

struct Span {
  uint32_t begin = 0;  // byte offsets into the text
  uint32_t end = 0;
};

struct FoundHit {
  Experience experience;
  double score = 0;
  std::vector<Span> highlights;  // in order, without overlap
  bool reduced = false;          // without what singles out (small_groups.h)
};

struct SearchOptions {
  Caller caller = Caller::nobody();
  std::string q;
  landscape::Match match = landscape::Match::kAll;
  std::optional<std::string> from;  // times as in base/time.h, on lived_at
  std::optional<std::string> to;    // whole last day, month or year included
  bool highlight = false;
  landscape::Request rest;  // everything but the query and the purposes
};

struct Found {
  landscape::Answer answer;
  std::vector<FoundHit> hits;
  std::optional<GuardedNote> guarded;  // where any are, for this caller (small_groups.h)
  int64_t took_us = 0;                 // inside the engine
};

struct EngineCounts {
  record::RecordCounts record;
  landscape::LandscapeCounts landscape;
  // Tellers who can be reached; not there for whom it is not to be known.
  std::optional<uint64_t> contacts = {};
};

// How many different questions a teller's experiences are looked for in, the newest.
inline constexpr uint32_t kServedQuestionsMax = 200;

// That a teller's experiences counted in the answers to one question (served.h).
struct ServedFigure {
  record::FiguresQuestion question = {};
  uint64_t times = 0;  // that it was asked while they counted in it
  Instant last = {};
  uint64_t experiences = 0;  // of theirs that counted
};

// What upkeep() did. Numbers alone: fit for a log.
struct Upkept {
  uint64_t requests = 0;  // carried out
  uint64_t erased = 0;    // experiences, by timers
  uint64_t people = 0;    // of whom those were all
  bool more = false;      // there is more to do at once
  bool log_lags = false;  // the one beside the newest backup cannot be written
};

// Groups of drafts one behind the other, each handed in before the one before it is
// kept: for whoever has many. They are kept in that order; behind a group that failed as
// a whole every later one fails, too. Belongs to one thread; the engine outlives it.
class Intake {
 public:
  virtual ~Intake() = default;
  // Returns when the drafts are prepared; the answers come when they are durable and
  // found. kBusy where others fill the queue.
  virtual std::future<Answers> tell(std::vector<Draft> drafts) = 0;
};

// A fresh installation's data directory: record.db, index/, lock; contacts.keys with the first
// contact.
class Engine {
 public:
  // Opens or creates the directory, takes its lock (kBusy names the holder's
  // address), recovers the index from the record. `progress(done, total)` is called
  // during a long recovery.
  static Result<std::unique_ptr<Engine>> open(
      EngineOptions options, const std::function<void(uint64_t, uint64_t)>& progress = {});
  virtual ~Engine() = default;

  // One draft, durable and found when this returns. Concurrent calls share a commit.
  virtual Result<Receipt> tell(Draft draft, const TellOptions& options) = 0;
  // Many at once.
  virtual Answers tell_many(std::vector<Draft> drafts, const TellOptions& options) = 0;
  virtual std::unique_ptr<Intake> take_in(const TellOptions& options) = 0;

  virtual Result<Found> search(const SearchOptions& options) = 0;
  // What the caller may not see is kNotFound, as if it were not there.
  virtual Result<Experience> experience(const Caller& caller, std::string_view id) = 0;
  virtual Result<std::vector<Experience>> of_person(const Caller& caller,
                                                    std::string_view person_key, uint32_t limit,
                                                    uint64_t offset) = 0;
  virtual std::vector<landscape::ColumnInfo> columns() = 0;
  // `contacts` waits for whoever changes a contact.
  virtual Result<EngineCounts> counts() = 0;
  // Whether the record and the index can be asked. O(1), and waits for nobody.
  virtual Status ready() {
    FH_RETURN_IF_ERROR(counts());
    return {};
  }
  // The same as far as the caller may know them: a column that only a few guarded people
  // used is not there.
  virtual Result<std::vector<landscape::ColumnInfo>> columns_for(const Caller& /*caller*/) {
    return columns();
  }
  virtual Result<EngineCounts> counts_for(const Caller& /*caller*/) { return counts(); }
  // For keepers, both. They hold for every question that is asked once this has returned,
  // and stand in the audit with who changed what.
  virtual Result<GroupSettings> group_settings(const Caller& /*caller*/) { return GroupSettings(); }
  virtual Status set_group_settings(const Caller& /*caller*/, const GroupSettings& /*settings*/) {
    return failure(ErrorCode::kUnsupported, "this engine keeps no settings");
  }
  // Grows with every change that searches see; cheap, for live pages.
  virtual uint64_t as_of() const = 0;
  // Blocks until as_of() > after or the time is up; the new value.
  virtual uint64_t wait_for_change(uint64_t after, int64_t timeout_ms) = 0;

  // Every experience the caller may take away.
  virtual Status for_each(const Caller& caller,
                          const std::function<Status(const Experience&)>& visit) = 0;

  virtual Result<Receipt> amend(std::string_view id, Draft draft, const TellOptions& options) = 0;
  virtual Result<Receipt> erase(std::string_view id, const TellOptions& options) = 0;
  // What people do with what is theirs.
  virtual Ownership& ownership() = 0;
  // What time erases, and what people ask for through the organisation.
  virtual Retention& retention() = 0;
  virtual Requests& requests() = 0;
  // How tellers can be reached.
  virtual Contacts& contacts() = 0;
  virtual Invitations& invitations() = 0;
  // Does what is due by the clock, a bounded part of it: whoever keeps an engine open calls it
  // now and then, sooner where there is more. Calls beside each other do it once.
  virtual Result<Upkept> upkeep() { return Upkept{}; }

  // Members, sessions and keys.
  virtual Access& access() = 0;

  virtual Result<std::optional<std::string>> note(std::string_view key) = 0;
  virtual Status set_note(std::string_view key, std::string_view value) = 0;
  virtual Status remove_note(std::string_view key) = 0;

  // Record, index files, and that the index answers as the record says. One line a
  // finding.
  virtual Result<std::vector<std::string>> verify() = 0;
  // Throws the index away and makes it anew from the record.
  virtual Status rebuild(const std::function<void(uint64_t, uint64_t)>& progress) = 0;
  virtual Status back_up_to(const std::string& path) = 0;
  // The same for who may, into the folder of the options.
  virtual Backups& backups() = 0;
  // Index into files, so that the next start has nothing to replay.
  virtual Status flush() = 0;

  // Writes into the lock where the server is, once it knows (a port of 0 is chosen late).
  virtual Status announce(const std::string& /*address*/) { return {}; }

  // What the organisation asks tellers, and what they answer.
  virtual Questions& questions() = 0;
  // In which figures a teller's experiences counted.
  virtual Result<std::vector<ServedFigure>> served(const Caller& teller) = 0;
};

// Puts a backup in place of an empty or missing data directory; checks it first. A file of
// contacts' keys that lies there already stays.
Status restore(FileSystem& files, const std::string& backup, const std::string& directory);

// The address inside the lock of a running server, if one holds the directory: "HOST:PORT",
// "https://HOST:PORT" of one that speaks HTTPS.
std::optional<std::string> server_of(FileSystem& files, const std::string& directory);

inline constexpr std::string_view kLockFileName = "lock";
inline constexpr std::string_view kIndexDirectoryName = "index";

}  // namespace fh::engine
