// doors/map_row.h: from a row to a draft, as a mapping says.
//
// Nothing that was said is lost for being odd: a value that does not fit its
// column's type (a date that is none, a rating beyond its scale) is told as the
// keyword "<column> as written"; one too long for a keyword joins the words. Both
// are counted. Belongs to one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "doors/mapping.h"
#include "doors/row.h"
#include "model/experience.h"

namespace fh::doors {

struct MappingNotes {
  uint64_t as_written = 0;     // values kept as "<column> as written"
  uint64_t joined_words = 0;   // long values that joined the words
  uint64_t without_words = 0;  // rows told as interactions
};

class Mapper {
 public:
  explicit Mapper(Mapping mapping);

  // REQUIRES: a row without fault, read with this table. Errors name the column.
  Result<model::Draft> map(const Row& row, const Table& table);
  const MappingNotes& notes() const { return notes_; }

 private:
  enum class Aim : uint8_t { kDrop, kField, kSubject, kSignifier, kByItself };
  struct Target {
    Aim aim = Aim::kDrop;
    uint32_t rule = 0;   // index of the field, subject or signifier
    uint32_t place = 0;  // among the field's columns
  };
  struct Working;

  void learn(const Table& table);
  std::vector<Target> targets_of(const Column& column) const;
  bool is_absent(std::string_view text) const;
  void put(const Target& target, const Cell& cell, Working& work);
  void put_field(Field field, uint32_t place, std::string_view text, Working& work);
  void put_time(Field field, std::string_view text, Working& work);
  void put_rating(Field field, std::string_view text, Working& work);
  void put_signifier(uint32_t rule, std::string_view text, Working& work);
  void put_by_itself(const Cell& cell, std::string_view text, Working& work);
  void add_keyword(uint32_t slot, std::string_view text, Working& work);
  void as_written(std::string_view column, std::string_view text, Working& work);
  void finish(const Row& row, Working& work);
  void finish_times(Working& work);
  void finish_words(Working& work);
  void finish_ratings(Working& work) const;
  std::string unique_label(const Column& column);
  Result<model::Draft> map_own(const Row& row);

  Mapping mapping_;
  int64_t zone_ms_ = 0;
  size_t absent_bytes_max_ = 0;
  std::vector<std::vector<Target>> targets_;  // by column
  std::vector<uint32_t> slots_;      // by signifier rule; those that share a name share one
  std::vector<std::string> labels_;  // by column: the signifier's name where none is ruled
  // Column keys of the names given so far: no two signifiers may meet in one.
  std::unordered_set<std::string, StringHash, std::equal_to<>> keys_;
  MappingNotes notes_;
  JsonParser parser_;
};

}  // namespace fh::doors
