// What callers are shown: found, by its id, a person's, all of it; figures of the whole.

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include "engine/asked.h"
#include "engine/document.h"
#include "engine/highlight.h"
#include "engine/local_engine.h"
#include "engine/rights.h"
#include "text/personal_data.h"

namespace fh::engine {
namespace {

// Experiences that are judged together.
constexpr uint32_t kJudgedAtOnce = 512;

landscape::Request everything() {
  landscape::Request request;
  request.query = landscape::Node{landscape::AllNode{}};
  return request;
}

Error no_such(std::string_view id) {
  // An id is short and ours; anything longer is not repeated.
  constexpr size_t kShown = 24;
  return Error{.code = ErrorCode::kNotFound,
               .message = fmt::format("there is no experience \"{}\"", id.substr(0, kShown)),
               .field = "id"};
}

Result<landscape::Request> request_of(const SearchOptions& options) {
  landscape::Request request;
  FH_ASSIGN_OR_RETURN(request.query, query_of(options));
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

// Whether its words may be read by the caller at all: what was withdrawn is its teller's alone.
bool is_readable(const Caller& caller, const Experience& experience) {
  return experience.grants.has(purposes_of(caller).words);
}

std::vector<uint64_t> numbers_of(const std::vector<Experience>& experiences) {
  std::vector<uint64_t> numbers;
  numbers.reserve(experiences.size());
  for (const Experience& experience : experiences) numbers.push_back(experience.number);
  return numbers;
}

// Names and whatever reaches a person, in words that are not shown as they were told.
std::string masked_words(const Experience& experience) {
  return text::masked(experience.text,
                      text::find_personal_data(experience.text, language_of(experience)));
}

void mask(FoundHit& hit) {
  std::string& words = hit.experience.text;
  const auto personal = text::find_personal_data(words, language_of(hit.experience));
  if (personal.empty()) return;
  std::vector<text::ByteRange> marked;
  for (const Span& span : hit.highlights) marked.push_back({.begin = span.begin, .end = span.end});
  hit.highlights.clear();
  for (const text::ByteRange& range : text::moved(marked, personal)) {
    hit.highlights.push_back({.begin = range.begin, .end = range.end});
  }
  words = text::masked(words, personal);
}

}  // namespace

Result<Found> LocalEngine::search(const SearchOptions& options) {
  const int64_t started_us = options_.clock->steady_us();
  FH_ASSIGN_OR_RETURN(landscape::Request request, request_of(options));
  // What is marked is what they asked for, not what they may see.
  const landscape::Node asked = landscape::clone(request.query);
  FH_ASSIGN_OR_RETURN(request.query, scopes_.within(options.caller, std::move(request.query)));
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  if (groups->bind(options.caller)) groups->guard(request);
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  Found found;
  FH_ASSIGN_OR_RETURN(found.answer, landscape->search(request));
  found.guarded = groups->note_on(request, found.answer);
  if (!options.caller.scope.empty()) {
    FH_ASSIGN_OR_RETURN(
        found.answer.landscape,
        scopes_.experiences(options.caller,
                            {.purpose = request.figures_for, .as_of = found.answer.as_of},
                            [&] { return figures(options.caller, everything()); }));
  }
  // A further page of an answer is not another question.
  if (options.rest.offset == 0) {
    figure_notes_.add(options.caller, figures_question(options),
                      {.as_of = found.answer.as_of, .now = options_.clock->now()});
  }
  FH_RETURN_IF_ERROR(fetch_hits({.options = options, .asked = asked, .groups = *groups}, found));
  found.took_us = options_.clock->steady_us() - started_us;
  return found;
}

Status LocalEngine::fetch_hits(const Question& question, Found& found) {
  if (found.answer.hits.empty()) return {};
  std::vector<uint64_t> numbers;
  numbers.reserve(found.answer.hits.size());
  for (const landscape::Hit& hit : found.answer.hits) {
    numbers.push_back(question.groups.number_behind(hit.number));
  }
  FH_ASSIGN_OR_RETURN(std::vector<Experience> experiences, record_->find_many(numbers));

  std::optional<Highlighter> highlighter;
  if (question.options.highlight) highlighter.emplace(question.asked, languages_of(experiences));
  std::vector<uint64_t> shown;
  size_t at = 0;  // both lists are in the order of the hits
  for (Experience& experience : experiences) {
    while (numbers[at] != experience.number) ++at;
    // Changed since the search: its present words are not what was found.
    if (experience.sequence > found.answer.as_of) continue;
    shown.push_back(experience.number);
    FoundHit hit;
    hit.score = static_cast<double>(found.answer.hits[at].score) * landscape::kScoreUnit;
    if (highlighter && !highlighter->empty()) {
      hit.highlights = highlighter->spans_in(experience.text, language_of(experience));
    }
    hit.experience = std::move(experience);
    hit.reduced = SmallGroups::is_name(found.answer.hits[at].number);
    found.hits.push_back(std::move(hit));
  }
  readings_.add(question.options.caller, shown, options_.clock->now());
  return finish_hits(question, found);
}

Status LocalEngine::finish_hits(const Question& question, Found& found) {
  std::vector<uint64_t> to_mask;
  for (const FoundHit& hit : found.hits) {
    if (question.groups.masks(question.options.caller, hit.experience)) {
      to_mask.push_back(hit.experience.number);
    }
  }
  FH_ASSIGN_OR_RETURN(to_mask, still_masked(std::move(to_mask)));
  for (FoundHit& hit : found.hits) {
    if (std::ranges::binary_search(to_mask, hit.experience.number)) mask(hit);
    if (hit.reduced) hit.experience = question.groups.reduced(std::move(hit.experience));
  }
  return {};
}

Result<std::vector<uint64_t>> LocalEngine::still_masked(std::vector<uint64_t> numbers) {
  if (numbers.empty()) return numbers;
  FH_ASSIGN_OR_RETURN(std::vector<uint64_t> lifted, record_->unmasked_among(numbers));
  std::ranges::sort(lifted);
  std::erase_if(numbers,
                [&](uint64_t number) { return std::ranges::binary_search(lifted, number); });
  std::ranges::sort(numbers);
  return numbers;
}

Status LocalEngine::mask_for(const Caller& caller, const SmallGroups& groups,
                             std::span<Experience> experiences) {
  std::vector<uint64_t> to_mask;
  for (const Experience& experience : experiences) {
    if (groups.masks(caller, experience)) to_mask.push_back(experience.number);
  }
  FH_ASSIGN_OR_RETURN(to_mask, still_masked(std::move(to_mask)));
  for (Experience& experience : experiences) {
    if (!std::ranges::binary_search(to_mask, experience.number)) continue;
    experience.text = masked_words(experience);
  }
  return {};
}

Result<uint64_t> LocalEngine::number_named(std::string_view id) const {
  const std::optional<uint64_t> number = model::number_of_id(id);
  if (!number) return std::unexpected(no_such(id));
  return groups()->number_behind(*number);
}

// As it is kept, where it is there for the caller.
Result<Experience> LocalEngine::whole(const Caller& caller, std::string_view id) {
  FH_ASSIGN_OR_RETURN(const uint64_t number, number_named(id));
  FH_ASSIGN_OR_RETURN(std::optional<Experience> found, record_->find(number));
  if (!found || !is_readable(caller, *found)) return std::unexpected(no_such(id));
  if (caller.scope.empty()) return std::move(*found);
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  FH_ASSIGN_OR_RETURN(const bool there, scopes_.has(caller, *found, *landscape));
  if (!there) return std::unexpected(no_such(id));
  return std::move(*found);
}

// By the name a list gave it: its own number would tell when it was told, and that it was.
Result<Experience> LocalEngine::experience(const Caller& caller, std::string_view id) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read experiences"));
  return shown_to(caller, id);
}

Result<Experience> LocalEngine::shown_to(const Caller& caller, std::string_view id) {
  FH_ASSIGN_OR_RETURN(LocalQuestions::Seen seen, visible(caller, id));
  Experience& found = seen.experience;
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  readings_.add(caller, std::span(&found.number, 1), options_.clock->now());
  FH_RETURN_IF_ERROR(mask_for(caller, *groups, std::span(&found, 1)));
  if (seen.whole) return std::move(found);
  return groups->reduced(std::move(found));
}

Result<LocalQuestions::Seen> LocalEngine::visible(const Caller& caller, std::string_view id) {
  FH_ASSIGN_OR_RETURN(Experience found, whole(caller, id));
  const bool plain = groups()->may_see_whole(caller, found);
  if (!plain && !SmallGroups::is_name(*model::number_of_id(id))) {
    return std::unexpected(no_such(id));
  }
  return LocalQuestions::Seen{.experience = std::move(found), .whole = plain};
}

Result<bool> LocalEngine::is_masked_for(const Caller& caller, const Experience& experience) {
  if (!groups()->masks(caller, experience)) return false;
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> masked, still_masked({experience.number}));
  return !masked.empty();
}

