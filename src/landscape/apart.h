// landscape/apart.h: experiences that figures count by their people, not one by one.
//
// A request may name some experiences to be counted apart. Of those that match, each
// figure has not the number but what weigh() makes of the different people behind it, and
// of nothing else: no figure depends on them in any other way. Where weigh() gives nothing
// for all of them in the landscape, every answer is as if there were none; but for scores:
// these hang on how many of all hold a word, so that they order the hits and are given as 0
// as soon as there is anyone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "landscape/query.h"

namespace fh::landscape {

// Some different people. Whoever is not known (person 0) counts as one, all together.
struct PeopleTally {
  uint64_t people = 0;
  // The least of their marks: nearly always the same for two sets that are nearly the same.
  uint64_t least_mark = ~uint64_t{0};

  void add(uint64_t mark) {
    ++people;
    least_mark = std::min(least_mark, mark);
  }
  // REQUIRES: nobody is in both.
  void add(const PeopleTally& other) {
    people += other.people;
    least_mark = std::min(least_mark, other.least_mark);
  }
  bool operator==(const PeopleTally&) const = default;
};

// The columns a figure is over: none for a whole question, two for the ratings of a value.
using OverColumns = std::span<const std::string_view>;

struct Apart {
  // Those whose column meets it.
  ColumnNode which;
  // Makes people's marks; whoever does not know it can tell nothing from a mark.
  uint64_t mark_key = 0;
  // What so many people add to a figure. Thread-safe; the same for the same.
  std::function<uint64_t(OverColumns, const PeopleTally&)> weigh;
  // Whether their words may be among the hits at all. They are where the people of all that
  // match weigh something, of those that count as of those that may be shown.
  bool show_hits = true;
  // Their hits' numbers, one to one, beyond all numbers of the others: ties go by these,
  // which tell nothing of when something was told. Sorts by time take their months alone.
  std::function<uint64_t(uint64_t)> rename;
};

uint64_t mark_of(uint64_t key, uint32_t person);

}  // namespace fh::landscape
