#include "landscape/apart_matches.h"

#include <fmt/format.h>

#include <array>

#include "base/check.h"

namespace fh::landscape {
namespace {

// The finaliser of splitmix64.
uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// Every document of a segment.
std::vector<WindowBits> everything_of(const Segment& segment) {
  std::vector<WindowBits> windows(windows_in(segment.documents()));
  for (uint32_t at = 0; at < segment.documents(); ++at) {
    windows[at / kWindowSize][at % kWindowSize / 64] |= uint64_t{1} << (at % 64);
  }
  return windows;
}

// Everyone in any of them, once.
PeopleTally tally_of(std::span<const std::shared_ptr<const ApartPeople>> pieces) {
  PeopleTally tally;
  size_t windows = 0;
  for (const auto& piece : pieces) {
    windows = std::max(windows, piece->people.windows());
    tally.least_mark = std::min(tally.least_mark, piece->least_mark);
  }
  for (size_t window = 0; window < windows; ++window) {
    WindowBits people = {};
    for (const auto& piece : pieces) {
      const WindowBits* const bits = piece->people.window(static_cast<uint32_t>(window));
      if (bits) unite(people, *bits);
    }
    tally.people += count_bits(people);
  }
  return tally;
}

}  // namespace

uint64_t mark_of(uint64_t key, uint32_t person) {
  return mix(mix(key + person * 0x9E3779B97F4A7C15ULL) ^ key);
}

ApartFilter::ApartFilter(const Snapshot& snapshot, const Request& request, const Tuning& tuning)
    : snapshot_(snapshot), request_(request), kernels_(kernels(tuning.simd)) {
  if (!request.apart) return;
  for (const SegmentState& state : snapshot.segments) {
    std::optional<ColumnFilter>& filter = filters_.emplace_back();
    filter.emplace(*state.segment, request.apart->which);
    if (filter->is_empty()) filter.reset();
    any_ |= filter.has_value();
  }
}

// What is found, without and with those told apart.
std::pair<SegmentMatches, SegmentMatches> ApartFilter::split(size_t index,
                                                             const SegmentMatches& found) const {
  const std::optional<ColumnFilter>& filter = filters_[index];
  if (!filter) return {found, SegmentMatches()};
  if (found.is_list()) {
    std::vector<uint32_t> others;
    std::vector<uint32_t> apart;
    for (const uint32_t document : found.few()) {
      (filter->matches(document) ? apart : others).push_back(document);
    }
    return {SegmentMatches(std::move(others)), SegmentMatches(std::move(apart))};
  }
  std::vector<WindowBits> others(found.windows().begin(), found.windows().end());
  std::vector<WindowBits> apart = others;
  for (uint32_t window = 0; window < others.size(); ++window) {
    WindowBits bits;
    filter->fill(window, bits, kernels_);
    exclude(others[window], bits);
    intersect(apart[window], bits);
  }
  return {SegmentMatches(std::move(others)), SegmentMatches(std::move(apart))};
}

Matches ApartFilter::take_from(Matches& matches) const {
  Matches apart;
  for (size_t index = 0; index < matches.segments.size(); ++index) {
    auto [others, these] = split(index, matches.segments[index]);
    matches.segments[index] = std::move(others);
    apart.total += these.count();
    apart.segments.push_back(std::move(these));
  }
  matches.total -= apart.total;
  return apart;
}

SegmentMatches ApartFilter::all(size_t index) const {
  if (!filters_[index]) return {};
  std::vector<WindowBits> windows = everything_of(*snapshot_.segments[index].segment);
  return split(index, SegmentMatches(std::move(windows))).second;
}

SegmentMatches ApartFilter::living(size_t index) const {
  return all(index).without(snapshot_.segments[index].overlay->dead());
}

std::string ApartFilter::key() const {
  const Apart& apart = *request_.apart;
  return fmt::format("{:x} {} ", apart.mark_key, std::to_underlying(request_.figures_for)) +
         to_text(Node{apart.which});
}

ApartPeople ApartFilter::people_of(size_t index) const {
  const SegmentState& state = snapshot_.segments[index];
  const SegmentMatches living = this->living(index);
  const SegmentMatches counted = living.without(state.overlay->refused(request_.figures_for));
  ApartPeople found{.living = living.count(), .experiences = counted.count(), .people = {}};
  const IntColumn& persons = state.segment->persons();
  counted.for_each_run([&](std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) {
      const auto person = static_cast<uint32_t>(persons.value(document).value_or(0));
      if (found.people.test(person)) continue;
      found.people.set(person);
      found.least_mark = std::min(found.least_mark, mark_of(request_.apart->mark_key, person));
    }
  });
  return found;
}

ApartWhole ApartFilter::whole() const {
  const std::string key = this->key();
  return snapshot_.apart->whole(key, [&] {
    ApartWhole whole;
    std::vector<std::shared_ptr<const ApartPeople>> pieces;
    for (size_t index = 0; index < snapshot_.segments.size(); ++index) {
      if (!any(index)) continue;
      const auto& piece = pieces.emplace_back(snapshot_.apart->pieces().people(
          key, snapshot_.segments[index],
          [&](const auto&) { return std::make_shared<const ApartPeople>(people_of(index)); }));
      whole.living += piece->living;
      whole.experiences += piece->experiences;
    }
    whole.people = tally_of(pieces);
    return whole;
  });
}

PeopleRows::PeopleRows(const Snapshot& snapshot, const Matches& matches) {
  FH_CHECK(matches.total <= ~uint32_t{0});  // More documents than there are numbers for.
  rows_.reserve(matches.total);
  keys_.reserve(matches.total);
  for (uint32_t index = 0; index < matches.segments.size(); ++index) {
    const IntColumn& persons = snapshot.segments[index].segment->persons();
    matches.segments[index].for_each_run([&](std::span<const uint32_t> documents) {
      for (const uint32_t document : documents) {
        const auto person = static_cast<uint32_t>(persons.value(document).value_or(0));
        keys_.push_back(uint64_t{person} << 32 | rows_.size());
        rows_.push_back({.segment = index, .document = document});
      }
    });
  }
  sort();
}

// By person; one person's stay in their order. Few by comparing, many by their digits.
void PeopleRows::sort() {
  constexpr size_t kFew = 2048;
  if (keys_.size() <= kFew) {
    std::ranges::sort(keys_);
    return;
  }
  constexpr uint32_t kDigitBits = 11;
  std::vector<uint64_t> sorted(keys_.size());
  for (uint32_t shift = 32; shift < 64; shift += kDigitBits) {
    std::array<size_t, (size_t{1} << kDigitBits) + 1> starts = {};
    const auto digit = [shift](uint64_t key) {
      return key >> shift & ((uint64_t{1} << kDigitBits) - 1);
    };
    for (const uint64_t key : keys_) ++starts[digit(key) + 1];
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    for (const uint64_t key : keys_) sorted[starts[digit(key)]++] = key;
    keys_.swap(sorted);
  }
}

PeopleTally PeopleRows::tally(uint64_t mark_key) const {
  PeopleTally tally;
  for (size_t at = 0; at < keys_.size(); ++at) {
    const uint64_t person = keys_[at] >> 32;
    if (at > 0 && keys_[at - 1] >> 32 == person) continue;
    tally.add(mark_of(mark_key, static_cast<uint32_t>(person)));
  }
  return tally;
}

}  // namespace fh::landscape