Result<std::vector<Experience>> LocalEngine::plain_to(const Caller& caller,
                                                      std::vector<Experience> experiences) {
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  std::erase_if(experiences, [&](const Experience& experience) {
    return !is_readable(caller, experience) || !groups->may_see_whole(caller, experience);
  });
  if (!caller.scope.empty()) {
    FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
    FH_ASSIGN_OR_RETURN(experiences, scopes_.those_in(caller, std::move(experiences), *landscape));
  }
  FH_RETURN_IF_ERROR(mask_for(caller, *groups, experiences));
  return experiences;
}

// The offset counts what is there for the caller: a gap would tell that there is more.
Result<std::vector<Experience>> LocalEngine::of_person(const Caller& caller,
                                                       std::string_view person_key, uint32_t limit,
                                                       uint64_t offset) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read what a person told"));
  std::vector<Experience> there;
  for (uint64_t at = 0; there.size() < limit; at += kJudgedAtOnce) {
    FH_ASSIGN_OR_RETURN(std::vector<Experience> some,
                        record_->of_person(person_key, kJudgedAtOnce, at));
    const bool last = some.size() < kJudgedAtOnce;
    FH_ASSIGN_OR_RETURN(some, plain_to(caller, std::move(some)));
    if (there.empty() && offset == 0 && some.size() <= limit) {
      there.swap(some);  // as nearly always: none is moved by itself
    }
    for (Experience& one : some) {
      if (offset > 0) {
        --offset;
      } else if (there.size() < limit) {
        there.push_back(std::move(one));
      }
    }
    if (last) break;
  }
  readings_.add(caller, numbers_of(there), options_.clock->now());
  return there;
}

