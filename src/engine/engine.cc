#include "engine/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <mutex>
#include <set>
#include <utility>

#include "base/check.h"
#include "engine/check_index.h"
#include "engine/data_directory.h"
#include "engine/document.h"
#include "engine/highlight.h"
#include "engine/index.h"
#include "engine/loosen.h"
#include "engine/period.h"
#include "engine/prepare.h"
#include "engine/rights.h"
#include "engine/small_groups.h"
#include "engine/writer.h"

namespace fh::engine {
namespace {

Error no_such(std::string_view id) {
  // An id is short and ours; anything longer is not repeated.
  constexpr size_t kShown = 24;
  return Error{.code = ErrorCode::kNotFound,
               .message = fmt::format("there is no experience \"{}\"", id.substr(0, kShown)),
               .field = "id"};
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

// What an amendment does not say stays as it was: where and when it was told.
Draft completed(Draft draft, const Experience& current) {
  if (draft.source.empty()) draft.source = current.source;
  if (draft.source_id.empty()) draft.source_id = current.source_id;
  if (draft.told_at.empty()) draft.told_at = format_time(current.told_at);
  return draft;
}

class LocalEngine final : public Engine {
 public:
  // What open() has opened, in the order it must be closed again.
  struct Parts {
    std::unique_ptr<DirectoryLock> lock;
    std::unique_ptr<record::Record> record;
    std::unique_ptr<Index> index;
    std::shared_ptr<const SmallGroups> groups;
    std::vector<landscape::ColumnInfo> columns;
  };
  LocalEngine(EngineOptions options, Parts parts)
      : options_(std::move(options)),
        lock_(std::move(parts.lock)),
        record_(std::move(parts.record)),
        index_(std::move(parts.index)),
        groups_(std::move(parts.groups)),
        columns_(parts.columns),
        writer_(*record_, *index_, {}) {}

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
  Result<std::vector<landscape::ColumnInfo>> columns_for(const Caller& caller) override;
  Result<EngineCounts> counts_for(const Caller& caller) override;
  GroupSettings group_settings() override { return groups()->settings(); }
  Status set_group_settings(const Caller& caller, const GroupSettings& settings) override;
  uint64_t as_of() const override { return index_->as_of(); }
  uint64_t wait_for_change(uint64_t after, int64_t timeout_ms) override {
    return index_->wait_for_change(after, timeout_ms);
  }
  Status for_each(const Caller& caller,
                  const std::function<Status(const Experience&)>& visit) override;
  Result<Receipt> amend(std::string_view id, Draft draft, const TellOptions& options) override;
  Result<Receipt> erase(std::string_view id, const TellOptions& options) override;
  Result<std::optional<std::string>> note(std::string_view key) override {
    return record_->note(key);
  }
  Status set_note(std::string_view key, std::string_view value) override {
    return record_->set_note(key, value);
  }
  Status remove_note(std::string_view key) override { return record_->remove_note(key); }
  Result<std::vector<std::string>> verify() override;
  Status rebuild(const std::function<void(uint64_t, uint64_t)>& progress) override;
  Status back_up_to(const std::string& path) override { return record_->back_up_to(path); }
  Status flush() override;
  Status announce(const std::string& address) override { return lock_->announce(address); }

 private:
  class OrderedIntake;
  std::future<Answers> tell_later(std::vector<Draft> drafts, const TellOptions& options,
                                  std::shared_ptr<Succession> succession);
  struct Question {
    const SearchOptions& options;
    const landscape::Request& request;
    const SmallGroups& groups;
  };
  Status fetch_hits(const Question& question, Found& found);
  Result<Experience> whole(std::string_view id) const;
  Result<uint64_t> number_named(std::string_view id) const;
  Result<landscape::Answer> figures(const Caller& caller, landscape::Request request) const;
  Status visit_guarded(const std::vector<uint64_t>& numbers,
                       const std::function<Status(const Experience&)>& visit) const;
  std::shared_ptr<const SmallGroups> groups() const {
    const std::scoped_lock lock(groups_mutex_);
    return groups_;
  }

  const EngineOptions options_;
  const std::unique_ptr<DirectoryLock> lock_;  // let go of last
  const std::unique_ptr<record::Record> record_;
  const std::unique_ptr<Index> index_;
  mutable std::mutex groups_mutex_;
  std::shared_ptr<const SmallGroups> groups_;
  ColumnLimit columns_;
  Writer writer_;  // its threads use everything above
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
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  if (groups->bind(options.caller)) groups->guard(request);
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  Found found;
  FH_ASSIGN_OR_RETURN(found.answer, landscape->search(request));
  found.guarded = groups->note_on(request, found.answer);
  FH_RETURN_IF_ERROR(
      fetch_hits({.options = options, .request = request, .groups = *groups}, found));
  found.took_us = options_.clock->steady_us() - started_us;
  return found;
}

Status LocalEngine::fetch_hits(const Question& question, Found& found) {
  const auto& [options, request, groups] = question;
  if (found.answer.hits.empty()) return {};
  std::vector<uint64_t> numbers;
  numbers.reserve(found.answer.hits.size());
  for (const landscape::Hit& hit : found.answer.hits) {
    numbers.push_back(groups.number_behind(hit.number));
  }
  FH_ASSIGN_OR_RETURN(std::vector<Experience> experiences, record_->find_many(numbers));

  std::optional<Highlighter> highlighter;
  if (options.highlight) highlighter.emplace(request.query, languages_of(experiences));
  size_t at = 0;  // both lists are in the order of the hits
  for (Experience& experience : experiences) {
    while (numbers[at] != experience.number) ++at;
    // Changed since the search: its present words are not what was found.
    if (experience.sequence > found.answer.as_of) continue;
    FoundHit hit;
    hit.score = static_cast<double>(found.answer.hits[at].score) * landscape::kScoreUnit;
    if (highlighter && !highlighter->empty()) {
      hit.highlights = highlighter->spans_in(experience.text, language_of(experience));
    }
    const bool whole = !SmallGroups::is_name(found.answer.hits[at].number);
    hit.experience = whole ? std::move(experience) : groups.reduced(std::move(experience));
    found.hits.push_back(std::move(hit));
  }
  return {};
}

Result<uint64_t> LocalEngine::number_named(std::string_view id) const {
  const std::optional<uint64_t> number = model::number_of_id(id);
  if (!number) return std::unexpected(no_such(id));
  return groups()->number_behind(*number);
}

Result<Experience> LocalEngine::whole(std::string_view id) const {
  FH_ASSIGN_OR_RETURN(const uint64_t number, number_named(id));
  FH_ASSIGN_OR_RETURN(std::optional<Experience> found, record_->find(number));
  if (!found) return std::unexpected(no_such(id));
  return std::move(*found);
}

// By the name a list gave it: its own number would tell when it was told, and that it was.
Result<Experience> LocalEngine::experience(const Caller& caller, std::string_view id) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read experiences"));
  FH_ASSIGN_OR_RETURN(Experience found, whole(id));
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  if (groups->may_see_whole(caller, found)) return found;
  if (!SmallGroups::is_name(*model::number_of_id(id))) return std::unexpected(no_such(id));
  return groups->reduced(std::move(found));
}

Result<std::vector<Experience>> LocalEngine::of_person(const Caller& caller,
                                                       std::string_view person_key, uint32_t limit,
                                                       uint64_t offset) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read what a person told"));
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  if (!groups->bind(caller)) return record_->of_person(person_key, limit, offset);
  // Pages are of what may be seen: a gap would tell that there is more.
  constexpr uint32_t kChunk = 256;
  std::vector<Experience> seen;
  for (uint64_t at = 0; seen.size() < limit; at += kChunk) {
    FH_ASSIGN_OR_RETURN(std::vector<Experience> chunk, record_->of_person(person_key, kChunk, at));
    if (chunk.empty()) break;
    for (Experience& experience : chunk) {
      if (!groups->may_see_whole(caller, experience)) continue;
      if (offset > 0) {
        --offset;
      } else if (seen.size() < limit) {
        seen.push_back(std::move(experience));
      }
    }
  }
  return seen;
}

Status LocalEngine::for_each(const Caller& caller,
                             const std::function<Status(const Experience&)>& visit) {
  FH_RETURN_IF_ERROR(require(caller, Right::kExport, "take experiences away"));
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  std::vector<uint64_t> guarded;
  std::set<uint32_t> people;
  FH_RETURN_IF_ERROR(record_->for_each([&](const Experience& experience) -> Status {
    if (groups->may_see_whole(caller, experience)) return visit(experience);
    guarded.push_back(groups->name_of(experience.number));
    people.insert(experience.person_number);
    return {};
  }));
  if (guarded.empty() || !groups->are_enough(people.size())) return {};
  std::ranges::sort(guarded);  // Their place among the others would tell when they were told.
  return visit_guarded(guarded, visit);
}

Status LocalEngine::visit_guarded(const std::vector<uint64_t>& numbers,
                                  const std::function<Status(const Experience&)>& visit) const {
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  for (const uint64_t name : numbers) {
    FH_ASSIGN_OR_RETURN(std::optional<Experience> found,
                        record_->find(groups->number_behind(name)));
    if (found) FH_RETURN_IF_ERROR(visit(groups->reduced(std::move(*found))));
  }
  return {};
}

Status LocalEngine::set_group_settings(const Caller& caller, const GroupSettings& settings) {
  FH_RETURN_IF_ERROR(require(caller, Right::kAdminister, "change how small groups are guarded"));
  FH_RETURN_IF_ERROR(SmallGroups::keep(*record_, settings));
  FH_ASSIGN_OR_RETURN(std::shared_ptr<const SmallGroups> made,
                      SmallGroups::open(*record_, *options_.random));
  const std::scoped_lock lock(groups_mutex_);
  groups_ = std::move(made);
  return {};
}

// The answer to a question that is the engine's own, as far as the caller may know it.
Result<landscape::Answer> LocalEngine::figures(const Caller& caller,
                                               landscape::Request request) const {
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  request.figures_for = purposes_of(caller).figures;
  request.limit = 0;
  if (groups->bind(caller)) groups->guard(request);
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  return landscape->search(request);
}

Result<EngineCounts> LocalEngine::counts_for(const Caller& caller) {
  FH_ASSIGN_OR_RETURN(EngineCounts all, counts());
  if (!groups()->bind(caller)) return all;
  landscape::Request everything;
  everything.query = landscape::Node{landscape::AllNode{}};
  everything.people = true;
  FH_ASSIGN_OR_RETURN(const landscape::Answer answer, figures(caller, std::move(everything)));
  all.record.experiences = all.record.versions = answer.total;
  all.record.people = *answer.people;
  all.landscape.experiences = answer.total;
  return all;
}

// A column's kinds of values are counted each as a question of its own.
Result<std::vector<landscape::ColumnInfo>> LocalEngine::columns_for(const Caller& caller) {
  std::vector<landscape::ColumnInfo> all = columns();
  if (!groups()->bind(caller)) return all;
  const auto count = [&](const std::string& column, landscape::Condition kind,
                         uint64_t& value) -> Status {
    if (value == 0) return {};
    landscape::ColumnNode node{.column = column, .any_of = {}};
    node.any_of.push_back(std::move(kind));
    landscape::Request request;
    request.query = landscape::Node{std::move(node)};
    FH_ASSIGN_OR_RETURN(const landscape::Answer answer, figures(caller, std::move(request)));
    value = answer.total;
    return {};
  };
  for (landscape::ColumnInfo& info : all) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr auto kEnd = std::numeric_limits<int64_t>::max();
    FH_RETURN_IF_ERROR(
        count(info.column, landscape::KeywordIs{.folded = "", .prefix = true}, info.keywords));
    FH_RETURN_IF_ERROR(count(info.column, landscape::NumberIn{.low = -kInfinity, .high = kInfinity},
                             info.numbers));
    FH_RETURN_IF_ERROR(
        count(info.column,
              landscape::TimeIn{.first_ms = std::numeric_limits<int64_t>::min(), .end_ms = kEnd},
              info.times));
  }
  std::erase_if(all, [](const landscape::ColumnInfo& info) {
    return info.keywords + info.numbers + info.times == 0;
  });
  return all;
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
  FH_RETURN_IF_ERROR(experience(options.caller, id));  // Whether it is there for them.
  FH_ASSIGN_OR_RETURN(const Experience current, whole(id));
  FH_ASSIGN_OR_RETURN(Prepared prepared, prepare(completed(std::move(draft), current),
                                                 options_.clock->now(), columns_));
  const uint64_t number = current.number;
  return writer_.change([&](record::Record& record) -> Result<Recorded> {
    Recorded done;
    FH_ASSIGN_OR_RETURN(done.receipt,
                        record.amend(number, prepared.telling.experience, options.caller.actor));
    if (done.receipt.outcome == Outcome::kAlreadyTold) return done;
    FH_ASSIGN_OR_RETURN(const std::optional<Experience> amended, record.find(number));
    FH_CHECK(amended.has_value());  // Only this thread could have erased it since.
    done.change = {
        .sequence = done.receipt.sequence, .number = number, .document = document_of(*amended)};
    return done;
  });
}

Result<Receipt> LocalEngine::erase(std::string_view id, const TellOptions& options) {
  FH_ASSIGN_OR_RETURN(const uint64_t number, number_named(id));
  return writer_.change([&](record::Record& record) -> Result<Recorded> {
    Recorded done;
    FH_ASSIGN_OR_RETURN(done.receipt, record.erase(number, options.caller.actor));
    done.change =
        landscape::Change{.sequence = done.receipt.sequence, .number = number, .document = {}};
    return done;
  });
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
  options.landscape.directory = fmt::format("{}/{}", options.directory, kIndexDirectoryName);
  options.landscape.files = options.files;
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Index> index,
                      Index::open(options.landscape, *record, progress));
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index->landscape());
  FH_ASSIGN_OR_RETURN(std::shared_ptr<const SmallGroups> groups,
                      SmallGroups::open(*record, *options.random));
  return std::make_unique<LocalEngine>(std::move(options),
                                       LocalEngine::Parts{.lock = std::move(lock),
                                                          .record = std::move(record),
                                                          .index = std::move(index),
                                                          .groups = std::move(groups),
                                                          .columns = landscape->columns()});
}

}  // namespace fh::engine
