// testing/fake_engine.h: an engine in memory for tests of what stands above it.
//
// Keeps drafts as the real one does (checks, receipts, conflicts) but forgets them at
// the end, finds a query as plain text inside the words, and answers with fixed
// figures where the landscape would count. It can be told to be slow or to fail.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/engine.h"
#include "model/validate.h"
#include "testing/temp_directory.h"

namespace fh::testing {

class FakeEngine : public engine::Engine {
 public:
  // Every call waits this long first.
  std::atomic<int64_t> delay_ms = 0;
  // Every tell and search fails with it, where set.
  std::optional<Error> failing;
  // How many drafts came with each tell_many.
  std::vector<size_t> group_sizes;
  // Who told last.
  std::string last_teller;
  // What the last search asked for.
  engine::SearchOptions last_search;

  Result<record::Receipt> tell(model::Draft draft, const engine::TellOptions& options) override {
    wait();
    if (failing) return std::unexpected(*failing);
    const std::lock_guard lock(mutex_);
    return keep(std::move(draft), options);
  }

  Result<std::vector<Result<record::Receipt>>> tell_many(
      std::vector<model::Draft> drafts, const engine::TellOptions& options) override {
    wait();
    if (failing) return std::unexpected(*failing);
    const std::lock_guard lock(mutex_);
    group_sizes.push_back(drafts.size());
    std::vector<Result<record::Receipt>> out;
    for (model::Draft& draft : drafts) out.push_back(keep(std::move(draft), options));
    return out;
  }

  std::unique_ptr<engine::Intake> take_in(const engine::TellOptions& options) override {
    return std::make_unique<AtOnce>(*this, options);
  }

  Result<engine::Found> search(const engine::SearchOptions& options) override {
    wait();
    if (failing) return std::unexpected(*failing);
    const std::lock_guard lock(mutex_);
    last_search.q = options.q;
    last_search.from = options.from;
    last_search.to = options.to;
    last_search.match = options.match;
    last_search.rest.limit = options.rest.limit;
    last_search.rest.sort = options.rest.sort;
    last_search.rest.facets = options.rest.facets;
    engine::Found found;
    found.answer.as_of = sequence_;
    found.answer.landscape = experiences_.size();
    for (const auto& [number, experience] : experiences_) {
      const size_t at = experience.text.find(options.q);
      if (at == std::string::npos) continue;
      ++found.answer.total;
      if (found.hits.size() >= options.rest.limit) continue;
      engine::FoundHit hit{.experience = experience, .score = 1.5, .highlights = {}};
      if (options.highlight && !options.q.empty()) {
        hit.highlights.push_back(
            {static_cast<uint32_t>(at), static_cast<uint32_t>(at + options.q.size())});
      }
      found.hits.push_back(std::move(hit));
    }
    add_figures(options, found.answer);
    return found;
  }

  Result<model::Experience> experience(const engine::Caller&, std::string_view id) override {
    wait();
    const std::lock_guard lock(mutex_);
    const auto number = model::number_of_id(id);
    const auto found = number ? experiences_.find(*number) : experiences_.end();
    if (found == experiences_.end()) {
      return failure(ErrorCode::kNotFound, "there is no experience by this id", "id");
    }
    return found->second;
  }

  Result<std::vector<model::Experience>> of_person(const engine::Caller&, std::string_view key,
                                                   uint32_t limit, uint64_t offset) override {
    const std::lock_guard lock(mutex_);
    std::vector<model::Experience> out;
    for (auto entry = experiences_.rbegin(); entry != experiences_.rend(); ++entry) {
      if (entry->second.person_key != key || key.empty()) continue;
      if (offset > 0) {
        --offset;
      } else if (out.size() < limit) {
        out.push_back(entry->second);
      }
    }
    return out;
  }

  std::vector<landscape::ColumnInfo> columns() override {
    return {{.column = "touchpoint", .label = "Touchpoint", .own = true, .keywords = 3}};
  }

  Result<engine::EngineCounts> counts() override {
    wait();
    const std::lock_guard lock(mutex_);
    engine::EngineCounts counts;
    counts.record.experiences = experiences_.size();
    counts.landscape.experiences = experiences_.size();
    return counts;
  }

  uint64_t as_of() const override { return sequence_; }

  uint64_t wait_for_change(uint64_t after, int64_t timeout_ms) override {
    for (int64_t waited = 0; waited < timeout_ms && sequence_ <= after; ++waited) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return sequence_;
  }

  Status for_each(const engine::Caller&,
                  const std::function<Status(const model::Experience&)>& visit) override {
    for (const auto& [number, experience] : experiences_) FH_RETURN_IF_ERROR(visit(experience));
    return {};
  }

