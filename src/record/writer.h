// record/writer.h: the one writer: a lock, a transaction, an audit entry, a sync.
//
// Threads: any; calls wait for each other.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "record/access.h"
#include "record/checkpointer.h"
#include "record/contact_keys.h"
#include "record/database.h"
#include "record/names.h"
#include "record/record.h"
#include "record/writing.h"

namespace fh::record {

class Writer {
 public:
  // REQUIRES: a configured and migrated database; a clock that outlives this.
  struct Files {
    std::unique_ptr<Database> database;
    std::unique_ptr<Checkpointer> checkpointer;
    std::unique_ptr<ContactKeys> contact_keys;
  };
  static Result<std::unique_ptr<Writer>> open(Files files, const RecordOptions& options);

  // As in record.h.
  Result<std::vector<Result<Receipt>>> tell(std::span<Telling> group, std::string_view actor);
  Result<Receipt> amend(uint64_t number, const Experience& experience, std::string_view actor);
  Result<Erased> erase(std::span<const uint64_t> numbers, const Erasure& erasure);
  Result<std::vector<Receipt>> set_grants(std::span<const uint64_t> numbers,
                                          const model::GrantChange& change);
  Result<std::vector<Receipt>> join(uint32_t into, uint32_t from, std::string_view actor);
  Result<std::vector<Receipt>> take_over(std::span<const uint64_t> numbers,
                                         const model::GrantChange& note,
                                         const std::optional<ClaimHash>& code);
  Result<std::vector<Receipt>> give_back(std::span<const uint64_t> numbers,
                                         const model::GrantChange& note);
  Status forget_versions(uint64_t number, std::string_view actor);
  Status add_claim(uint32_t person, const ClaimHash& claim);
  Status keep_one_claim(uint32_t person, const ClaimHash& claim, std::string_view actor);
  Status note_readings(std::span<const Reading> readings);
  Status set_source_grants(const SourceGrants& grants, std::string_view actor);
  Status set_masking(std::span<const uint64_t> numbers, Masking masking, std::string_view actor);
  Status decide(std::string_view key, std::string_view value, const Act& act);
  Status set_note(std::string_view key, std::string_view value);
  Status remove_note(std::string_view key);
  Digest erased_key(std::string_view source, std::string_view source_id) const {
    return names_.erased_key(source, source_id);
  }
  Status keep_erased_keys(std::span<const Digest> keys);
  Status purge();
  // One transaction with whatever `body` does and the audit entry it gives.
  Status act(const std::function<Result<Act>(Database&)>& body);
  // As act(), where words are replaced or erased: their bytes go from the log, too, at once or
  // as soon as nobody reads it.
  Status act_and_forget(const std::function<Result<Act>(Database&)>& body);
  // The same without an audit entry.
  Status quietly(const std::function<Status(Database&)>& body);
  Instant now() const { return clock_.now(); }
  void tidy() { checkpointer_->ask(); }
  ContactKeys& contact_keys() { return *contact_keys_; }

 private:
  Writer(Files files, const RecordOptions& options, PersonSecret secret)
      : contact_keys_(std::move(files.contact_keys)),
        database_(std::move(files.database)),
        checkpointer_(std::move(files.checkpointer)),
        clock_(*options.clock),
        names_(*database_, *options.random, secret) {}

  Result<std::vector<Taken>> keep(std::span<Telling> group, std::string_view actor);
  Result<Receipt> keep_amended(uint64_t number, const Experience& experience,
                               std::string_view actor);
  Result<Erased> keep_erased(std::span<const uint64_t> numbers, const Erasure& erasure);
  Result<Transaction> begin();
  Status commit(Transaction& transaction, Writing& writing, AuditEntry entry);
  void clear_log_of_erased();
  Result<bool> clear_unused();  // mutex_ held

  std::mutex mutex_;
  const std::unique_ptr<ContactKeys> contact_keys_;
  std::unique_ptr<Database> database_;
  const std::unique_ptr<Checkpointer> checkpointer_;  // closed before the database
  const Clock& clock_;
  Names names_;
  bool log_holds_erased_ = false;
};

}  // namespace fh::record
