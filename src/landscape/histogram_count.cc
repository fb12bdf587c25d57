#include "landscape/histogram_count.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/time.h"
#include "landscape/overlay.h"

namespace fh::landscape {
namespace {

int64_t next_bucket(int64_t start, HistogramStep step) {
  CivilDate date = civil_from_days(start);
  switch (step) {
    case HistogramStep::kWeek:
      return start + 7;
    case HistogramStep::kYear:
      return days_from_civil({date.year + 1, 1, 1});
    case HistogramStep::kMonth:
      return date.month == 12 ? days_from_civil({date.year + 1, 1, 1})
                              : days_from_civil({date.year, date.month + 1, 1});
    case HistogramStep::kAuto:
    case HistogramStep::kDay:
      break;
  }
  return start + 1;
}

int64_t count_buckets(int64_t first, int64_t last, HistogramStep step) {
  const auto months = [](int64_t day) {
    const CivilDate date = civil_from_days(day);
    return int64_t{date.year} * 12 + date.month;
  };
  switch (step) {
    case HistogramStep::kWeek:
      return (bucket_start(last, step) - bucket_start(first, step)) / 7 + 1;
    case HistogramStep::kMonth:
      return months(last) - months(first) + 1;
    case HistogramStep::kYear:
      return civil_from_days(last).year - civil_from_days(first).year + 1;
    case HistogramStep::kAuto:
    case HistogramStep::kDay:
      break;
  }
  return last - first + 1;
}

// Coarser than was asked only where there would be too many.
constexpr std::array kSteps = {HistogramStep::kDay, HistogramStep::kWeek, HistogramStep::kMonth,
                               HistogramStep::kYear};

bool is_coarse_enough(HistogramStep step, HistogramStep asked) {
  return asked == HistogramStep::kAuto || step >= asked;
}

int64_t buckets_max(HistogramStep asked) {
  return asked == HistogramStep::kAuto ? kHistogramBucketsAuto : kHistogramBucketsMax;
}

// More different days than there are in 179 years come from damage or nonsense: such a
// segment is not counted by code.
constexpr uint64_t kCodesMax = 65'535;

bool has_few_days(const Segment& segment) {
  return segment.days().code_max() <= kCodesMax;
}

// Codes beyond the greatest, in a damaged file, count as the greatest.
void count_days(const Segment& segment, std::span<const uint32_t> documents,
                std::vector<uint32_t>& by_code) {
  const uint64_t most = segment.days().code_max();
  by_code.resize(most + 1);
  segment.days().codes().with_codes(documents, [&](const auto& codes) {
    for (const uint32_t document : documents) {
      ++by_code[std::min<uint64_t>(codes[document], most)];
    }
  });
}

}  // namespace

int64_t bucket_start(int64_t day, HistogramStep step) {
  CivilDate date = civil_from_days(day);
  switch (step) {
    case HistogramStep::kWeek:
      return day - ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
    case HistogramStep::kYear:
      date.month = 1;
      [[fallthrough]];
    case HistogramStep::kMonth:
      date.day = 1;
      return days_from_civil(date);
    case HistogramStep::kAuto:
    case HistogramStep::kDay:
      break;
  }
  return day;
}

void HistogramCount::add_day(int64_t day, uint64_t experiences) {
  if (day < kDayMin || day > kDayMax) return;
  if (days_.empty()) first_day_ = day;
  if (day < first_day_) {
    days_.insert(days_.begin(), static_cast<size_t>(first_day_ - day), 0);
    first_day_ = day;
  }
  const auto place = static_cast<size_t>(day - first_day_);
  if (days_.size() <= place) days_.resize(place + 1);
  days_[place] += experiences;
}

void HistogramCount::add(const Segment& segment, std::span<const uint32_t> documents) {
  if (has_few_days(segment)) return count_days(segment, documents, by_code_);
  for (const uint32_t document : documents) {
    if (const auto day = segment.days().value(document)) add_day(*day, 1);
  }
}

bool HistogramCount::has_totals(const SegmentState& state) {
  return has_few_days(*state.segment);
}

void HistogramCount::add_living(const SegmentState& state) {
  const Segment& segment = *state.segment;
  by_code_ = segment.totals().find(SegmentTotals::kDays, [&] {
    std::vector<uint32_t> by_code;
    segment.for_each_run(
        [&](std::span<const uint32_t> documents) { count_days(segment, documents, by_code); });
    return by_code;
  });
  const uint64_t most = segment.days().code_max();
  state.overlay->dead().for_each(
      [&](uint32_t document) { --by_code_[std::min(segment.days().code(document), most)]; });
}

void HistogramCount::add(const HistogramCount& other) {
  for (size_t i = 0; i < other.days_.size(); ++i) {
    const int64_t day = other.first_day_ + static_cast<int64_t>(i);
    if (other.days_[i] > 0) add_day(day, other.days_[i]);
  }
}

void HistogramCount::end_segment(const Segment& segment) {
  for (uint64_t code = 1; code < by_code_.size(); ++code) {
    if (by_code_[code] > 0) add_day(segment.days().value_of(code), by_code_[code]);
  }
  by_code_.clear();
}

HistogramCount::Days HistogramCount::days() const {
  size_t begin = 0;
  size_t end = days_.size();
  while (begin < end && days_[begin] == 0) ++begin;
  while (end > begin && days_[end - 1] == 0) --end;
  if (begin == end) return {};
  return {.first = first_day_ + static_cast<int64_t>(begin),
          .last = first_day_ + static_cast<int64_t>(end) - 1};
}

Histogram HistogramCount::finish(HistogramStep asked, const AddedToBuckets& apart) const {
  Histogram histogram{.step = asked == HistogramStep::kAuto ? HistogramStep::kMonth : asked,
                      .buckets = {}};
  const Days own = days();
  Days all;
  std::map<int64_t, uint64_t> added;
  for (const HistogramStep step : kSteps) {
    if (!is_coarse_enough(step, asked)) continue;
    // Days and weeks of people told apart alone would nearly all have too few.
    if (apart && asked == HistogramStep::kAuto && own.none() && step < HistogramStep::kMonth)
      continue;
    if (apart) added = apart(step);
    all = own;
    if (!added.empty()) {
      all.first = own.none() ? added.begin()->first : std::min(own.first, added.begin()->first);
      all.last = own.none() ? added.rbegin()->first : std::max(own.last, added.rbegin()->first);
    }
    if (all.none()) break;
    histogram.step = step;
    if (count_buckets(all.first, all.last, step) <= buckets_max(asked)) break;
  }
  if (all.none()) return histogram;
  for (int64_t start = bucket_start(all.first, histogram.step); start <= all.last;
       start = next_bucket(start, histogram.step)) {
    histogram.buckets.push_back({.start_ms = start * kMsPerDay});
    HistogramBucket& bucket = histogram.buckets.back();
    const auto here = added.find(start);
    if (here != added.end()) bucket.experiences = bucket.apart = here->second;
    const int64_t next = next_bucket(start, histogram.step);
    for (int64_t day = std::max(start, own.first); day < next && day <= own.last; ++day) {
      bucket.experiences += days_[static_cast<size_t>(day - first_day_)];
    }
  }
  return histogram;
}

}  // namespace fh::landscape
