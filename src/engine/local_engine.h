// engine/local_engine.h: the engine over a data directory of this machine.
//
// engine.cc has what changes and what keeps it; local_reading.cc what callers are shown.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data_directory.h"
#include "engine/engine.h"
#include "engine/erased_bytes.h"
#include "engine/erasing.h"
#include "engine/erasure_log.h"
#include "engine/figure_notes.h"
#include "engine/index.h"
#include "engine/local_backups.h"
#include "engine/local_contacts.h"
#include "engine/local_invitations.h"
#include "engine/local_ownership.h"
#include "engine/local_questions.h"
#include "engine/local_requests.h"
#include "engine/local_retention.h"
#include "engine/log_beside.h"
#include "engine/prepare.h"
#include "engine/reading_notes.h"
#include "engine/scope.h"
#include "engine/served.h"
#include "engine/small_groups.h"
#include "engine/writer.h"

namespace fh::engine {

// Columns as callers may know them, each counted by questions of its own: kept for one state of
// the landscape. Thread-safe; bounded.
class KnownColumns {
 public:
  std::optional<std::vector<landscape::ColumnInfo>> find(const std::string& key,
                                                         uint64_t as_of) const;
  void keep(const std::string& key, uint64_t as_of,
            const std::vector<landscape::ColumnInfo>& columns);
  void forget();

 private:
  mutable std::mutex mutex_;
  uint64_t as_of_ = 0;
  std::map<std::string, std::vector<landscape::ColumnInfo>> of_;
};

class LocalEngine final : public Engine {
 public:
  // What open() has opened, in the order it must be closed again.
  struct Parts {
    std::unique_ptr<DirectoryLock> lock;
    std::unique_ptr<FileLock> backups;  // of their folder; none without one
    std::unique_ptr<record::Record> record;
    std::unique_ptr<Access> access;
    std::unique_ptr<Index> index;
    std::shared_ptr<const SmallGroups> groups;
    std::vector<landscape::ColumnInfo> columns;
  };
  LocalEngine(EngineOptions options, Parts parts)
      : options_(std::move(options)),
        lock_(std::move(parts.lock)),
        backups_lock_(std::move(parts.backups)),
        record_(std::move(parts.record)),
        access_(std::move(parts.access)),
        index_(std::move(parts.index)),
        groups_(std::move(parts.groups)),
        columns_(parts.columns),
        writer_(*record_, *index_, {}),
        readings_(*record_),
        figure_notes_(*record_),
        bytes_({.files = *options_.files,
                .log = options_.directory + "/" + std::string(kErasureLogName),
                .record = *record_,
                .index = *index_,
                .writer = writer_,
                .clock = *options_.clock,
                .after = options_.purge_after}),
        beside_(*options_.files, erasure_log_in(options_.directory),
                record_->note(kBackupsNote).value_or(std::nullopt)),
        erasing_({.options = options_,
                  .record = *record_,
                  .writer = writer_,
                  .bytes = bytes_,
                  .beside = beside_}),
        ownership_({.options = options_,
                    .record = *record_,
                    .index = *index_,
                    .writer = writer_,
                    .columns = columns_,
                    .readings = readings_,
                    .erasing = erasing_,
                    .groups = [this] { return groups(); }}),
        retention_(*record_, *options_.clock, erasing_),
        requests_({.options = options_,
                   .record = *record_,
                   .erasing = erasing_,
                   .ownership = ownership_,
                   .readings = readings_}),
        contacts_({.record = *record_,
                   .clock = *options_.clock,
                   .random = *options_.random,
                   .erasing = erasing_}),
        invitations_(
            {.options = options_, .record = *record_, .groups = [this] { return groups(); }}),
        questions_({.options = options_,
                    .record = *record_,
                    .ownership = ownership_,
                    .erasing = erasing_,
                    .readings = readings_,
                    .contacts = contacts_,
                    .visible = [this](const Caller& caller,
                                      std::string_view id) { return visible(caller, id); },
                    .is_masked =
                        [this](const Caller& caller, const Experience& experience) {
                          return is_masked_for(caller, experience);
                        }}),
        served_({.clock = *options_.clock,
                 .record = *record_,
                 .index = *index_,
                 .scopes = scopes_,
                 .notes = figure_notes_}),
        backups_({.options = options_,
                  .record = *record_,
                  .as_of = [this] { return as_of(); },
                  .back_up_to = [this](const std::string& path) { return back_up_to(path); }}) {}
  ~LocalEngine() override { static_cast<void>(access_->note_uses(KnownTokens::Take::kAll)); }

