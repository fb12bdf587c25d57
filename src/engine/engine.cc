#include "engine/engine.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/check.h"
#include "engine/check_index.h"
#include "engine/data_directory.h"
#include "engine/document.h"
#include "engine/highlight.h"
#include "engine/index.h"
#include "engine/local_ownership.h"
#include "engine/loosen.h"
#include "engine/period.h"
#include "engine/prepare.h"
#include "engine/rights.h"
#include "engine/scope.h"
#include "engine/writer.h"

namespace fh::engine {
namespace {

// Experiences that are judged by a scope together.
constexpr uint32_t kScopedAtOnce = 512;

Error no_such(std::string_view id) {
  // An id is short and ours; anything longer is not repeated.
  constexpr size_t kShown = 24;
  return Error{.code = ErrorCode::kNotFound,
               .message = fmt::format("there is no experience \"{}\"", id.substr(0, kShown)),
               .field = "id"};
}

Result<uint64_t> number_named(std::string_view id) {
  const std::optional<uint64_t> number = model::number_of_id(id);
  if (!number) return std::unexpected(no_such(id));
  return *number;
}

Result<landscape::Request> request_of(const SearchOptions& options) {
  FH_ASSIGN_OR_RETURN(landscape::Node query, landscape::parse_query(options.q, options.match));
  if (options.match == landscape::Match::kAny) {
    query = without_stop_words(std::move(query), options.q);
  }
  landscape::Request request;
  FH_ASSIGN_OR_RETURN(request.query, within(std::move(query), options.from, options.to));
  const Purposes purposes = purposes_of(options.caller);
  request.figures_for = purposes.figures;
  request.words_for = purposes.words;
  request.limit = options.rest.limit;
  request.offset = options.rest.offset;
  request.sort = options.rest.sort;
  request.facets = options.rest.facets;
  request.histogram = options.rest.histogram;
  request.ratings = options.rest.ratings;
  request.people = options.rest.people;
  request.telling_words = options.rest.telling_words;
  return request;
}

std::set<std::string> languages_of(const std::vector<Experience>& experiences) {
  std::set<std::string> languages;
  for (const Experience& experience : experiences) languages.insert(language_of(experience));
  return languages;
}

class LocalEngine final : public Engine {
 public:
  // What open() has opened, in the order it must be closed again.
  struct Parts {
    std::unique_ptr<DirectoryLock> lock;
    std::unique_ptr<record::Record> record;
    std::unique_ptr<Access> access;
    std::unique_ptr<Index> index;
    std::vector<landscape::ColumnInfo> columns;
  };
  LocalEngine(EngineOptions options, Parts parts)
      : options_(std::move(options)),
        lock_(std::move(parts.lock)),
        record_(std::move(parts.record)),
        access_(std::move(parts.access)),
        index_(std::move(parts.index)),
        columns_(parts.columns),
        writer_(*record_, *index_, {}),
        ownership_({.options = options_,
                    .record = *record_,
                    .index = *index_,
                    .writer = writer_,
                    .columns = columns_}) {}
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
  uint64_t as_of() const override { return index_->as_of(); }
  uint64_t wait_for_change(uint64_t after, int64_t timeout_ms) override {
    return index_->wait_for_change(after, timeout_ms);
  }
  Status for_each(const Caller& caller,
                  const std::function<Status(const Experience&)>& visit) override;
  Result<Receipt> amend(std::string_view id, Draft draft, const TellOptions& options) override;
  Result<Receipt> erase(std::string_view id, const TellOptions& options) override;
  Ownership& ownership() override { return ownership_; }
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
  Status check_in_scope(const Caller& caller, std::string_view id, uint64_t number);
  Result<bool> is_there(const Caller& caller, const Experience& experience);
  Result<std::vector<Experience>> of_person_in_scope(const Caller& caller,
                                                     std::string_view person_key, Page page);
  Status fetch_hits(const SearchOptions& options, const landscape::Node& asked, Found& found);

