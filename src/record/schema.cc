#include "record/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/check.h"

namespace fh::record {
namespace {

// An experience's row is thin, for millions of them: the numbers the record gives,
// and the body. What was told first has no index by sequence, because numbers and
// first sequences rise together; only what was amended has one.
// The source's ids are in a table of their own order (not an index over the rows),
// so that each is stored once. It has no foreign key: that would need an index the
// other way round. Nor has an experience: its source and its person were found or added
// a moment before, and each check would be a look-up more. verify() checks them instead.
constexpr const char* kFirst = R"sql(
CREATE TABLE state (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  last_sequence INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  last_person INTEGER NOT NULL,
  people INTEGER NOT NULL,
  person_secret BLOB NOT NULL
) STRICT;

CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE person (
  number INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  known_as BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE experience (
  number INTEGER PRIMARY KEY,
  told_sequence INTEGER NOT NULL,
  changed_sequence INTEGER,
  version INTEGER NOT NULL,
  source INTEGER NOT NULL,
  person INTEGER,
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX experience_by_change ON experience (changed_sequence)
  WHERE changed_sequence IS NOT NULL;
CREATE INDEX experience_by_person ON experience (person, number) WHERE person IS NOT NULL;

CREATE TABLE told_key (
  source INTEGER NOT NULL,
  source_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE earlier_version (
  number INTEGER NOT NULL REFERENCES experience (number) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (number, version)
) STRICT;

CREATE TABLE gone (
  sequence INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  versions INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  entry INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE note (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Bodies may be compressed from here on, which says their first byte: those that are there
// stay as they are. The step is there for earlier programs, which could not read the others.
constexpr const char* kCompressedBodies = "SELECT 1;";

// Names are unique among keys that still open something: a revoked one's may come again.
// Audit entries from before this step have no chain: audit_head says where it begins.
constexpr const char* kAccess = R"sql(
CREATE TABLE member (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  disabled_ms INTEGER
) STRICT;

CREATE TABLE sign_in_link (
  hash BLOB PRIMARY KEY,
  member INTEGER REFERENCES member (number),
  expires_ms INTEGER NOT NULL,
  used_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  hash BLOB PRIMARY KEY,
  member INTEGER NOT NULL REFERENCES member (number),
  created_ms INTEGER NOT NULL,
  last_used_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_key (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  rights INTEGER NOT NULL,
  scope TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER,
  last_used_ms INTEGER,
  revoked_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX access_key_by_name ON access_key (name) WHERE revoked_ms IS NULL;

ALTER TABLE audit ADD COLUMN chain BLOB;
CREATE TABLE audit_head (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
)sql";

// Grants lie beside what was said: they change without a new version. Null in a row: the
// usual ones, as of all that was told before this step.
constexpr const char* kOwnership = R"sql(
ALTER TABLE experience ADD COLUMN grants INTEGER;
ALTER TABLE experience ADD COLUMN granted_sequence INTEGER;
CREATE UNIQUE INDEX experience_by_grant ON experience (granted_sequence)
  WHERE granted_sequence IS NOT NULL;

CREATE TABLE grant_change (
  number INTEGER NOT NULL REFERENCES experience (number) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  grants INTEGER NOT NULL,
  actor TEXT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_grants (
  source INTEGER PRIMARY KEY,
  grants INTEGER NOT NULL,
  basis TEXT NOT NULL
) STRICT;

CREATE TABLE claim (
  hash BLOB PRIMARY KEY,
  person INTEGER NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_by_person ON claim (person);

CREATE TABLE reading (
  number INTEGER NOT NULL REFERENCES experience (number) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  actor TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  times INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  PRIMARY KEY (number, day, actor, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE erased_key (
  hash BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
)sql";

// Since which change a source's grants hold; what was stated before this step holds from the
// beginning. In unmasked stands whose words are shown as they are told, by their teller's wish.
constexpr const char* kKeepersSettings = R"sql(
CREATE TABLE source_grants_change (
  source INTEGER NOT NULL,
  since_sequence INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  grants INTEGER NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (source, since_sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO source_grants_change SELECT source, 0, 0, grants, basis FROM source_grants;

CREATE TABLE unmasked (
  number INTEGER PRIMARY KEY REFERENCES experience (number) ON DELETE CASCADE,
  since_ms INTEGER NOT NULL
) STRICT;
)sql";

// By what a member is known at the provider where they sign in. It says of nobody what the
// others did not: no two may be known by the same.
constexpr const char* kSignIn = R"sql(
ALTER TABLE member ADD COLUMN sign_in TEXT;
CREATE UNIQUE INDEX member_by_sign_in ON member (sign_in) WHERE sign_in IS NOT NULL;
)sql";

// What people ask for through the organisation, and what time does by itself. A request keeps
// no name of whom it is about: hashes until it begins, then numbers, and nothing at the end.
constexpr const char* kAskedAndTimed = R"sql(
CREATE TABLE retention_rule (
  number INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  days INTEGER NOT NULL,
  spares_claimed INTEGER NOT NULL,
  set_ms INTEGER NOT NULL,
  set_by TEXT NOT NULL,
  UNIQUE (source, kind)
) STRICT;

CREATE TABLE erasure_receipt (
  number INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  why TEXT NOT NULL,
  experiences INTEGER NOT NULL,
  statement TEXT NOT NULL,
  signature TEXT NOT NULL,
  key TEXT NOT NULL
) STRICT;

CREATE TABLE subject_request (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  actor TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  begins_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  experiences INTEGER NOT NULL,
  receipt INTEGER REFERENCES erasure_receipt (number)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_request_by_status ON subject_request (status, begins_ms);
CREATE INDEX subject_request_by_time ON subject_request (received_ms);

CREATE TABLE subject_identity (
  request TEXT NOT NULL REFERENCES subject_request (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  hash BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (request, kind, hash, number)
) STRICT, WITHOUT ROWID;
)sql";

// How tellers can be reached: addresses that nobody reads without the keys in a file apart
// (contact_keys.h), and the links in letters that are on their way. Both go with the person.
constexpr const char* kContacts = R"sql(
CREATE TABLE contact (
  person INTEGER PRIMARY KEY REFERENCES person (number) ON DELETE CASCADE,
  mark INTEGER NOT NULL,
  address BLOB NOT NULL,
  verified_ms INTEGER NOT NULL,
  returned_ms INTEGER
) STRICT;

CREATE TABLE letter_link (
  hash BLOB PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (number) ON DELETE CASCADE,
  purpose INTEGER NOT NULL,
  address BLOB NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_link_by_person ON letter_link (person);
)sql";

// Who told what for somebody else, until these take it as theirs: then the row goes, and with it
// all that ties both together. Of a teller by their number, else the member or key. Codes that
// whoever told it has seen, too, are marked: they end once a code of the holder's own is used.
// Of an invitation stands neither when nor for what it was used: whoever kept a list of the
// links could tell from that what was told through each.
constexpr const char* kToldForAndInvited = R"sql(
CREATE TABLE told_for (
  number INTEGER PRIMARY KEY REFERENCES experience (number) ON DELETE CASCADE,
  teller INTEGER,
  actor TEXT NOT NULL
) STRICT;
CREATE INDEX told_for_by_teller ON told_for (teller) WHERE teller IS NOT NULL;

CREATE TABLE handed_code (
  hash BLOB PRIMARY KEY REFERENCES claim (hash) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation_batch (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  links INTEGER NOT NULL,
  made_ms INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  expires_ms INTEGER NOT NULL,
  ended_ms INTEGER
) STRICT;

CREATE TABLE invitation (
  hash BLOB PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES invitation_batch (number),
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_by_batch ON invitation (batch, used);
)sql";

// What the organisation asks tellers, and for which questions figures were made. One question
// about an experience is open at a time. An answer is null unless there is one.
constexpr const char* kQuestions = R"sql(
CREATE TABLE question (
  number INTEGER PRIMARY KEY,
  experience INTEGER NOT NULL REFERENCES experience (number) ON DELETE CASCADE,
  asked_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  ended_ms INTEGER,
  answer TEXT
) STRICT;
CREATE INDEX question_by_experience ON question (experience);
CREATE UNIQUE INDEX question_open ON question (experience) WHERE state = 'open';
CREATE INDEX question_by_actor ON question (actor, asked_ms);

CREATE TABLE figures_asked (
  day INTEGER NOT NULL,
  hash BLOB NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  q TEXT NOT NULL,
  any_word INTEGER NOT NULL,
  lived_from TEXT NOT NULL,
  lived_to TEXT NOT NULL,
  scope TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  times INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  PRIMARY KEY (day, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_asked_by_time ON figures_asked (last_ms);
)sql";

// What is asked for all the time is counted along, not by walking tables that only grow. Numbers
// by which the audit knows questions and timers are not given twice, whatever has gone since. Of
// each experience the first and the newest fifty earlier versions keep their words
// (kEarlierWordsKept); where others lose theirs, a purge is due (note_unpurged).
constexpr const char* kCountedAlong = R"sql(
ALTER TABLE state ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN earlier_versions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN last_question INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN last_timer INTEGER NOT NULL DEFAULT 0;
UPDATE state SET
  erased = (SELECT count(*) FROM gone),
  earlier_versions = (SELECT count(*) FROM earlier_version),
  last_question = max((SELECT coalesce(max(number), 0) FROM question),
    (SELECT coalesce(max(CAST(substr(detail, 10) AS INTEGER)), 0) FROM audit
     WHERE action = 'ask_teller' AND detail LIKE 'question %')),
  last_timer = max((SELECT coalesce(max(number), 0) FROM retention_rule),
    (SELECT coalesce(max(CAST(substr(detail, 7) AS INTEGER)), 0) FROM audit
     WHERE action = 'set_retention' AND detail LIKE 'timer %'));

UPDATE earlier_version SET body = x'' WHERE body <> x'' AND version > 1 AND version + 50 <
  (SELECT e.version FROM experience AS e WHERE e.number = earlier_version.number);
INSERT INTO note (key, value) SELECT 'unpurged', '1' WHERE changes() > 0
  ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT);
)sql";

constexpr std::array kSteps = {
    SchemaStep{.what = "keep experiences, people and the audit", .sql = kFirst},
    SchemaStep{.what = "compress words", .sql = kCompressedBodies},
    SchemaStep{.what = "know members and keys, and chain the audit", .sql = kAccess},
    SchemaStep{.what = "keep grants, claims, readings and what was erased", .sql = kOwnership},
    SchemaStep{.what = "keep since when a source's grants hold, and whose masking is lifted",
               .sql = kKeepersSettings},
    SchemaStep{.what = "know by what members sign in elsewhere", .sql = kSignIn},
    SchemaStep{.what = "keep timers, requests and receipts", .sql = kAskedAndTimed},
    SchemaStep{.what = "keep contacts", .sql = kContacts},
    SchemaStep{.what = "keep what is told for somebody else, and invitations",
               .sql = kToldForAndInvited},
    SchemaStep{.what = "keep questions to tellers, and what figures were made for",
               .sql = kQuestions},
    SchemaStep{.what = "count along what is asked for often, and give no number twice",
               .sql = kCountedAlong},
};

Status take_step(Database& database, const SchemaStep& step, size_t number) {
  FH_ASSIGN_OR_RETURN(Transaction transaction,
                      Transaction::begin(database, Transaction::Kind::kWrite));
  const std::string marks =
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, number);
  Status done = database.run(step.sql);
  if (done) done = database.run(marks.c_str());
  if (done) done = transaction.commit();
  if (done) return {};
  Error error = done.error();
  error.message += fmt::format("; while taking step {} of the record (to {})", number, step.what);
  return std::unexpected(std::move(error));
}

}  // namespace

std::span<const SchemaStep> schema_steps() {
  return kSteps;
}

Status check_ownership(Database& database, std::span<const SchemaStep> steps) {
  FH_ASSIGN_OR_RETURN(const uint64_t owner, database.number("PRAGMA application_id"));
  FH_ASSIGN_OR_RETURN(const uint64_t tables, database.number("SELECT count(*) FROM sqlite_schema"));
  if (owner != kApplicationId && (owner != 0 || tables != 0)) {
    return failure(ErrorCode::kUnsupported, "record.db is a database, but not a firsthand record",
                   {}, "Choose another data directory.");
  }
  FH_ASSIGN_OR_RETURN(const uint64_t taken, database.number("PRAGMA user_version"));
  if (taken > steps.size()) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("record.db was written by a newer firsthand (record step {}; this "
                               "one knows {})",
                               taken, steps.size()),
                   {}, "Use the newer program, or restore a backup from before.");
  }
  return {};
}

Status migrate(Database& database, std::span<const SchemaStep> steps) {
  FH_ASSIGN_OR_RETURN(const uint64_t taken, database.number("PRAGMA user_version"));
  FH_CHECK(taken <= steps.size());
  for (size_t i = taken; i < steps.size(); ++i) {
    FH_RETURN_IF_ERROR(take_step(database, steps[i], i + 1));
  }
  return {};
}

Status ensure_state(Database& database, Random& random) {
  FH_ASSIGN_OR_RETURN(const uint64_t rows, database.number("SELECT count(*) FROM state"));
  if (rows == 1) return {};
  FH_ASSIGN_OR_RETURN(const uint64_t told,
                      database.number("SELECT EXISTS (SELECT 1 FROM experience)"));
  if (told != 0) {
    return failure(ErrorCode::kCorrupt, "record.db holds experiences but no counters", {},
                   "Restore it from a backup.");
  }
  std::array<std::byte, 32> secret{};
  random.fill(secret);
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO state (only_row, last_sequence, last_number, "
                                   "last_person, people, person_secret) VALUES (1, 0, 0, 0, 0, "
                                   "?1)"));
  insert->bind_bytes(1, secret);
  return insert->run();
}

Result<PersonSecret> person_secret(Database& database) {
  FH_ASSIGN_OR_RETURN(Use state, database.use("SELECT person_secret FROM state"));
  FH_ASSIGN_OR_RETURN(const bool row, state->step());
  const std::string_view bytes = row ? state->bytes(0) : std::string_view();
  PersonSecret secret{};
  if (bytes.size() != secret.size()) {
    return failure(ErrorCode::kCorrupt, "the record has lost the secret it knows people by", {},
                   "Restore it from a backup.");
  }
  std::transform(bytes.begin(), bytes.end(), secret.begin(),
                 [](char c) { return static_cast<std::byte>(c); });
  return secret;
}

}  // namespace fh::record
