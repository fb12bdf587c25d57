// engine/local_retention.h: timers over one record.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/erasing.h"
#include "engine/retention.h"

namespace fh::engine {

class LocalRetention final : public Retention {
 public:
  // All outlive it.
  LocalRetention(record::Record& record, const Clock& clock, Erasing& erasing)
      : record_(record), clock_(clock), erasing_(erasing) {}

  Result<std::vector<record::RetentionRule>> rules(const Caller& caller) override;
  Result<record::RetentionRule> set(const Caller& caller,
                                    const record::RetentionRule& rule) override;
  Status remove(const Caller& caller, uint64_t number) override;
  Result<DueReport> due(const Caller& caller) override;
  Result<DueReport> due_by(const Caller& caller, const record::RetentionRule& rule) override;
  Result<std::optional<Instant>> last_pass(const Caller& caller) override;
  Result<Swept> run(const Caller& caller, uint64_t after) override;
  Result<std::vector<record::KeptReceipt>> receipts(const Caller& caller, uint32_t limit,
                                                    uint64_t offset) override;

  // One slice of the day's pass, for the upkeep; nothing where it is done for today. A change
  // of the timers begins it anew.
  Result<Swept> upkeep();

 private:
  using Rules = std::vector<record::RetentionRule>;
  Result<DueReport> due_by_all(const Rules& rules);
  Result<Swept> sweep(const std::string& actor, const Rules& rules, uint64_t after);
  Status erase(const std::string& actor, const Rules& rules, std::span<const uint64_t> numbers,
               Swept& swept);
  void begin_anew();

  record::Record& record_;
  const Clock& clock_;
  Erasing& erasing_;

  std::mutex pass_;
  int64_t passed_day_ = INT64_MIN;  // the day whose pass is done
  int64_t day_ = INT64_MIN;         // the day whose pass is under way
  uint64_t next_ = 0;               // where it goes on
};

}  // namespace fh::engine
