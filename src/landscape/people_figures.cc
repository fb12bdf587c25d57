#include "landscape/people_figures.h"

#include <algorithm>
#include <optional>

#include "base/threads.h"
#include "landscape/column_codes.h"
#include "model/columns.h"

namespace fh::landscape {
namespace {

constexpr int64_t kRatingMax = 1000;
constexpr std::array kSteps = {HistogramStep::kDay, HistogramStep::kWeek, HistogramStep::kMonth,
                               HistogramStep::kYear};

std::optional<int64_t> rating_of(const IntColumn& column, uint32_t document) {
  const std::optional<int64_t> value = column.value(document);
  return value && *value >= 0 && *value <= kRatingMax ? value : std::nullopt;
}

template <typename Cells>
void add_cells(Cells& to, const Cells& from) {
  for (size_t i = 0; i < to.size(); ++i) to[i].add(from[i]);
}

void add_all(PeopleRatings& to, const PeopleRatings& from) {
  add_cells(to.expected, from.expected);
  add_cells(to.felt, from.felt);
  add_cells(to.gap, from.gap);
}

}  // namespace

PeopleFigures::PeopleFigures(const Snapshot& snapshot, const Request& request)
    : snapshot_(snapshot), request_(request) {
  for (const FacetRequest& facet : request.facets) {
    facets_.emplace_back().column = model::column_key(facet.column);
  }
}

void PeopleFigures::run(const PeopleRows& rows, size_t threads) {
  std::vector<PeopleFigures> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(snapshot_, request_);
  run_in_parallel(threads, [&](size_t thread) {
    PeopleFigures& figures = thread == 0 ? *this : others[thread - 1];
    figures.run_share(rows, {.number = thread, .of = threads});
  });
  for (const PeopleFigures& other : others) add(other);
}

void PeopleFigures::run_share(const PeopleRows& rows, Share share) {
  Person person;
  bool none_yet = true;
  rows.for_each(share, [&](uint32_t number, PeopleRows::Row row) {
    if (none_yet || person.number != number) {
      person = {.number = number, .mark = mark_of(request_.apart->mark_key, number)};
    }
    none_yet = false;
    add(person, row);
  });
}

void PeopleFigures::add(const Person& person, PeopleRows::Row row) {
  total_.add(person.number, person.mark);
  for (size_t i = 0; i < facets_.size(); ++i) {
    add_facet(facets_[i], request_.facets[i], person, row);
  }
  if (request_.ratings) add_ratings(ratings_, person, row);
  if (request_.histogram) add_time(person, row);
}

void PeopleFigures::add_facet(PeopleFacet& facet, const FacetRequest& asked, const Person& person,
                              PeopleRows::Row row) {
  bool has = false;
  for (const ColumnPart& part : segment(row).parts_of(facet.column)) {
    for_each_code(part, row.document, [&](uint64_t code) {
      has = true;
      PeopleFacet::Value& value = facet.values[name_of_code(part, code)];
      value.people.add(person.number, person.mark);
      if (!asked.detailed) return;
      if (value.ratings.empty()) value.ratings.emplace_back();
      add_ratings(value.ratings.front(), person, row);
    });
  }
  (has ? facet.with_value : facet.without_value).add(person.number, person.mark);
}

void PeopleFigures::add_ratings(PeopleRatings& ratings, const Person& person, PeopleRows::Row row) {
  const std::optional<int64_t> expected = rating_of(segment(row).expected(), row.document);
  const std::optional<int64_t> felt = rating_of(segment(row).felt(), row.document);
  const auto bin = [](int64_t hundredths) { return static_cast<size_t>(hundredths / 100); };
  if (expected) ratings.expected[bin(*expected)].add(person.number, person.mark);
  if (felt) ratings.felt[bin(*felt)].add(person.number, person.mark);
  if (!expected || !felt) return;
  ratings.gap[bin(*felt - *expected + kRatingMax)].add(person.number, person.mark);
}

void PeopleFigures::add_time(const Person& person, PeopleRows::Row row) {
  const std::optional<int64_t> day = segment(row).days().value(row.document);
  if (!day || *day < kDayMin || *day > kDayMax) return;
  for (size_t i = 0; i < kSteps.size(); ++i) {
    buckets_[i][bucket_start(*day, kSteps[i])].add(person.number, person.mark);
  }
}

void PeopleFigures::add(const PeopleFigures& other) {
  total_.add(other.total_);
  for (size_t i = 0; i < facets_.size(); ++i) {
    facets_[i].with_value.add(other.facets_[i].with_value);
    facets_[i].without_value.add(other.facets_[i].without_value);
    for (const auto& [name, value] : other.facets_[i].values) {
      PeopleFacet::Value& own = facets_[i].values[name];
      own.people.add(value.people);
      if (value.ratings.empty()) continue;
      if (own.ratings.empty()) own.ratings.emplace_back();
      add_all(own.ratings.front(), value.ratings.front());
    }
  }
  add_all(ratings_, other.ratings_);
  for (size_t i = 0; i < kSteps.size(); ++i) {
    for (const auto& [start, cell] : other.buckets_[i]) buckets_[i][start].add(cell);
  }
}

AddedRatings PeopleFigures::weigh_ratings(const PeopleRatings& ratings,
                                          std::string_view column) const {
  AddedRatings added;
  const auto weigh_all = [&](std::string_view rating, const auto& cells, auto& out) {
    const std::array<std::string_view, 2> both = {rating, column};
    const OverColumns columns = OverColumns(both).first(column.empty() ? 1 : 2);
    for (size_t i = 0; i < cells.size(); ++i) out[i] = weigh(columns, cells[i]);
  };
  weigh_all("expected", ratings.expected, added.expected);
  weigh_all("felt", ratings.felt, added.felt);
  weigh_all("gap", ratings.gap, added.gap);
  return added;
}

std::map<int64_t, uint64_t> PeopleFigures::buckets(HistogramStep step) const {
  constexpr std::array<std::string_view, 2> kTimes = {"lived_at", "told_at"};
  const size_t at = static_cast<size_t>(std::ranges::find(kSteps, step) - kSteps.begin());
  std::map<int64_t, uint64_t> buckets;
  for (const auto& [start, cell] : buckets_[at]) {
    if (const uint64_t added = weigh(kTimes, cell); added > 0) buckets.emplace(start, added);
  }
  return buckets;
}

}  // namespace fh::landscape
