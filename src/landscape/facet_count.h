// landscape/facet_count.h: the values of a column among the matches.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "landscape/matches.h"
#include "landscape/people_count.h"
#include "landscape/people_figures.h"
#include "landscape/ratings_count.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"

namespace fh::landscape {

// Takes the matches a segment at a time: codes are counted in an array, then named.
// O(matches), and O(different values) a segment.
class FacetCount {
 public:
  // `request` outlives it.
  explicit FacetCount(const FacetRequest& request);

  void begin_segment(const Segment& segment);
  void add(std::span<const uint32_t> documents);
  // Whether the totals of the segment begun can tell, and what they tell of the living.
  bool has_totals(const SegmentState& state) const;
  void add_living(const SegmentState& state);
  void end_segment();
  // What another counted of the same snapshot.
  void add(const FacetCount& other);

  // What is told apart of the same facet; null: nothing is.
  struct Added {
    const PeopleFigures* figures = nullptr;
    size_t facet = 0;
  };
  // With `detailed`, walks the matches once more for the values that are returned.
  Facet finish(const Snapshot& snapshot, const Matches& matches, Added apart) const;

 private:
  struct PartCount {
    const ColumnPart* part = nullptr;
    std::vector<uint32_t> by_code;                     // keywords and narrow numbers
    std::unordered_map<uint64_t, uint32_t> by_number;  // wide ones
  };
  static PartCount part_count(const ColumnPart& part);
  // How many of the documents have a value in the part.
  static uint64_t count_part(PartCount& count, std::span<const uint32_t> documents);
  std::vector<FacetValue> values(Added apart) const;
  // Of the values of a facet, each in its place.
  struct Details {
    std::vector<PeopleCount> people;
    std::vector<RatingsCount> ratings;
  };
  Details details_of(const Snapshot& snapshot, const Matches& matches, const Facet& facet) const;
  static void add_details(const Details& details, Added apart, Facet& facet);

  const FacetRequest& request_;
  std::string column_;
  std::vector<PartCount> parts_;
  std::unordered_map<std::string, uint64_t, StringHash, std::equal_to<>> values_;
  uint64_t with_value_ = 0;
  uint64_t documents_ = 0;
};

}  // namespace fh::landscape
