#include "record/record.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/check.h"
#include "base/file_system.h"
#include "record/audit.h"
#include "record/contact_keys.h"
#include "record/ownership.h"
#include "record/readers.h"
#include "record/reading.h"
#include "record/receipts.h"
#include "record/schema.h"
#include "record/verify.h"
#include "record/writer.h"

namespace fh::record {
namespace {

// Copies beside the target, syncs, and renames: the target is whole or not there.
Status copy_durably(Database& database, const std::string& path) {
  FileSystem& files = system_files();
  if (files.exists(path)) {
    return failure(ErrorCode::kConflict, fmt::format("{} exists already", path), {},
                   "Name another file, or remove that one first.");
  }
  const std::string partial = path + ".partial";
  if (files.exists(partial)) FH_RETURN_IF_ERROR(files.remove(partial));
  Status status = database.copy_to(partial);
  if (status) {
    // Whatever SQLite has synced of it, this syncs the whole.
    Result<std::unique_ptr<WritableFile>> file = files.append_to(partial);
    status = file ? (*file)->sync() : std::unexpected(file.error());
    if (status) status = (*file)->close();
  }
  if (status) status = files.rename(partial, path);
  if (!status) {
    static_cast<void>(files.remove(partial));  // the first error says more
    return status;
  }
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return files.sync_directory(directory.empty() ? "." : directory);
}

class SqliteRecord final : public Record {
 public:
  SqliteRecord(std::unique_ptr<Writer> writer, std::string path)
      : writer_(std::move(writer)),
        readers_(std::move(path)),
        access_(make_access_book(*writer_, readers_)),
        retention_(make_retention_book(*writer_, readers_)),
        requests_(make_request_book(*writer_, readers_)),
        contacts_(make_contact_book(*writer_, readers_)),
        behalf_(make_behalf_book(*writer_, readers_)),
        invitations_(make_invitation_book(*writer_, readers_)),
        questions_(make_question_book(*writer_, readers_)),
        figures_asked_(make_figures_book(*writer_, readers_)),
        taken_back_(make_taken_back_book(*writer_, readers_)) {}

  Result<std::vector<Result<Receipt>>> tell(std::span<Telling> group,
                                            std::string_view actor) override {
    return writer_->tell(group, actor);
  }
  Result<Receipt> amend(uint64_t number, const Experience& experience,
                        std::string_view actor) override {
    return writer_->amend(number, experience, actor);
  }
  Result<Erased> erase(std::span<const uint64_t> numbers, const Erasure& erasure) override {
    return writer_->erase(numbers, erasure);
  }
  Result<std::vector<Receipt>> set_grants(std::span<const uint64_t> numbers,
                                          const model::GrantChange& change) override {
    return writer_->set_grants(numbers, change);
  }
  Result<std::vector<Receipt>> join(uint32_t into, uint32_t from, std::string_view actor) override {
    return writer_->join(into, from, actor);
  }
  Status forget_versions(uint64_t number, std::string_view actor) override {
    return writer_->forget_versions(number, actor);
  }
  Status add_claim(uint32_t person, const ClaimHash& claim) override {
    return writer_->add_claim(person, claim);
  }
  Status keep_one_claim(uint32_t person, const ClaimHash& claim, std::string_view actor) override {
    return writer_->keep_one_claim(person, claim, actor);
  }
  Status note_readings(std::span<const Reading> readings) override {
    return writer_->note_readings(readings);
  }
  Result<uint64_t> fold_readings(const ReadingsPass& pass) override {
    OldReadings old;
    {
      FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
      FH_ASSIGN_OR_RETURN(old, old_readings(*database, pass));
    }
    if (old.months.empty()) return old.last;
    FH_RETURN_IF_ERROR(writer_->quietly(
        [&](Database& database) { return record::fold_readings(database, old.months); }));
    return old.last;
  }
  Status set_source_grants(const SourceGrants& grants, std::string_view actor) override {
    return writer_->set_source_grants(grants, actor);
  }

  Status set_masking(std::span<const uint64_t> numbers, Masking masking,
                     std::string_view actor) override {
    return writer_->set_masking(numbers, masking, actor);
  }

