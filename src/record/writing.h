// record/writing.h: what one transaction does to the rows.
//
// A Writing counts on from the last committed change in memory, so that a group
// costs no look-up for its numbers; finish() puts the counters back and adds the
// audit entry. It neither begins nor commits: the writer does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "record/database.h"
#include "record/names.h"
#include "record/record.h"

namespace fh::record {

// What became of one telling.
struct Taken {
  Receipt receipt;
  uint32_t version = 0;
  Person person;
  std::optional<Error> refused;  // then the rest says nothing
};

class Writing {
 public:
  // Reads the counters. REQUIRES: an open write transaction.
  static Result<Writing> start(Database& database, Names& names);

  Result<Taken> tell(const Telling& telling);
  Result<Receipt> amend(uint64_t number, const Experience& experience);
  Result<Receipt> erase(uint64_t number);

  bool has_changes() const { return sequence_ != first_sequence_; }
  // Fills in the sequence. REQUIRES: has_changes().
  Status finish(AuditEntry entry);

 private:
  Writing(Database& database, Names& names) : database_(database), names_(names) {}

  Result<bool> claim_key(uint64_t source, std::string_view source_id);
  Result<uint64_t> number_of_key(uint64_t source, std::string_view source_id);
  Result<Taken> tell_again(const Telling& telling, uint64_t source);
  Result<Person> person_of(const Telling& telling);
  Status insert(const Experience& experience, uint64_t source, uint64_t person);

  Result<std::optional<Experience>> current(uint64_t number);
  // The sequence of the earlier version that said the same; 0: none did.
  Result<uint64_t> earlier_that_said(uint64_t number, const std::string& said);
  Result<Receipt> replace(const Experience& current, const Experience& next, uint64_t person);

  Status remove_key(uint64_t number, bool is_known, const std::string& source_id);
  Status remove_person_without_experiences(uint64_t person);

  Database& database_;
  Names& names_;
  uint64_t first_sequence_ = 0;
  uint64_t sequence_ = 0;
  uint64_t number_ = 0;
  uint64_t person_ = 0;
  uint64_t people_ = 0;  // who are known; less than person_ after erasures
};

}  // namespace fh::record
