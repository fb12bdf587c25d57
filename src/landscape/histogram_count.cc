#include "landscape/histogram_count.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/time.h"
#include "landscape/overlay.h"

namespace fh::landscape {
namespace {

// Years 1 to 9999; anything else comes from damage and is not counted.
constexpr int64_t kDayMin = -719'162;
constexpr int64_t kDayMax = 2'932'896;

// The first day of the bucket that holds `day`.
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

HistogramStep choose_step(int64_t first, int64_t last, HistogramStep asked) {
  const int64_t most = asked == HistogramStep::kAuto ? kHistogramBucketsAuto : kHistogramBucketsMax;
  const HistogramStep finest = asked == HistogramStep::kAuto ? HistogramStep::kDay : asked;
  for (HistogramStep step :
       {HistogramStep::kDay, HistogramStep::kWeek, HistogramStep::kMonth, HistogramStep::kYear}) {
    if (step >= finest && count_buckets(first, last, step) <= most) return step;
  }
  return HistogramStep::kYear;
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

Histogram HistogramCount::finish(HistogramStep asked) const {
  size_t begin = 0;
  size_t end = days_.size();
  while (begin < end && days_[begin] == 0) ++begin;
  while (end > begin && days_[end - 1] == 0) --end;
  if (begin == end) {
    return {.step = asked == HistogramStep::kAuto ? HistogramStep::kMonth : asked, .buckets = {}};
  }
  const int64_t first = first_day_ + static_cast<int64_t>(begin);
  const int64_t last = first_day_ + static_cast<int64_t>(end) - 1;
  Histogram histogram{.step = choose_step(first, last, asked), .buckets = {}};
  int64_t start = bucket_start(first, histogram.step);
  int64_t next = next_bucket(start, histogram.step);
  histogram.buckets.push_back({.start_ms = start * kMsPerDay});
  for (int64_t day = first; day <= last; ++day) {
    while (day >= next) {
      start = next;
      next = next_bucket(start, histogram.step);
      histogram.buckets.push_back({.start_ms = start * kMsPerDay});
    }
    histogram.buckets.back().experiences += days_[static_cast<size_t>(day - first_day_)];
  }
  return histogram;
}

}  // namespace fh::landscape