// What was withdrawn is taken away by nobody. Guarded ones come last, by their names: their
// place among the others would tell when they were told.
Status LocalEngine::for_each(const Caller& caller,
                             const std::function<Status(const Experience&)>& visit) {
  FH_RETURN_IF_ERROR(require(caller, Right::kExport, "take experiences away"));
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  std::vector<uint64_t> guarded;
  std::set<uint32_t> people;
  std::vector<Experience> waiting;
  const auto pass_on = [&]() -> Status {
    FH_ASSIGN_OR_RETURN(const std::vector<Experience> there,
                        plain_to(caller, std::exchange(waiting, {})));
    readings_.add(caller, numbers_of(there), options_.clock->now());
    for (const Experience& experience : there) FH_RETURN_IF_ERROR(visit(experience));
    return {};
  };
  const model::Purpose purpose = purposes_of(caller).words;
  FH_RETURN_IF_ERROR(record_->for_each([&](const Experience& experience) -> Status {
    if (!experience.grants.has(purpose)) return {};
    if (!groups->may_see_whole(caller, experience)) {
      guarded.push_back(groups->name_of(experience.number));
      people.insert(model::counted_person(experience));
      return {};
    }
    waiting.push_back(experience);
    return waiting.size() < kJudgedAtOnce ? Status() : pass_on();
  }));
  FH_RETURN_IF_ERROR(pass_on());
  // Whom a scope leaves of a small group is not worked out: then none are taken along.
  if (guarded.empty() || !groups->are_enough(people.size()) || !caller.scope.empty()) return {};
  std::ranges::sort(guarded);
  return visit_guarded(caller, guarded, visit);
}

