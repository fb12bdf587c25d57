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

// All that live.
SegmentMatches living_of(const SegmentState& state) {
  std::vector<WindowBits> windows(windows_in(state.segment->documents()));
  for (uint32_t window = 0; window < windows.size(); ++window) {
    const uint32_t begin = window * kWindowSize;
    const uint32_t end = std::min(state.segment->documents(), begin + kWindowSize);
    for (uint32_t at = 0; at < end - begin; ++at) {
      windows[window][at / 64] |= uint64_t{1} << (at % 64);
    }
    state.overlay->mask_dead(window, windows[window]);
  }
  return SegmentMatches(std::move(windows));
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

Matches ApartFilter::living() const {
  Matches all;
  for (size_t index = 0; index < snapshot_.segments.size(); ++index) {
    SegmentMatches& found = all.segments.emplace_back();
    if (!filters_[index]) continue;
    found = split(index, living_of(snapshot_.segments[index])).second;
    all.total += found.count();
  }
  return all;
}

std::string ApartFilter::key() const {
  const Apart& apart = *request_.apart;
  return fmt::format("{:x} {} ", apart.mark_key, std::to_underlying(request_.figures_for)) +
         to_text(Node{apart.which});
}

ApartWhole ApartFilter::whole() const {
  return snapshot_.apart->whole(key(), [&] {
    Matches all = living();
    const uint64_t living = std::exchange(all.total, 0);
    for (size_t index = 0; index < all.segments.size(); ++index) {
      const Overlay& overlay = *snapshot_.segments[index].overlay;
      all.segments[index] = all.segments[index].without(overlay.refused(request_.figures_for));
      all.total += all.segments[index].count();
    }
    return ApartWhole{.living = living,
                      .experiences = all.total,
                      .people = PeopleRows(snapshot_, all).tally(request_.apart->mark_key)};
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
