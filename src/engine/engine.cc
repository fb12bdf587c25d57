#include "engine/engine.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "base/check.h"
#include "engine/check_index.h"
#include "engine/claim_codes.h"
#include "engine/erasure_log.h"
#include "engine/local_engine.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

std::future<Answers> refused(const Error& error) {
  std::promise<Answers> refused;
  refused.set_value(std::unexpected(error));
  return refused.get_future();
}

}  // namespace

Result<Receipt> LocalEngine::tell(Draft draft, const TellOptions& options) {
  std::vector<Draft> one;
  one.push_back(std::move(draft));
  FH_ASSIGN_OR_RETURN(Answers::value_type answers, tell_many(std::move(one), options));
  FH_CHECK(answers.size() == 1);
  return std::move(answers.front());
}

std::future<Answers> LocalEngine::tell_later(std::vector<Draft> drafts, const TellOptions& options,
                                             std::shared_ptr<Succession> succession) {
  if (const Status may = may_tell(options.caller, drafts, options.same_key); !may) {
    return refused(may.error());
  }
  if (const Status own = require_own_code(*record_, options.caller); !own) {
    return refused(own.error());
  }
  const Instant now = options_.clock->now();
  std::vector<Result<Receipt>> answers(drafts.size());
  std::vector<size_t> places;  // of the valid ones among the answers
  TellJob job{.tellings = {},
              .documents = {},
              .actor = options.caller.actor,
              .succession = std::move(succession)};
  std::vector<Result<Prepared>> prepared =
      prepare_all(std::move(drafts), now, columns_, told_by(options.caller));
  job.tellings.reserve(prepared.size());
  job.documents.reserve(prepared.size());
  for (size_t i = 0; i < prepared.size(); ++i) {
    if (!prepared[i]) {
      answers[i] = std::unexpected(std::move(prepared[i].error()));
      continue;
    }
    prepared[i]->telling.same_key = options.same_key;
    prepared[i]->telling.own_person = options.caller.person;  // of a teller
    job.tellings.push_back(std::move(prepared[i]->telling));
    job.documents.push_back(std::move(prepared[i]->document));
    places.push_back(i);
  }
  std::future<Answers> later = writer_.tell_later(std::move(job));
  // Runs in the thread that asks for the answers.
  return std::async(
      std::launch::deferred,
      [answers = std::move(answers), places, later = std::move(later)]() mutable -> Answers {
        FH_ASSIGN_OR_RETURN(std::vector<Result<Receipt>> told, later.get());
        FH_CHECK(told.size() == places.size());
        for (size_t i = 0; i < told.size(); ++i) answers[places[i]] = std::move(told[i]);
        return std::move(answers);
      });
}

class LocalEngine::OrderedIntake final : public Intake {
 public:
  OrderedIntake(LocalEngine& engine, TellOptions options)
      : engine_(engine), options_(std::move(options)) {}
  std::future<Answers> tell(std::vector<Draft> drafts) override {
    return engine_.tell_later(std::move(drafts), options_, succession_);
  }

 private:
  LocalEngine& engine_;
  const TellOptions options_;
  const std::shared_ptr<Succession> succession_ = std::make_shared<Succession>();
};

std::unique_ptr<Intake> LocalEngine::take_in(const TellOptions& options) {
  return std::make_unique<OrderedIntake>(*this, options);
}

Result<GroupSettings> LocalEngine::group_settings(const Caller& caller) {
  FH_RETURN_IF_ERROR(may_administer(caller, "see how small groups are guarded"));
  return groups()->settings();
}

Status LocalEngine::set_group_settings(const Caller& caller, const GroupSettings& settings) {
  FH_RETURN_IF_ERROR(may_administer(caller, "change how small groups are guarded"));
  const std::scoped_lock order(settling_);
  const std::string changed = difference(groups()->settings(), settings);
  if (changed.empty()) return {};
  FH_RETURN_IF_ERROR(SmallGroups::keep(
      *record_, settings, {.actor = caller.actor, .action = "settings", .detail = changed}));
  FH_ASSIGN_OR_RETURN(std::shared_ptr<const SmallGroups> made,
                      SmallGroups::open(*record_, *options_.random));
  {
    const std::scoped_lock lock(groups_mutex_);
    groups_ = std::move(made);
  }
  scopes_.forget();
  known_columns_.forget();
  return {};
}

Result<Receipt> LocalEngine::amend(std::string_view id, Draft draft, const TellOptions& options) {
  FH_RETURN_IF_ERROR(require_whole(options.caller, Right::kAdminister, "amend what others told"));
  FH_ASSIGN_OR_RETURN(const Experience current, whole(options.caller, id));
  FH_ASSIGN_OR_RETURN(Prepared prepared,
                      prepare(completed(std::move(draft), current), options_.clock->now(), columns_,
                              told_by(options.caller)));
  const uint64_t number = current.number;
  return writer_.change([&](record::Record& record) {
    return amend_in(record, number, prepared.telling.experience, options.caller.actor);
  });
}