  const EngineOptions options_;
  const std::unique_ptr<DirectoryLock> lock_;  // let go of last
  const std::unique_ptr<record::Record> record_;
  const std::unique_ptr<Access> access_;
  const std::unique_ptr<Index> index_;
  Scopes scopes_;
  ColumnLimit columns_;
  Writer writer_;  // its threads use everything above
  LocalOwnership ownership_;
};

std::future<Answers> refused(const Error& error) {
  std::promise<Answers> refused;
  refused.set_value(std::unexpected(error));
  return refused.get_future();
}

Result<Receipt> LocalEngine::tell(Draft draft, const TellOptions& options) {
  std::vector<Draft> one;
  one.push_back(std::move(draft));
  FH_ASSIGN_OR_RETURN(Answers::value_type answers, tell_many(std::move(one), options));
  FH_CHECK(answers.size() == 1);
  return std::move(answers.front());
}

std::future<Answers> LocalEngine::tell_later(std::vector<Draft> drafts, const TellOptions& options,
                                             std::shared_ptr<Succession> succession) {
  if (const Status may = require(options.caller, Right::kTell, "tell"); !may) {
    return refused(may.error());
  }
  if (options.caller.kind == CallerKind::kPublic) {
    if (const Status fit = fit_for_public(drafts, options.same_key); !fit) {
      return refused(fit.error());
    }
  }
  const Instant now = options_.clock->now();
  std::vector<Result<Receipt>> answers(drafts.size());
  std::vector<size_t> places;  // of the valid ones among the answers
  TellJob job{.tellings = {},
              .documents = {},
              .actor = options.caller.actor,
              .succession = std::move(succession)};
  std::vector<Result<Prepared>> prepared = prepare_all(std::move(drafts), now, columns_);
  job.tellings.reserve(prepared.size());
  job.documents.reserve(prepared.size());
  for (size_t i = 0; i < prepared.size(); ++i) {
    if (!prepared[i]) {
      answers[i] = std::unexpected(std::move(prepared[i].error()));
      continue;
    }
    prepared[i]->telling.same_key = options.same_key;
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

Result<Found> LocalEngine::search(const SearchOptions& options) {
  const int64_t started_us = options_.clock->steady_us();
  FH_ASSIGN_OR_RETURN(landscape::Request request, request_of(options));
  // What is marked is what they asked for, not what they may see.
  const landscape::Node asked = landscape::clone(request.query);
  FH_ASSIGN_OR_RETURN(request.query, scopes_.within(options.caller, std::move(request.query)));
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  Found found;
  FH_ASSIGN_OR_RETURN(found.answer, landscape->search(request));
  if (!options.caller.scope.empty()) {
    FH_ASSIGN_OR_RETURN(found.answer.landscape,
                        scopes_.experiences(options.caller, request.figures_for, *landscape));
  }
  FH_RETURN_IF_ERROR(fetch_hits(options, asked, found));
  found.took_us = options_.clock->steady_us() - started_us;
  return found;
}

Status LocalEngine::fetch_hits(const SearchOptions& options, const landscape::Node& asked,
                               Found& found) {
  if (found.answer.hits.empty()) return {};
  std::vector<uint64_t> numbers;
  numbers.reserve(found.answer.hits.size());
  for (const landscape::Hit& hit : found.answer.hits) numbers.push_back(hit.number);
  FH_ASSIGN_OR_RETURN(std::vector<Experience> experiences, record_->find_many(numbers));

  std::optional<Highlighter> highlighter;
  if (options.highlight) highlighter.emplace(asked, languages_of(experiences));
  size_t at = 0;  // both lists are in the order of the hits
  for (Experience& experience : experiences) {
    while (found.answer.hits[at].number != experience.number) ++at;
    // Changed since the search: its present words are not what was found.
    if (experience.sequence > found.answer.as_of) continue;
    FoundHit hit;
    hit.score = static_cast<double>(found.answer.hits[at].score) * landscape::kScoreUnit;
    if (highlighter && !highlighter->empty()) {
      hit.highlights = highlighter->spans_in(experience.text, language_of(experience));
    }
    hit.experience = std::move(experience);
    found.hits.push_back(std::move(hit));
  }
  return {};
}

Result<Experience> LocalEngine::experience(const Caller& caller, std::string_view id) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read experiences"));
  FH_ASSIGN_OR_RETURN(const uint64_t number, number_named(id));
  FH_ASSIGN_OR_RETURN(std::optional<Experience> found, record_->find(number));
  if (!found) return std::unexpected(no_such(id));
  FH_ASSIGN_OR_RETURN(const bool there, is_there(caller, *found));
  if (!there) return std::unexpected(no_such(id));
  return std::move(*found);
}

Result<std::vector<Experience>> LocalEngine::of_person(const Caller& caller,
                                                       std::string_view person_key, uint32_t limit,
                                                       uint64_t offset) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read what a person told"));
  if (caller.scope.empty()) return record_->of_person(person_key, limit, offset);
  return of_person_in_scope(caller, person_key, {.limit = limit, .offset = offset});
}

Result<bool> LocalEngine::is_there(const Caller& caller, const Experience& experience) {
  if (caller.scope.empty()) return true;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  return scopes_.has(caller, experience, *landscape);
}

// kNotFound where it is not there for the caller, or not at all.
Status LocalEngine::check_in_scope(const Caller& caller, std::string_view id, uint64_t number) {
  if (caller.scope.empty()) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<Experience> found, record_->find(number));
  if (!found) return std::unexpected(no_such(id));
  FH_ASSIGN_OR_RETURN(const bool there, is_there(caller, *found));
  return there ? Status() : std::unexpected(no_such(id));
}

// The offset counts what is there for the caller, so that it says nothing of the rest.
Result<std::vector<Experience>> LocalEngine::of_person_in_scope(const Caller& caller,
                                                                std::string_view person_key,
                                                                Page page) {
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  std::vector<Experience> there;
  for (uint64_t at = 0; there.size() < page.limit; at += kScopedAtOnce) {
    FH_ASSIGN_OR_RETURN(std::vector<Experience> some,
                        record_->of_person(person_key, kScopedAtOnce, at));
    const bool last = some.size() < kScopedAtOnce;
    FH_ASSIGN_OR_RETURN(some, scopes_.those_in(caller, std::move(some), *landscape));
    for (Experience& one : some) {
      if (page.offset > 0) {
        --page.offset;
      } else if (there.size() < page.limit) {
        there.push_back(std::move(one));
      }
    }
    if (last) break;
  }
  return there;
}

Status LocalEngine::for_each(const Caller& caller,
                             const std::function<Status(const Experience&)>& visit) {
  FH_RETURN_IF_ERROR(require(caller, Right::kExport, "take experiences away"));
  if (caller.scope.empty()) return record_->for_each(visit);
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  std::vector<Experience> waiting;
  const auto visit_those_in_scope = [&]() -> Status {
    FH_ASSIGN_OR_RETURN(const std::vector<Experience> there,
                        scopes_.those_in(caller, std::exchange(waiting, {}), *landscape));
    for (const Experience& experience : there) FH_RETURN_IF_ERROR(visit(experience));
    return {};
  };
  FH_RETURN_IF_ERROR(record_->for_each([&](const Experience& experience) -> Status {
    waiting.push_back(experience);
    return waiting.size() < kScopedAtOnce ? Status() : visit_those_in_scope();
  }));
  return visit_those_in_scope();
}

std::vector<landscape::ColumnInfo> LocalEngine::columns() {
  const auto landscape = index_->landscape();
  return landscape ? (*landscape)->columns() : std::vector<landscape::ColumnInfo>{};
}

Result<EngineCounts> LocalEngine::counts() {
  EngineCounts counts;
  FH_ASSIGN_OR_RETURN(counts.record, record_->counts());
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  counts.landscape = landscape->counts();
  return counts;
}

Result<Receipt> LocalEngine::amend(std::string_view id, Draft draft, const TellOptions& options) {
  FH_ASSIGN_OR_RETURN(const Experience current, experience(options.caller, id));
  FH_ASSIGN_OR_RETURN(Prepared prepared, prepare(completed(std::move(draft), current),
                                                 options_.clock->now(), columns_));
  const uint64_t number = current.number;
  return writer_.change([&](record::Record& record) {
    return amend_in(record, number, prepared.telling.experience, options.caller.actor);
  });
}

Result<Receipt> LocalEngine::erase(std::string_view id, const TellOptions& options) {
  FH_RETURN_IF_ERROR(require(options.caller, Right::kErase, "erase"));
  FH_ASSIGN_OR_RETURN(const uint64_t number, number_named(id));
  FH_RETURN_IF_ERROR(check_in_scope(options.caller, id, number));
  Caller unscoped = options.caller;
  unscoped.scope.clear();
  const std::string wanted(id);
  FH_ASSIGN_OR_RETURN(const ErasureReceipt receipt,
                      ownership_.erase(unscoped, std::span(&wanted, 1), Purge::kSoon));
  return receipt.erased.front();
}

// What is erased later must be gone from this backup, too: the log goes beside it, and is
// kept up from now on.
Status LocalEngine::back_up_to(const std::string& path) {
  FileSystem& files = *options_.files;
  FH_RETURN_IF_ERROR(record_->back_up_to(path));
  const std::string beside = erasure_log_beside(path);
  FH_ASSIGN_OR_RETURN(
      const std::vector<ErasedEntry> entries,
      read_erasures(files, fmt::format("{}/{}", options_.directory, kErasureLogName)));
  if (!files.exists(beside)) FH_RETURN_IF_ERROR(append_erasures(files, beside, entries));
  return record_->set_note(kBackupsNote, beside);
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

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(
    EngineOptions options, const std::function<void(uint64_t, uint64_t)>& progress) {
  FH_RETURN_IF_ERROR(options.files->make_directories(options.directory));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<DirectoryLock> lock,
                      DirectoryLock::take(*options.files, options.directory, options.address));
  FH_ASSIGN_OR_RETURN(
      std::unique_ptr<record::Record> record,
      record::Record::open(
          {.directory = options.directory, .clock = options.clock, .random = options.random}));
  FH_RETURN_IF_ERROR(LocalOwnership::catch_up(*options.files, options.directory, *record));
  options.landscape.directory = fmt::format("{}/{}", options.directory, kIndexDirectoryName);
  options.landscape.files = options.files;
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Access> access,
                      Access::open(*record, *options.clock, *options.random));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Index> index,
                      Index::open(options.landscape, *record, progress));
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index->landscape());
  return std::make_unique<LocalEngine>(std::move(options),
                                       LocalEngine::Parts{.lock = std::move(lock),
                                                          .record = std::move(record),
                                                          .access = std::move(access),
                                                          .index = std::move(index),
                                                          .columns = landscape->columns()});
}

}  // namespace fh::engine
