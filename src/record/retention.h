// record/retention.h: how long experiences are kept, and what is old enough to go.
//
// Rules are kept here; what they mean, and who may set them, is the engine's affair. Every
// change is durable, and in the audit under its Act, when its call returns.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "model/experience.h"
#include "record/access.h"

namespace fh::record {

// What a rule does with the experiences of people who hold a claim code.
enum class Claimed : uint8_t { kErase, kSpare };

struct RetentionRule {
  uint64_t number = 0;
  std::string source = {};  // empty: any
  std::string kind = {};    // the name of a model::Kind; empty: any
  uint32_t days = 0;
  Claimed claimed = Claimed::kErase;
  Instant set_at = {};
  std::string set_by = {};
  bool operator==(const RetentionRule&) const = default;
};

// What of an experience its age is judged by.
struct Aged {
  uint64_t number = 0;
  uint32_t person = 0;  // 0: nobody known
  std::string source = {};
  model::Kind kind = model::Kind::kStory;
  Instant told_at = {};
  bool claimed = false;  // its person holds a claim code
};

class RetentionBook {
 public:
  virtual ~RetentionBook() = default;

  // By number.
  virtual Result<std::vector<RetentionRule>> rules() = 0;
  // A rule for the same source and kind takes the place of the earlier one and keeps its
  // number. kTooLarge where there would be more than `most`.
  virtual Result<RetentionRule> set(const RetentionRule& rule, uint32_t most, const Act& act) = 0;
  // kNotFound.
  virtual Status remove(uint64_t number, const Act& act) = 0;

  // By ascending number, those behind `after`; fewer than `limit` where that was the end.
  // O(limit).
  virtual Result<std::vector<Aged>> aged_after(uint64_t after, uint32_t limit) = 0;
  // Those of them that are still there.
  virtual Result<std::vector<Aged>> aged(std::span<const uint64_t> numbers) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<RetentionBook> make_retention_book(Writer& writer, Readers& readers);

}  // namespace fh::record