Result<Receipt> LocalEngine::erase(std::string_view id, const TellOptions& options) {
  FH_RETURN_IF_ERROR(require(options.caller, Right::kErase, "erase"));
  FH_ASSIGN_OR_RETURN(const Experience there, whole(options.caller, id));
  const std::string wanted = model::id_of(there.number);
  Caller unscoped = options.caller;  // the scope has been asked
  unscoped.scope.clear();
  FH_ASSIGN_OR_RETURN(const ErasureReceipt receipt,
                      ownership_.erase(unscoped, std::span(&wanted, 1), Purge::kSoon));
  return receipt.erased.front();
}

Result<Upkept> LocalEngine::upkeep() {
  const std::unique_lock lock(upkeep_, std::try_to_lock);
  Upkept upkept;
  upkept.log_lags = beside_.lags();
  if (!lock.owns_lock()) return upkept;
  // One that cannot be carried out keeps no timer from running.
  const Result<uint64_t> requests = requests_.upkeep();
  FH_ASSIGN_OR_RETURN(const Swept swept, retention_.upkeep());
  upkept.erased = swept.erased;
  upkept.people = swept.people;
  upkept.more = swept.next != 0;
  FH_RETURN_IF_ERROR(bytes_.purge_if_due());
  FH_RETURN_IF_ERROR(contacts_.upkeep());
  FH_RETURN_IF_ERROR(readings_.fold_some(options_.clock->now()));
  if (!requests) return std::unexpected(requests.error());
  upkept.requests = *requests;
  return upkept;
}

// What is erased later must be gone from this backup, too: the log goes beside it. Until that is
// there the one before is the newest; what is under way stands in the copy as well, so that who
// restores it keeps up the log beside it.
Status LocalEngine::back_up_to(const std::string& path) {
  const std::string beside = erasure_log_beside(path);
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> before, record_->note(kBackupsNote));
  FH_RETURN_IF_ERROR(
      record_->set_note(kBackupUnderWayNote, std::filesystem::absolute(path).string()));
  Status done = bytes_.purge_before_copy();  // else they would lie in it as long as it does
  if (done) done = record_->back_up_to(path);
  if (done) done = beside_.move_to(beside);
  if (done) {
    done = record_->set_note(kBackupsNote, beside);
    if (!done && before) static_cast<void>(beside_.move_to(*before));
  }
  const Status ended = record_->remove_note(kBackupUnderWayNote);
  return done ? ended : done;
}

Result<std::vector<std::string>> LocalEngine::verify() {
  std::vector<std::string> findings;
  FH_RETURN_IF_ERROR(writer_.exclusively([&]() -> Status {
    FH_ASSIGN_OR_RETURN(findings, record_->verify());
    const auto landscape = index_->landscape();
    if (!landscape) {
      findings.push_back(to_string(landscape.error()));
      return {};
    }
    FH_ASSIGN_OR_RETURN(const std::vector<std::string> in_files, (*landscape)->verify());
    FH_ASSIGN_OR_RETURN(const std::vector<std::string> in_answers,
                        check_index(*record_, **landscape, {}));
    findings.insert(findings.end(), in_files.begin(), in_files.end());
    findings.insert(findings.end(), in_answers.begin(), in_answers.end());
    return {};
  }));
  return findings;
}

Status LocalEngine::rebuild(const std::function<void(uint64_t, uint64_t)>& progress) {
  return writer_.exclusively([&] { return index_->rebuild(*record_, progress); });
}

Status LocalEngine::flush() {
  return writer_.exclusively([&]() -> Status {
    FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
    record_->tidy();
    return landscape->flush();
  });
}

Result<std::unique_ptr<Engine>> Engine::open(
    EngineOptions options, const std::function<void(uint64_t, uint64_t)>& progress) {
  FH_RETURN_IF_ERROR(options.files->make_directories(options.directory));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<DirectoryLock> lock,
                      DirectoryLock::take(*options.files, options.directory, options.address));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> backups, LocalBackups::prepare(options));
  FH_ASSIGN_OR_RETURN(
      std::unique_ptr<record::Record> record,
      record::Record::open(
          {.directory = options.directory, .clock = options.clock, .random = options.random}));
  FH_RETURN_IF_ERROR(Erasing::catch_up(options, *record));
  options.landscape.directory = fmt::format("{}/{}", options.directory, kIndexDirectoryName);
  options.landscape.files = options.files;
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Access> access,
                      Access::open(*record, *options.clock, *options.random));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Index> index,
                      Index::open(options.landscape, *record, progress));
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index->landscape());
  FH_ASSIGN_OR_RETURN(std::shared_ptr<const SmallGroups> groups,
                      SmallGroups::open(*record, *options.random));
  return std::make_unique<LocalEngine>(std::move(options),
                                       LocalEngine::Parts{.lock = std::move(lock),
                                                          .backups = std::move(backups),
                                                          .record = std::move(record),
                                                          .access = std::move(access),
                                                          .index = std::move(index),
                                                          .groups = std::move(groups),
                                                          .columns = landscape->columns()});
}

}  // namespace fh::engine