  Result<Receipt> tell(Draft draft, const TellOptions& options) override;
  Answers tell_many(std::vector<Draft> drafts, const TellOptions& options) override {
    return tell_later(std::move(drafts), options, {}).get();
  }
  std::unique_ptr<Intake> take_in(const TellOptions& options) override;
  Result<Found> search(const SearchOptions& options) override;
  Result<Experience> experience(const Caller& caller, std::string_view id) override;
  Result<std::vector<Experience>> of_person(const Caller& caller, std::string_view person_key,
                                            uint32_t limit, uint64_t offset) override;
  std::vector<landscape::ColumnInfo> columns() override;
  Result<EngineCounts> counts() override;
  Status ready() override;
  Result<std::vector<landscape::ColumnInfo>> columns_for(const Caller& caller) override;
  Result<EngineCounts> counts_for(const Caller& caller) override;
  Result<GroupSettings> group_settings(const Caller& caller) override;
  Status set_group_settings(const Caller& caller, const GroupSettings& settings) override;
  uint64_t as_of() const override { return index_->as_of(); }
  uint64_t wait_for_change(uint64_t after, int64_t timeout_ms) override {
    return index_->wait_for_change(after, timeout_ms);
  }
  Status for_each(const Caller& caller,
                  const std::function<Status(const Experience&)>& visit) override;
  Result<Receipt> amend(std::string_view id, Draft draft, const TellOptions& options) override;
  Result<Receipt> erase(std::string_view id, const TellOptions& options) override;
  Ownership& ownership() override { return ownership_; }
  Retention& retention() override { return retention_; }
  Requests& requests() override { return requests_; }
  Contacts& contacts() override { return contacts_; }
  Invitations& invitations() override { return invitations_; }
  Questions& questions() override { return questions_; }
  Result<std::vector<ServedFigure>> served(const Caller& teller) override {
    return served_.figures(teller);
  }
  Result<Upkept> upkeep() override;
  Access& access() override { return *access_; }
  Result<std::optional<std::string>> note(std::string_view key) override {
    return record_->note(key);
  }
  Status set_note(std::string_view key, std::string_view value) override {
    return record_->set_note(key, value);
  }
  Status remove_note(std::string_view key) override { return record_->remove_note(key); }
  Result<std::vector<std::string>> verify() override;
  Status rebuild(const std::function<void(uint64_t, uint64_t)>& progress) override;
  Status back_up_to(const std::string& path) override;
  Backups& backups() override { return backups_; }
  Status flush() override;
  Status announce(const std::string& address) override { return lock_->announce(address); }

 private:
  class OrderedIntake;
  std::future<Answers> tell_later(std::vector<Draft> drafts, const TellOptions& options,
                                  std::shared_ptr<Succession> succession);
  struct Page {
    uint32_t limit = 0;
    uint64_t offset = 0;
  };
  struct Question {
    const SearchOptions& options;
    const landscape::Node& asked;
    const SmallGroups& groups;
  };
  Status fetch_hits(const Question& question, Found& found);
  // Masks what is to be masked, and reduces what is not shown whole.
  Status finish_hits(const Question& question, Found& found);
  // Those of them whose tellers have not lifted it, sorted.
  Result<std::vector<uint64_t>> still_masked(std::vector<uint64_t> numbers);
  Status mask_for(const Caller& caller, const SmallGroups& groups,
                  std::span<Experience> experiences);
  Result<Experience> whole(const Caller& caller, std::string_view id);
  // As the caller may have it, whatever right brought them here.
  Result<Experience> shown_to(const Caller& caller, std::string_view id);
  // As it is kept, where they may have it by that name.
  Result<LocalQuestions::Seen> visible(const Caller& caller, std::string_view id);
  Result<bool> is_masked_for(const Caller& caller, const Experience& experience);
  Result<uint64_t> number_named(std::string_view id) const;
  // Those of them that the caller may have as they are, but for what is masked, in order.
  Result<std::vector<Experience>> plain_to(const Caller& caller,
                                           std::vector<Experience> experiences);
  Result<landscape::Answer> figures(const Caller& caller, landscape::Request request);
  Result<EngineCounts> counts_without_contacts();
  Status visit_guarded(const Caller& caller, const std::vector<uint64_t>& names,
                       const std::function<Status(const Experience&)>& visit);
  std::shared_ptr<const SmallGroups> groups() const {
    const std::scoped_lock lock(groups_mutex_);
    return groups_;
  }

  const EngineOptions options_;
  const std::unique_ptr<DirectoryLock> lock_;  // let go of last
  const std::unique_ptr<FileLock> backups_lock_;
  const std::unique_ptr<record::Record> record_;
  const std::unique_ptr<Access> access_;
  const std::unique_ptr<Index> index_;
  Scopes scopes_;
  KnownColumns known_columns_;
  std::mutex settling_;  // before groups_mutex_: one change of the settings at a time
  mutable std::mutex groups_mutex_;
  std::shared_ptr<const SmallGroups> groups_;
  ColumnLimit columns_;
  Writer writer_;  // its threads use everything above
  ReadingNotes readings_;
  FigureNotes figure_notes_;
  ErasedBytes bytes_;
  LogBeside beside_;
  Erasing erasing_;
  LocalOwnership ownership_;
  LocalRetention retention_;
  LocalRequests requests_;
  LocalContacts contacts_;
  LocalInvitations invitations_;
  LocalQuestions questions_;
  Served served_;
  LocalBackups backups_;
  std::mutex upkeep_;
};

}  // namespace fh::engine