  Result<uint32_t> person_of_claim(const ClaimHash& claim) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::person_of_claim(*database, claim);
  }
  Result<std::vector<Experience>> of_person_number(uint32_t person, uint32_t limit,
                                                   uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::of_person_number(*database, person, {.limit = limit, .offset = offset});
  }
  Result<std::vector<Holding>> held_by(uint32_t person, uint64_t below, uint32_t limit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::held_by(*database, person, below, limit);
  }
  Result<std::vector<model::GrantChange>> grant_history(uint64_t number) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::grant_history(*database, number);
  }
  Result<std::vector<Reading>> readings(uint64_t number, uint32_t limit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::readings(*database, number, limit);
  }
  Result<std::vector<Version>> earlier_versions(uint64_t number) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::earlier_versions(*database, number);
  }
  Result<Source> source(std::string_view name) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::source(*database, name);
  }
  Result<std::vector<Source>> sources(uint32_t limit, uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::sources(*database, {.limit = limit, .offset = offset});
  }
  Result<std::vector<uint64_t>> unmasked_among(std::span<const uint64_t> numbers) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::unmasked_among(*database, numbers);
  }

  Result<std::optional<Experience>> find(uint64_t number) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::find(*database, number);
  }
  Result<std::optional<Experience>> find_named(std::string_view source,
                                               std::string_view source_id) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::find_named(*database, source, source_id);
  }
  Result<std::vector<Experience>> find_many(std::span<const uint64_t> numbers) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::find_many(*database, numbers);
  }
  Result<std::vector<Experience>> of_person(std::string_view person_key, uint32_t limit,
                                            uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::of_person(*database, person_key, {.limit = limit, .offset = offset});
  }

  Status for_each_change_after(uint64_t after,
                               const std::function<Status(Change)>& visit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::for_each_change_after(*database, after, visit);
  }
  Status for_each(const std::function<Status(const Experience&)>& visit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::for_each(*database, visit);
  }

  Result<RecordCounts> counts() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::counts(*database);
  }
  Result<std::vector<AuditEntry>> audit(uint32_t limit, uint64_t offset,
                                        const AuditFilter& filter) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::audit(*database, {.limit = limit, .offset = offset}, filter);
  }
  Result<std::vector<std::string>> verify_audit() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    std::vector<std::string> findings;
    FH_RETURN_IF_ERROR(examine_audit(
        *database, [&](std::string finding) { findings.push_back(std::move(finding)); }));
    return findings;
  }

  Result<AuditChain> audit_chain() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::audit_chain(*database);
  }
  AccessBook& access() override { return *access_; }
  RetentionBook& retention() override { return *retention_; }
  RequestBook& requests() override { return *requests_; }
  ContactBook& contacts() override { return *contacts_; }
  BehalfBook& behalf() override { return *behalf_; }
  InvitationBook& invitations() override { return *invitations_; }
  QuestionBook& questions() override { return *questions_; }
  FiguresBook& figures_asked() override { return *figures_asked_; }
  TakenBackBook& taken_back() override { return *taken_back_; }
  Result<std::vector<KeptReceipt>> receipts(uint32_t limit, uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::kept_receipts(*database, {.limit = limit, .offset = offset});
  }

  Result<std::optional<std::string>> note(std::string_view key) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::note(*database, key);
  }
  Status set_note(std::string_view key, std::string_view value) override {
    return writer_->set_note(key, value);
  }
  Status remove_note(std::string_view key) override { return writer_->remove_note(key); }
  Status decide(std::string_view key, std::string_view value, const Act& act) override {
    return writer_->decide(key, value, act);
  }

  Result<std::vector<std::string>> verify() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return record::verify(*database);
  }
  Status back_up_to(const std::string& path) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return copy_durably(*database, path);
  }
  Digest erased_key(std::string_view source, std::string_view source_id) const override {
    return writer_->erased_key(source, source_id);
  }
  Status keep_erased_keys(std::span<const Digest> keys) override {
    return writer_->keep_erased_keys(keys);
  }
  Status purge() override { return writer_->purge(); }
  void tidy() override { writer_->tidy(); }

 private:
  std::unique_ptr<Writer> writer_;
  Readers readers_;  // closed first: the last to close, the writer, clears the log
  const std::unique_ptr<AccessBook> access_;
  const std::unique_ptr<RetentionBook> retention_;
  const std::unique_ptr<RequestBook> requests_;
  const std::unique_ptr<ContactBook> contacts_;
  const std::unique_ptr<BehalfBook> behalf_;
  const std::unique_ptr<InvitationBook> invitations_;
  const std::unique_ptr<QuestionBook> questions_;
  const std::unique_ptr<FiguresBook> figures_asked_;
  const std::unique_ptr<TakenBackBook> taken_back_;
};

}  // namespace

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kTold:
      return "told";
    case Outcome::kAlreadyTold:
      return "already_told";
    case Outcome::kAmended:
      return "amended";
  }
  FH_CHECK(false);
  return {};
}

Result<Receipt> Record::erase(uint64_t number, std::string_view actor) {
  FH_ASSIGN_OR_RETURN(const Erased erased,
                      erase(std::span(&number, 1), Erasure{.actor = std::string(actor)}));
  return erased.receipts.front();
}

Result<std::unique_ptr<Record>> Record::open(const RecordOptions& options) {
  FileSystem& files = system_files();
  FH_RETURN_IF_ERROR(files.make_directories(options.directory));
  const std::string path = fmt::format("{}/{}", options.directory, kRecordFileName);
  const bool is_new = !files.exists(path);
  // A log that is still there was left by a bad end. It may hold erased words.
  const bool ended_badly = files.exists(path + "-wal");

  FH_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::open(path, Access::kWrite));
  FH_RETURN_IF_ERROR(check_ownership(*database));
  FH_RETURN_IF_ERROR(database->configure_for_writing());
  FH_RETURN_IF_ERROR(migrate(*database));
  FH_RETURN_IF_ERROR(ensure_state(*database, *options.random));
  if (is_new) FH_RETURN_IF_ERROR(files.sync_directory(options.directory));
  FH_RETURN_IF_ERROR(check_quickly(*database));
  if (ended_badly) {
    const Result<bool> cleared = database->truncate_log();
    if (!cleared) return std::unexpected(cleared.error());
  }
  FH_ASSIGN_OR_RETURN(std::unique_ptr<ContactKeys> contact_keys,
                      ContactKeys::open(options.directory, *options.random));
  if (contact_keys->is_there()) {
    FH_RETURN_IF_ERROR(sweep_contact_keys(*database, *contact_keys));
  }
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Checkpointer> checkpointer,
                      Checkpointer::open(path, options.log));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Writer> writer,
                      Writer::open({.database = std::move(database),
                                    .checkpointer = std::move(checkpointer),
                                    .contact_keys = std::move(contact_keys)},
                                   options));
  return std::make_unique<SqliteRecord>(std::move(writer), path);
}

}  // namespace fh::record
