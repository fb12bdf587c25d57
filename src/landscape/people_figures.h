// landscape/people_figures.h: the figures of those told apart: how many different people
// stand behind each cell.
//
// Plain: documents are taken person by person, and each cell remembers whom it had last.
// Several threads take some of the people each. O(documents) a figure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "landscape/apart_matches.h"
#include "landscape/histogram_count.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"

namespace fh::landscape {

// Counts a person once, however often they come one after another.
class PeopleCell {
 public:
  void add(uint32_t person, uint64_t mark) {
    if (last_ == person) return;
    last_ = person;
    tally_.add(mark);
  }
  void add(const PeopleCell& other) { tally_.add(other.tally_); }
  const PeopleTally& tally() const { return tally_; }

 private:
  PeopleTally tally_;
  uint64_t last_ = ~uint64_t{0};
};

// By whole points, as the bins of a Distribution.
struct PeopleRatings {
  std::array<PeopleCell, 11> expected;
  std::array<PeopleCell, 11> felt;
  std::array<PeopleCell, 21> gap;
};
// What is added to the bins.
struct AddedRatings {
  std::array<uint64_t, 11> expected = {};
  std::array<uint64_t, 11> felt = {};
  std::array<uint64_t, 21> gap = {};
};

struct PeopleFacet {
  struct Value {
    PeopleCell people;
    std::vector<PeopleRatings> ratings;  // one where detailed, else none
  };
  std::string column;
  std::unordered_map<std::string, Value, StringHash, std::equal_to<>> values;
  PeopleCell with_value;
  PeopleCell without_value;
};

class PeopleFigures {
 public:
  // All outlive it. REQUIRES: the request tells some apart.
  PeopleFigures(const Snapshot& snapshot, const Request& request);
  void run(const PeopleRows& rows, size_t threads);

  uint64_t weigh(OverColumns columns, const PeopleCell& cell) const {
    return request_.apart->weigh(columns, cell.tally());
  }
  uint64_t total() const { return weigh({}, total_); }
  const PeopleFacet& facet(size_t index) const { return facets_[index]; }
  AddedRatings ratings() const { return weigh_ratings(ratings_, {}); }
  // Of a value of a facet.
  AddedRatings ratings_of(const PeopleFacet& facet, const PeopleFacet::Value& value) const {
    return weigh_ratings(value.ratings.front(), facet.column);
  }
  // Days' buckets that weigh something.
  std::map<int64_t, uint64_t> buckets(HistogramStep step) const;

 private:
  struct Person {
    uint32_t number = 0;
    uint64_t mark = 0;
  };
  using Buckets = std::unordered_map<int64_t, PeopleCell>;

  void run_share(const PeopleRows& rows, Share share);
  void add(const Person& person, PeopleRows::Row row);
  void add_facet(PeopleFacet& facet, const FacetRequest& asked, const Person& person,
                 PeopleRows::Row row);
  void add_ratings(PeopleRatings& ratings, const Person& person, PeopleRows::Row row);
  void add_time(const Person& person, PeopleRows::Row row);
  void add(const PeopleFigures& other);
  AddedRatings weigh_ratings(const PeopleRatings& ratings, std::string_view column) const;
  const Segment& segment(PeopleRows::Row row) const {
    return *snapshot_.segments[row.segment].segment;
  }

  const Snapshot& snapshot_;
  const Request& request_;
  PeopleCell total_;
  std::vector<PeopleFacet> facets_;
  PeopleRatings ratings_;
  std::array<Buckets, 4> buckets_;  // by day, week, month, year
};

}  // namespace fh::landscape
