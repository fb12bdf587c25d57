// landscape/apart_matches.h: those of a request's matches that are told apart (apart.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "landscape/condition.h"
#include "landscape/matches.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"
#include "landscape/tuning.h"

namespace fh::landscape {

// Which documents of a snapshot a request tells apart. All outlive it.
class ApartFilter {
 public:
  // O(segments), as long as there are none.
  ApartFilter(const Snapshot& snapshot, const Request& request, const Tuning& tuning);

  // False: none is told apart, and nothing else here need be asked.
  bool any() const { return any_; }
  // Takes them out of `matches`.
  Matches take_from(Matches& matches) const;
  bool any(size_t index) const { return filters_[index].has_value(); }
  // Of a segment, all that live; the dead too.
  SegmentMatches living(size_t index) const;
  SegmentMatches all(size_t index) const;
  bool has(size_t index, uint32_t document) const {
    return filters_[index] && filters_[index]->matches(document);
  }
  // What all that may be counted come to; found once a snapshot: O(what has changed since one
  // before, and a bit a person and segment).
  ApartWhole whole() const;
  // As what they are known in ApartTotals.
  std::string key() const;

 private:
  std::pair<SegmentMatches, SegmentMatches> split(size_t index, const SegmentMatches& found) const;
  ApartPeople people_of(size_t index) const;

  const Snapshot& snapshot_;
  const Request& request_;
  const Kernels& kernels_;
  std::vector<std::optional<ColumnFilter>> filters_;  // none: nothing in the segment meets it
  bool any_ = false;
};

// Documents in the order of their people. O(documents).
class PeopleRows {
 public:
  struct Row {
    uint32_t segment = 0;
    uint32_t document = 0;
  };
  PeopleRows(const Snapshot& snapshot, const Matches& matches);

  PeopleTally tally(uint64_t mark_key) const;
  // Calls visit(person, row) with the rows of the share's people, one person's together;
  // shares have no person in common.
  template <typename Visit>
  void for_each(Share share, Visit&& visit) const {
    const size_t end = start_of_person(share.end(keys_.size()));
    for (size_t at = start_of_person(share.begin(keys_.size())); at < end; ++at) {
      visit(static_cast<uint32_t>(keys_[at] >> 32), rows_[static_cast<uint32_t>(keys_[at])]);
    }
  }
  size_t size() const { return keys_.size(); }

 private:
  size_t start_of_person(size_t at) const {
    while (at > 0 && at < keys_.size() && keys_[at] >> 32 == keys_[at - 1] >> 32) ++at;
    return at;
  }
  void sort();

  std::vector<Row> rows_;
  std::vector<uint64_t> keys_;  // person, then place among the rows
};

}  // namespace fh::landscape
