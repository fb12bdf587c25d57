// record/old_readings.h: readings that are long past, told by the month.
//
// A row a day for everybody who reads would only ever grow. Who read one's words, how often and
// when last is kept for as long as the words are; on which day of a month only for a while.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "record/database.h"

namespace fh::record {

// Readings of whole months that ended at least so long ago are told by the month.
constexpr int32_t kReadingsByDayDays = 90;

// The first day whose readings are still told by the day, since 1970, UTC: the first of a month.
int32_t readings_by_day_since(Instant now);

// Of an experience: what one actor read of it for one purpose in one month.
struct MonthOfReadings {
  uint64_t number = 0;
  int32_t first_day = 0;  // on which there is one
  int32_t last_day = 0;
  std::string actor = {};
  uint64_t purpose = 0;
  uint64_t times = 0;
  Instant last;
};

struct OldReadings {
  std::vector<MonthOfReadings> months;  // which are more than one row
  uint64_t last = 0;                    // the last experience that was looked at; 0: there is none
};
// Of the experiences with readings behind `after`, some `rows` of them, before `day`.
struct ReadingsPass {
  uint64_t after = 0;
  int32_t day = 0;
  uint32_t rows = 1000;
};
Result<OldReadings> old_readings(Database& database, const ReadingsPass& pass);

// Each month one row under the last day it was read on, with all its times. What has gone
// meanwhile is passed over. REQUIRES: a write transaction.
Status fold_readings(Database& database, std::span<const MonthOfReadings> months);

}  // namespace fh::record
