#include "record/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "model/experience.h"
#include "record/audit.h"
#include "record/schema.h"
#include "record/stored_words.h"

namespace fh::record {
namespace {

// A damaged record may have a finding a row: enough is enough.
constexpr size_t kFindingsMax = 1000;

// A whole quick check of this many bytes takes some tens of milliseconds.
constexpr uint64_t kSmallRecordBytesMax = 16 * 1024 * 1024;

struct Doubt {
  const char* finding;
  const char* sql;  // its first column counts what is wrong
};

constexpr std::array kDoubts = {
    Doubt{"experiences whose number is beyond the counter",
          "SELECT count(*) FROM experience, state WHERE number > last_number OR number < 1"},
    Doubt{"people whose number is beyond the counter",
          "SELECT count(*) FROM person, state WHERE number > last_person OR number < 1"},
    Doubt{"experiences too many or too few for the counters",
          "SELECT abs(last_number - (SELECT count(*) FROM gone) - "
          "(SELECT count(*) FROM experience)) FROM state"},
    Doubt{"erasures too many or too few for the counter",
          "SELECT abs(erased - (SELECT count(*) FROM gone)) FROM state"},
    Doubt{"earlier versions too many or too few for the counter",
          "SELECT abs(earlier_versions - (SELECT count(*) FROM earlier_version)) FROM state"},
    Doubt{"sources too many or too few for their numbers",
          "SELECT coalesce(max(number), 0) - count(*) FROM source"},
    Doubt{"people too many or too few for the counter",
          "SELECT abs(people - (SELECT count(*) FROM person)) FROM state"},
    Doubt{"people without an experience",
          "SELECT count(*) FROM person WHERE number NOT IN "
          "(SELECT person FROM experience WHERE person IS NOT NULL) AND number NOT IN "
          "(SELECT teller FROM told_for WHERE teller IS NOT NULL)"},
    Doubt{"experiences of a source that is not here",
          "SELECT count(*) FROM experience WHERE source NOT IN (SELECT number FROM source)"},
    Doubt{"experiences of a person who is not here",
          "SELECT count(*) FROM experience WHERE person IS NOT NULL AND person NOT IN "
          "(SELECT number FROM person)"},
    Doubt{"source ids that lead to no experience",
          "SELECT count(*) FROM told_key WHERE number NOT IN (SELECT number FROM experience)"},
    Doubt{"source ids that lead to an experience of another source",
          "SELECT count(*) FROM told_key JOIN experience USING (number) "
          "WHERE told_key.source <> experience.source"},
    Doubt{"experiences that were erased and are still here",
          "SELECT count(*) FROM gone WHERE number IN (SELECT number FROM experience)"},
    Doubt{"experiences whose earlier versions are not all here",
          "SELECT count(*) FROM experience AS e WHERE version <> 1 + "
          "(SELECT count(*) FROM earlier_version AS v WHERE v.number = e.number AND "
          "v.version >= 1 AND v.version < e.version)"},
    Doubt{"experiences whose first version has another sequence",
          "SELECT count(*) FROM experience JOIN earlier_version AS v USING (number) "
          "WHERE v.version = 1 AND v.sequence <> told_sequence"},
    Doubt{"experiences that were amended and have no sequence for it, or the reverse",
          "SELECT count(*) FROM experience "
          "WHERE (version > 1) <> (changed_sequence IS NOT NULL)"},
    Doubt{"experiences whose grants have another sequence than their last change",
          "SELECT count(*) FROM experience AS e WHERE granted_sequence IS NOT "
          "(SELECT max(sequence) FROM grant_change AS g WHERE g.number = e.number AND "
          "g.sequence > e.told_sequence)"},
    Doubt{"claims of people who are not here",
          "SELECT count(*) FROM claim WHERE person NOT IN (SELECT number FROM person)"},
    Doubt{"experiences told for somebody of whom there is nobody",
          "SELECT count(*) FROM told_for WHERE number NOT IN "
          "(SELECT number FROM experience WHERE person IS NOT NULL)"},
    Doubt{"experiences told for others by people who are not here",
          "SELECT count(*) FROM told_for WHERE teller IS NOT NULL AND teller NOT IN "
          "(SELECT number FROM person)"},
    Doubt{"batches of invitations with more or fewer links than were made",
          "SELECT count(*) FROM invitation_batch AS b WHERE links <> "
          "(SELECT count(*) FROM invitation AS i WHERE i.batch = b.number)"},
    Doubt{"questions to tellers whose answer is not as their state says",
          "SELECT count(*) FROM question WHERE state NOT IN ('open', 'answered', 'declined', "
          "'withdrawn') OR (answer IS NULL) = (state = 'answered') OR (ended_ms IS NULL) <> (state "
          "= 'open')"},
    Doubt{"audit entries beyond the last change",
          "SELECT count(*) FROM audit, state WHERE sequence > last_sequence"},
};

class Examination {
 public:
  explicit Examination(Database& database) : database_(database) {}