  Result<record::Receipt> amend(std::string_view, model::Draft,
                                const engine::TellOptions&) override {
    return unsupported();
  }
  Result<record::Receipt> erase(std::string_view, const engine::TellOptions&) override {
    return unsupported();
  }
  // Nothing that is tested with this one comes so far.
  engine::Ownership& ownership() override { std::abort(); }
  engine::Retention& retention() override { std::abort(); }
  engine::Requests& requests() override { std::abort(); }
  engine::Contacts& contacts() override { std::abort(); }
  engine::Invitations& invitations() override { std::abort(); }
  engine::Questions& questions() override { std::abort(); }
  engine::Backups& backups() override { std::abort(); }
  Result<std::vector<engine::ServedFigure>> served(const engine::Caller& /*teller*/) override {
    std::abort();
  }
  // A real one, on a record of its own that is made when it is first asked for.
  engine::Access& access() override {
    std::call_once(access_made_, [this] {
      auto record = record::Record::open({.directory = directory_.path()});
      FH_CHECK(record.has_value());
      record_ = std::move(*record);
      auto access = engine::Access::open(*record_, *access_clock, system_random());
      FH_CHECK(access.has_value());
      access_ = std::move(*access);
    });
    return *access_;
  }
  // Before access() is first asked for.
  const Clock* access_clock = &system_clock();

  Result<std::optional<std::string>> note(std::string_view key) override {
    const auto found = notes_.find(std::string(key));
    if (found == notes_.end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second);
  }
  Status set_note(std::string_view key, std::string_view value) override {
    notes_[std::string(key)] = value;
    return {};
  }
  Status remove_note(std::string_view key) override {
    notes_.erase(std::string(key));
    return {};
  }
  Result<std::vector<std::string>> verify() override { return std::vector<std::string>(); }
  Status rebuild(const std::function<void(uint64_t, uint64_t)>&) override { return {}; }
  Status back_up_to(const std::string&) override { return unsupported(); }
  Status flush() override { return {}; }

 private:
  struct AtOnce final : engine::Intake {
    AtOnce(FakeEngine& told, engine::TellOptions how) : engine(told), options(std::move(how)) {}
    std::future<engine::Answers> tell(std::vector<model::Draft> drafts) override {
      std::promise<engine::Answers> answers;
      answers.set_value(engine.tell_many(std::move(drafts), options));
      return answers.get_future();
    }
    FakeEngine& engine;
    const engine::TellOptions options;
  };

  static std::unexpected<Error> unsupported() {
    return failure(ErrorCode::kUnsupported, "the fake engine does not do this");
  }

  void wait() const {
    if (delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
  }

  Result<record::Receipt> keep(model::Draft draft, const engine::TellOptions& options) {
    FH_ASSIGN_OR_RETURN(model::Checked checked,
                        model::validate(std::move(draft), system_clock().now()));
    last_teller = options.caller.actor;
    model::Experience& experience = checked.experience;
    const std::pair<std::string, std::string> key = {experience.source, experience.source_id};
    const auto known = experience.source_id.empty() ? by_key_.end() : by_key_.find(key);
    if (known != by_key_.end()) {
      model::Experience& old = experiences_[known->second];
      if (old.text == experience.text) {
        return record::Receipt{old.number, old.sequence, record::Outcome::kAlreadyTold};
      }
      if (options.same_key == record::SameKey::kRefuse) {
        return failure(ErrorCode::kConflict, "this source id was told with other content",
                       "source_id");
      }
      old.text = experience.text;
      old.sequence = ++sequence_;
      ++old.version;
      return record::Receipt{old.number, old.sequence, record::Outcome::kAmended};
    }
    experience.number = experiences_.size() + 1;
    experience.sequence = ++sequence_;
    experience.version = 1;
    if (!checked.person.empty()) experience.person_key = "p-" + checked.person;
    if (!experience.source_id.empty()) by_key_[key] = experience.number;
    const record::Receipt receipt{experience.number, experience.sequence, record::Outcome::kTold};
    experiences_[experience.number] = std::move(experience);
    return receipt;
  }

  static void add_figures(const engine::SearchOptions& options, landscape::Answer& answer) {
    for (const landscape::FacetRequest& asked : options.rest.facets) {
      landscape::Facet facet{
          .column = asked.column,
          .values = {{.value = "checkout", .experiences = 3, .people = 0, .ratings = std::nullopt}},
          .distinct = 1,
          .with_value = 3,
          .without_value = 1};
      if (asked.detailed) facet.values[0].ratings.emplace();
      answer.facets.push_back(std::move(facet));
    }
    if (options.rest.ratings) {
      answer.ratings.emplace();
      answer.ratings->felt = {.count = 2,
                              .sum = 1500,
                              .sum_squares = 2 * 750 * 750,
                              .q25 = 750,
                              .median = 750,
                              .q75 = 750,
                              .bins = std::vector<uint64_t>(11, 0)};
    }
    if (options.rest.histogram) {
      answer.histogram =
          landscape::Histogram{.step = landscape::HistogramStep::kMonth,
                               .buckets = {{.start_ms = 1'709'251'200'000, .experiences = 4}}};
    }
    if (options.rest.people) {
      answer.people = 2;
      answer.without_person = 1;
    }
    if (options.rest.telling_words > 0) {
      answer.telling_words.push_back({.word = "late", .experiences = 2, .of_all = 3, .z = 2.5});
      answer.telling_sample = 4;
    }
  }

  TempDirectory directory_;
  std::once_flag access_made_;
  std::unique_ptr<record::Record> record_;
  std::unique_ptr<engine::Access> access_;
  mutable std::mutex mutex_;
  std::atomic<uint64_t> sequence_ = 0;
  std::map<uint64_t, model::Experience> experiences_;
  std::map<std::pair<std::string, std::string>, uint64_t> by_key_;
  std::map<std::string, std::string> notes_;
};

}  // namespace fh::testing
