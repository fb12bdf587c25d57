// example/grammar.h: turns tables of patterns into sentences.
//
// Notation: "$ late: late|delayed" gives a slot its choices (repeating the name adds
// more); "# bus_time.bad" opens a section, each line after it is a pattern. Inside a
// pattern or choice, {late} is any choice of that slot, and {line} one of the bound
// names below, which the caller fills in. Choices are equally likely.
//
// parse() checks that every name resolves and that no slot leads back to itself.
// Immutable after that: threads may share one. The tables must outlive it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/random.h"

namespace fh::example {

// What the one telling knows: the same all through a text.
enum class Bound : uint8_t {
  kLine,
  kStop,
  kStop2,
  kUnit,
  kMinutes,
  kClock,
  kWeekday,
  kMonth,
  kPrice,
  kDays,
  kYears,
  kCount,
  kTicket,
  kVehicle,
  kThing,  // what it is about: "the lift at Vantry Mills"
};
inline constexpr size_t kBoundCount = 15;
std::string_view name_of(Bound bound);

class Bindings {
 public:
  std::string& operator[](Bound bound) { return values_[static_cast<size_t>(bound)]; }
  const std::string& operator[](Bound bound) const { return values_[static_cast<size_t>(bound)]; }

 private:
  std::array<std::string, kBoundCount> values_;
};

class Grammar {
 public:
  // Position of a section; valid for this grammar only.
  using Section = uint32_t;

  static Result<Grammar> parse(std::span<const std::string_view> tables);

  std::optional<Section> section(std::string_view name) const;

  // Appends one pattern of the section, its slots filled.
  void expand(Section section, Rng& rng, const Bindings& bindings, std::string& out) const;

  size_t pattern_count() const { return patterns_.size(); }
  size_t slot_count() const { return slot_names_.size(); }
  std::string_view pattern_text(size_t pattern) const { return patterns_[pattern].text; }
  // Slots that no pattern or choice mentions.
  std::vector<std::string_view> unmentioned_slots() const;

  // Counts the patterns expanded from now on (pattern_count() counters), for tests;
  // nullptr stops it. Not safe while other threads expand.
  void count_into(std::vector<uint32_t>* used) const { used_ = used; }

 private:
  struct Piece {
    enum class Type : uint8_t { kText, kBound, kSlot } type = Type::kText;
    uint32_t index = 0;  // of the bound name or slot
    std::string_view text;
  };
  using Sequence = std::vector<Piece>;
  struct Pattern {
    std::string_view text;
    Sequence pieces;
  };
  struct Range {
    uint32_t begin = 0;  // into patterns_
    uint32_t end = 0;
  };

  Status read_table(std::string_view table);
  Status read_slot(std::string_view line);
  Status open_section(std::string_view name);
  Result<Sequence> read_sequence(std::string_view text);
  uint32_t slot_named(std::string_view name);
  Status check() const;
  Status check_slot(uint32_t slot, std::vector<uint8_t>& state) const;
  void expand(const Sequence& pieces, Rng& rng, const Bindings& bindings, std::string& out) const;

  std::map<std::string_view, uint32_t, std::less<>> slot_ids_;
  std::vector<std::string_view> slot_names_;
  std::vector<std::vector<Sequence>> slots_;
  std::vector<bool> mentioned_;
  std::map<std::string_view, Section, std::less<>> section_ids_;
  std::vector<Range> sections_;
  std::vector<Pattern> patterns_;
  mutable std::vector<uint32_t>* used_ = nullptr;  // for tests; no part of what it means
};

}  // namespace fh::example