  // A part that cannot be read is a finding, and the other parts still count.
  void part(const char* name, const std::function<Status()>& examine) {
    const Status status = examine();
    if (!status) add(fmt::format("{}: {}", name, status.error().message));
  }

  Status structure();
  Status references();
  Status questions();
  Status people();
  Status experiences();
  Status earlier_versions();
  Status grants();
  Status sequences();
  Status audit() {
    return examine_audit(database_, [this](std::string finding) { add(std::move(finding)); });
  }

  std::vector<std::string> take() { return std::move(findings_); }

 private:
  void add(std::string finding) {
    if (findings_.size() < kFindingsMax) findings_.push_back(std::move(finding));
    if (findings_.size() == kFindingsMax)
      findings_.push_back("there is more; the rest is left out");
  }
  void mark(uint64_t sequence, uint64_t number);
  Status experience(const Statement& row);

  Database& database_;
  std::vector<std::string> findings_;
  std::vector<bool> seen_;  // by sequence
  uint64_t ids_ = 0;        // experiences with a source id
  uint64_t told_before_ = 0;
};

Status Examination::structure() {
  FH_ASSIGN_OR_RETURN(Use check, database_.use("PRAGMA integrity_check(1000)"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, check->step());
    if (!row) return {};
    if (check->text(0) != "ok") add(fmt::format("structure: {}", check->text(0)));
  }
}

Status Examination::references() {
  FH_ASSIGN_OR_RETURN(Use check, database_.use("PRAGMA foreign_key_check"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, check->step());
    if (!row) return {};
    add(fmt::format("references: row {} of {} leads nowhere in {}", check->number(1),
                    check->text(0), check->text(2)));
  }
}

Status Examination::questions() {
  for (const Doubt& question : kDoubts) {
    FH_ASSIGN_OR_RETURN(const uint64_t count, database_.number(question.sql));
    if (count != 0) add(fmt::format("{}: {}", question.finding, count));
  }
  return {};
}

Status Examination::people() {
  FH_ASSIGN_OR_RETURN(const PersonSecret secret, person_secret(database_));
  FH_ASSIGN_OR_RETURN(Use rows, database_.use("SELECT number, key, length(known_as) FROM person"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) return {};
    const std::string_view bytes = rows->bytes(1);
    PersonKey key{};
    if (bytes.size() == key.size()) {
      std::transform(bytes.begin(), bytes.end(), key.begin(),
                     [](char c) { return static_cast<std::byte>(c); });
    }
    if (number_in(secret, key) != rows->number(0) || rows->number(2) != sizeof(KnownAs)) {
      add(fmt::format("person {} cannot be found by their key", rows->number(0)));
    }
  }
}

void Examination::mark(uint64_t sequence, uint64_t number) {
  if (sequence == 0 || sequence >= seen_.size()) {
    add(fmt::format("{} has sequence {}, beyond the last change", model::id_of(number), sequence));
  } else if (seen_[sequence]) {
    add(fmt::format("{} has sequence {}, which another change has too", model::id_of(number),
                    sequence));
  } else {
    seen_[sequence] = true;
  }
}

Status Examination::experience(const Statement& row) {
  const uint64_t number = row.number(0);
  const uint64_t told = row.number(1);
  if (told <= told_before_) {
    add(fmt::format("{} was told with sequence {}, not after the one before it",
                    model::id_of(number), told));
  }
  told_before_ = told;
  mark(told, number);
  if (!row.is_null(2)) mark(row.number(2), number);
  const Result<model::Experience> experience = unpack(row.bytes(3));
  if (!experience) {
    add(fmt::format("{} cannot be read: {}", model::id_of(number), experience.error().message));
    return {};
  }
  if (experience->source != row.text(4)) {
    add(fmt::format("{} is kept under another source than it names", model::id_of(number)));
  }
  if (experience->source_id.empty()) return {};
  ++ids_;
  FH_ASSIGN_OR_RETURN(Use key, database_.use("SELECT number FROM told_key WHERE source = ?1 AND "
                                             "source_id = ?2"));
  key->bind(1, row.number(5)).bind_text(2, experience->source_id);
  FH_ASSIGN_OR_RETURN(const bool found, key->step());
  if (!found || key->number(0) != number) {
    add(fmt::format("{} cannot be found by its source id", model::id_of(number)));
  }
  return {};
}

Status Examination::experiences() {
  FH_ASSIGN_OR_RETURN(const uint64_t last, database_.number("SELECT last_sequence FROM state"));
  // The counter itself may be damaged; a change takes more than a byte of the file.
  FH_ASSIGN_OR_RETURN(const uint64_t pages, database_.number("PRAGMA page_count"));
  FH_ASSIGN_OR_RETURN(const uint64_t page_bytes, database_.number("PRAGMA page_size"));
  if (last > pages * page_bytes) {
    return failure(ErrorCode::kCorrupt, fmt::format("the last sequence cannot be {}", last));
  }
  seen_.assign(last + 1, false);
  FH_ASSIGN_OR_RETURN(Use rows,
                      database_.use("SELECT e.number, e.told_sequence, e.changed_sequence, e.body, "
                                    "s.name, e.source FROM experience AS e LEFT JOIN source AS s "
                                    "ON s.number = e.source ORDER BY e.number"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) break;
    FH_RETURN_IF_ERROR(experience(*rows));
  }
  FH_ASSIGN_OR_RETURN(const uint64_t keys, database_.number("SELECT count(*) FROM told_key"));
  if (keys != ids_) {
    add(fmt::format("{} source ids are kept for {} experiences with one", keys, ids_));
  }
  return {};
}

Status Examination::earlier_versions() {
  FH_ASSIGN_OR_RETURN(Use rows, database_.use("SELECT number, version, sequence, body "
                                              "FROM earlier_version ORDER BY number, version"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) return {};
    // The first version's sequence is the experience's own, seen already.
    if (rows->number(1) != 1) mark(rows->number(2), rows->number(0));
    const bool dropped = rows->bytes(3).empty();
    if (!dropped && !unpack(rows->bytes(3))) {
      add(fmt::format("version {} of {} cannot be read", rows->number(1),
                      model::id_of(rows->number(0))));
    }
  }
}

// What was granted with the telling has its sequence.
Status Examination::grants() {
  FH_ASSIGN_OR_RETURN(Use rows, database_.use("SELECT g.number, g.sequence FROM grant_change AS g "
                                              "JOIN experience AS e USING (number) "
                                              "WHERE g.sequence <> e.told_sequence"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) return {};
    mark(rows->number(1), rows->number(0));
  }
}

// The changes of what was erased are gone but counted; all others are there.
Status Examination::sequences() {
  uint64_t erased = 0;
  FH_ASSIGN_OR_RETURN(Use rows, database_.use("SELECT sequence, number, versions FROM gone"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) break;
    mark(rows->number(0), rows->number(1));
    erased += rows->number(2);
  }
  uint64_t missing = 0;
  for (size_t i = 1; i < seen_.size(); ++i) missing += seen_[i] ? 0 : 1;
  if (missing != erased) {
    add(fmt::format("{} sequence numbers are missing; {} belong to what was erased", missing,
                    erased));
  }
  return {};
}

Status corrupt(std::string_view finding) {
  return failure(ErrorCode::kCorrupt, fmt::format("record.db is damaged: {}", finding), {},
                 "Restore it from a backup.");
}

Status quick_check(Database& database, const char* pragma) {
  FH_ASSIGN_OR_RETURN(Use check, database.use(pragma));
  FH_ASSIGN_OR_RETURN(const bool row, check->step());
  if (row && check->text(0) != "ok") return corrupt(check->text(0));
  return {};
}

Status check_newest(Database& database) {
  FH_ASSIGN_OR_RETURN(Use rows, database.use("SELECT number, body FROM experience "
                                             "ORDER BY number DESC LIMIT 256"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) return {};
    if (!unpack(rows->bytes(1))) {
      return corrupt(fmt::format("{} cannot be read", model::id_of(rows->number(0))));
    }
  }
}

}  // namespace

Status check_quickly(Database& database) {
  FH_ASSIGN_OR_RETURN(const uint64_t pages, database.number("PRAGMA page_count"));
  FH_ASSIGN_OR_RETURN(const uint64_t page_bytes, database.number("PRAGMA page_size"));
  if (pages * page_bytes <= kSmallRecordBytesMax) {
    FH_RETURN_IF_ERROR(quick_check(database, "PRAGMA quick_check(1)"));
  } else {
    FH_RETURN_IF_ERROR(quick_check(database, "PRAGMA quick_check(state)"));
    FH_RETURN_IF_ERROR(quick_check(database, "PRAGMA quick_check(source)"));
  }
  FH_ASSIGN_OR_RETURN(
      const uint64_t behind,
      database.number("SELECT (SELECT coalesce(max(number), 0) FROM experience) > last_number OR "
                      "(SELECT coalesce(max(changed_sequence), 0) FROM experience WHERE "
                      "changed_sequence IS NOT NULL) > "
                      "last_sequence OR (SELECT coalesce(max(number), 0) FROM person) > "
                      "last_person OR (SELECT coalesce(max(sequence), 0) FROM gone) > "
                      "last_sequence FROM state"));
  if (behind != 0) return corrupt("it holds more than its counters say");
  return check_newest(database);
}

Result<std::vector<std::string>> verify(Database& database) {
  FH_ASSIGN_OR_RETURN(const Transaction state,
                      Transaction::begin(database, Transaction::Kind::kRead));
  Examination examination(database);
  examination.part("structure", [&] { return examination.structure(); });
  examination.part("references", [&] { return examination.references(); });
  examination.part("counts", [&] { return examination.questions(); });
  examination.part("people", [&] { return examination.people(); });
  examination.part("experiences", [&] { return examination.experiences(); });
  examination.part("earlier versions", [&] { return examination.earlier_versions(); });
  examination.part("grants", [&] { return examination.grants(); });
  examination.part("sequences", [&] { return examination.sequences(); });
  examination.part("audit", [&] { return examination.audit(); });
  return examination.take();
}

}  // namespace fh::record