Status LocalEngine::visit_guarded(const Caller& caller, const std::vector<uint64_t>& names,
                                  const std::function<Status(const Experience&)>& visit) {
  for (const uint64_t name : names) {
    const Result<Experience> found = shown_to(caller, model::id_of(name));
    if (!found && found.error().code != ErrorCode::kNotFound) {
      return std::unexpected(found.error());
    }
    if (found) FH_RETURN_IF_ERROR(visit(*found));
  }
  return {};
}

// The answer to a question that is the engine's own, as far as the caller may know it.
Result<landscape::Answer> LocalEngine::figures(const Caller& caller, landscape::Request request) {
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  request.figures_for = purposes_of(caller).figures;
  request.limit = 0;
  FH_ASSIGN_OR_RETURN(request.query, scopes_.within(caller, std::move(request.query)));
  if (groups->bind(caller)) groups->guard(request);
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  return landscape->search(request);
}

Result<EngineCounts> LocalEngine::counts_for(const Caller& caller) {
  const bool with_contacts = may_administer(caller, "see how many can be reached").has_value();
  FH_ASSIGN_OR_RETURN(EngineCounts all, with_contacts ? counts() : counts_without_contacts());
  if (!groups()->bind(caller)) return all;
  landscape::Request request = everything();
  request.people = true;
  FH_ASSIGN_OR_RETURN(const landscape::Answer answer, figures(caller, std::move(request)));
  all.record.experiences = all.record.versions = answer.total;
  all.record.people = *answer.people;
  all.landscape.experiences = answer.total;
  return all;
}

// A column's kinds of values are counted each as a question of its own.
Result<std::vector<landscape::ColumnInfo>> LocalEngine::columns_for(const Caller& caller) {
  std::vector<landscape::ColumnInfo> all = columns();
  const std::shared_ptr<const SmallGroups> groups = this->groups();
  if (!groups->bind(caller)) return all;
  FH_ASSIGN_OR_RETURN(const landscape::Answer whole, figures(caller, everything()));
  if (!whole.apart) return all;  // nobody is guarded
  // Counted as the settings were when it began: under others these are not found.
  const std::string key =
      fmt::format("{}:{}:{}", caller.rights.bits(), to_json(groups->settings()), caller.scope);
  if (auto known = known_columns_.find(key, whole.as_of)) return std::move(*known);
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
  known_columns_.keep(key, whole.as_of, all);
  return all;
}

std::optional<std::vector<landscape::ColumnInfo>> KnownColumns::find(const std::string& key,
                                                                     uint64_t as_of) const {
  const std::scoped_lock lock(mutex_);
  const auto found = of_.find(key);
  if (as_of != as_of_ || found == of_.end()) return std::nullopt;
  return found->second;
}

void KnownColumns::keep(const std::string& key, uint64_t as_of,
                        const std::vector<landscape::ColumnInfo>& columns) {
  const std::scoped_lock lock(mutex_);
  constexpr size_t kKeptMax = 64;
  if (as_of != as_of_ || of_.size() >= kKeptMax) of_.clear();
  as_of_ = as_of;
  of_[key] = columns;
}

void KnownColumns::forget() {
  const std::scoped_lock lock(mutex_);
  of_.clear();
}

std::vector<landscape::ColumnInfo> LocalEngine::columns() {
  const auto landscape = index_->landscape();
  return landscape ? (*landscape)->columns() : std::vector<landscape::ColumnInfo>{};
}

Result<EngineCounts> LocalEngine::counts() {
  FH_ASSIGN_OR_RETURN(EngineCounts counts, counts_without_contacts());
  FH_ASSIGN_OR_RETURN(counts.contacts, record_->contacts().count());
  return counts;
}

Status LocalEngine::ready() {
  FH_RETURN_IF_ERROR(counts_without_contacts());
  return {};
}

Result<EngineCounts> LocalEngine::counts_without_contacts() {
  EngineCounts counts;
  FH_ASSIGN_OR_RETURN(counts.record, record_->counts());
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape, index_->landscape());
  counts.landscape = landscape->counts();
  return counts;
}

}  // namespace fh::engine
