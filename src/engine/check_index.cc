#include "engine/check_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/limits.h"
#include "base/random.h"
#include "engine/document.h"
#include "text/analyse.h"

namespace fh::engine {
namespace {

using landscape::Node;

// By what is granted: figures hold no others, and nobody finds the words of others.
struct Census {
  uint64_t counted = 0;
  uint64_t readable = 0;
  std::unordered_set<uint32_t> people;  // of those that are counted
  std::vector<model::Experience> sample;
};

// Reservoir sampling: each experience is in the sample with the same chance.
Result<Census> take_census(record::Record& record, const CheckOptions& options) {
  Census census;
  Rng rng(options.seed);
  FH_RETURN_IF_ERROR(record.for_each([&](const model::Experience& experience) -> Status {
    if (experience.grants.has(model::Purpose::kCount)) {
      ++census.counted;
      const uint32_t person = model::counted_person(experience);
      if (person != 0) census.people.insert(person);
    }
    if (!experience.grants.has(model::Purpose::kRead)) return {};
    ++census.readable;
    if (census.sample.size() < options.sample_max) {
      census.sample.push_back(experience);
    } else if (const uint64_t place = rng.below(census.readable); place < options.sample_max) {
      census.sample[static_cast<size_t>(place)] = experience;
    }
    return {};
  }));
  return census;
}

// What singles an experience out: its first words in a row, and when it was told.
Node query_for(const model::Experience& experience, text::Analyser& analyser) {
  constexpr size_t kWords = 3;
  landscape::AndNode both;
  both.children.push_back(
      Node{.is = landscape::ColumnNode{
               .column = "told_at",
               .any_of = {landscape::TimeIn{.first_ms = experience.told_at.ms,
                                            .end_ms = experience.told_at.ms + 1}}}});
  landscape::PhraseNode phrase;
  for (const text::Token& token : analyser.analyse(experience.text, language_of(experience))) {
    phrase.surfaces.emplace_back(token.surface);
    if (phrase.surfaces.size() == kWords) break;
  }
  if (!phrase.surfaces.empty()) both.children.push_back(Node{.is = std::move(phrase)});
  return Node{.is = std::move(both)};
}

Result<bool> finds(const landscape::Landscape& landscape, Node query, uint64_t number) {
  landscape::Request request;
  request.query = std::move(query);
  request.limit = limits::kHitsMax;
  request.sort = landscape::Sort::kNewest;
  FH_ASSIGN_OR_RETURN(const landscape::Answer answer, landscape.search(request));
  // More alike than one answer holds: this one may be among the rest.
  if (answer.total > answer.hits.size()) return true;
  return std::ranges::find(answer.hits, number, &landscape::Hit::number) != answer.hits.end();
}

Status compare_totals(const Census& census, const landscape::Landscape& landscape,
                      std::vector<std::string>& findings) {
  landscape::Request everything;
  everything.limit = 1;
  everything.people = true;
  FH_ASSIGN_OR_RETURN(const landscape::Answer answer, landscape.search(everything));
  if (answer.total != census.counted) {
    findings.push_back(
        fmt::format("the index holds {} experiences, the record {}", answer.total, census.counted));
  }
  if (answer.people.value_or(0) != census.people.size()) {
    findings.push_back(fmt::format("the index counts {} people, the record {}",
                                   answer.people.value_or(0), census.people.size()));
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> check_index(record::Record& record,
                                             const landscape::Landscape& landscape,
                                             const CheckOptions& options) {
  std::vector<std::string> findings;
  FH_ASSIGN_OR_RETURN(const Census census, take_census(record, options));
  FH_RETURN_IF_ERROR(compare_totals(census, landscape, findings));
  text::Analyser analyser;
  for (const model::Experience& experience : census.sample) {
    FH_ASSIGN_OR_RETURN(const bool found,
                        finds(landscape, query_for(experience, analyser), experience.number));
    if (!found) {
      findings.push_back(fmt::format("the index does not find {} by its own words and time",
                                     model::id_of(experience.number)));
    }
  }
  return findings;
}

}  // namespace fh::engine
