#include "example/grammar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace fh::example {
namespace {

constexpr std::array<std::string_view, kBoundCount> kBoundNames = {
    "line",  "stop", "stop2", "unit",  "minutes", "clock",   "weekday", "month",
    "price", "days", "years", "count", "ticket",  "vehicle", "thing"};

std::optional<uint32_t> bound_named(std::string_view name) {
  const auto found = std::find(kBoundNames.begin(), kBoundNames.end(), name);
  if (found == kBoundNames.end()) return std::nullopt;
  return static_cast<uint32_t>(found - kBoundNames.begin());
}

std::string_view trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// Cuts off everything up to the next mark, which goes too.
std::string_view take_until(std::string_view& rest, char mark) {
  const size_t end = rest.find(mark);
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return taken;
}

}  // namespace

std::string_view name_of(Bound bound) {
  return kBoundNames[static_cast<size_t>(bound)];
}

Result<Grammar> Grammar::parse(std::span<const std::string_view> tables) {
  Grammar grammar;
  for (const std::string_view table : tables) FH_RETURN_IF_ERROR(grammar.read_table(table));
  FH_RETURN_IF_ERROR(grammar.check());
  return grammar;
}

Status Grammar::read_table(std::string_view table) {
  bool in_section = false;
  while (!table.empty()) {
    const std::string_view line = trim(take_until(table, '\n'));
    if (line.empty()) continue;
    if (line.front() == '$') {
      FH_RETURN_IF_ERROR(read_slot(line.substr(1)));
      continue;
    }
    if (line.front() == '#') {
      FH_RETURN_IF_ERROR(open_section(trim(line.substr(1))));
      in_section = true;
      continue;
    }
    if (!in_section) {
      return failure(ErrorCode::kInvalid, fmt::format("pattern outside a section: {}", line));
    }
    FH_ASSIGN_OR_RETURN(Sequence pieces, read_sequence(line));
    patterns_.push_back({.text = line, .pieces = std::move(pieces)});
    sections_.back().end = static_cast<uint32_t>(patterns_.size());
  }
  return {};
}

Status Grammar::read_slot(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return failure(ErrorCode::kInvalid, fmt::format("slot without a colon: {}", line));
  }
  const std::string_view name = trim(line.substr(0, colon));
  if (name.empty() || bound_named(name)) {
    return failure(ErrorCode::kInvalid, fmt::format("not a name for a slot: '{}'", name));
  }
  std::vector<Sequence> choices;
  for (std::string_view rest = line.substr(colon + 1); !rest.empty();) {
    FH_ASSIGN_OR_RETURN(Sequence choice, read_sequence(trim(take_until(rest, '|'))));
    choices.push_back(std::move(choice));
  }
  std::vector<Sequence>& slot = slots_[slot_named(name)];
  std::move(choices.begin(), choices.end(), std::back_inserter(slot));
  return {};
}

Status Grammar::open_section(std::string_view name) {
  const auto id = static_cast<Section>(sections_.size());
  if (!section_ids_.emplace(name, id).second) {
    return failure(ErrorCode::kInvalid, fmt::format("section '{}' is there twice", name));
  }
  const auto begin = static_cast<uint32_t>(patterns_.size());
  sections_.push_back({.begin = begin, .end = begin});
  return {};
}

Result<Grammar::Sequence> Grammar::read_sequence(std::string_view text) {
  Sequence pieces;
  while (!text.empty()) {
    const size_t open = text.find('{');
    if (open != 0) {
      const std::string_view plain = text.substr(0, open);
      pieces.push_back({.type = Piece::Type::kText, .index = 0, .text = plain});
      text.remove_prefix(plain.size());
      continue;
    }
    const size_t close = text.find('}');
    if (close == std::string_view::npos) {
      return failure(ErrorCode::kInvalid, fmt::format("brace not closed: {}", text));
    }
    const std::string_view name = text.substr(1, close - 1);
    if (const std::optional<uint32_t> bound = bound_named(name)) {
      pieces.push_back({.type = Piece::Type::kBound, .index = *bound, .text = name});
    } else {
      const uint32_t slot = slot_named(name);
      mentioned_[slot] = true;
      pieces.push_back({.type = Piece::Type::kSlot, .index = slot, .text = name});
    }
    text.remove_prefix(close + 1);
  }
  return pieces;
}

uint32_t Grammar::slot_named(std::string_view name) {
  const auto [found, added] = slot_ids_.emplace(name, static_cast<uint32_t>(slots_.size()));
  if (added) {
    slots_.emplace_back();
    slot_names_.push_back(name);
    mentioned_.push_back(false);
  }
  return found->second;
}

Status Grammar::check() const {
  for (const auto& [name, id] : section_ids_) {
    if (sections_[id].begin == sections_[id].end) {
      return failure(ErrorCode::kInvalid, fmt::format("section '{}' is empty", name));
    }
  }
  std::vector<uint8_t> state(slots_.size(), 0);
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    FH_RETURN_IF_ERROR(check_slot(slot, state));
  }
  return {};
}

// state: 0 not seen, 1 being followed, 2 found sound.
Status Grammar::check_slot(uint32_t slot, std::vector<uint8_t>& state) const {
  if (state[slot] == 2) return {};
  if (state[slot] == 1) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("slot '{}' leads back to itself", slot_names_[slot]));
  }
  if (slots_[slot].empty()) {
    return failure(ErrorCode::kInvalid, fmt::format("nothing is called '{}'", slot_names_[slot]));
  }
  state[slot] = 1;
  for (const Sequence& choice : slots_[slot]) {
    for (const Piece& piece : choice) {
      if (piece.type == Piece::Type::kSlot) FH_RETURN_IF_ERROR(check_slot(piece.index, state));
    }
  }
  state[slot] = 2;
  return {};
}

std::optional<Grammar::Section> Grammar::section(std::string_view name) const {
  const auto found = section_ids_.find(name);
  if (found == section_ids_.end()) return std::nullopt;
  return found->second;
}

void Grammar::expand(Section section, Rng& rng, const Bindings& bindings, std::string& out) const {
  FH_CHECK(section < sections_.size());
  const Range range = sections_[section];
  const uint64_t chosen = range.begin + rng.below(range.end - range.begin);
  if (used_ != nullptr) ++(*used_)[chosen];
  expand(patterns_[chosen].pieces, rng, bindings, out);
}

void Grammar::expand(const Sequence& pieces, Rng& rng, const Bindings& bindings,
                     std::string& out) const {
  for (const Piece& piece : pieces) {
    switch (piece.type) {
      case Piece::Type::kText:
        out += piece.text;
        break;
      case Piece::Type::kBound:
        out += bindings[static_cast<Bound>(piece.index)];
        break;
      case Piece::Type::kSlot: {
        const std::vector<Sequence>& choices = slots_[piece.index];
        expand(choices[rng.below(choices.size())], rng, bindings, out);
        break;
      }
    }
  }
}

std::vector<std::string_view> Grammar::unmentioned_slots() const {
  std::vector<std::string_view> names;
  for (size_t slot = 0; slot < slots_.size(); ++slot) {
    if (!mentioned_[slot]) names.push_back(slot_names_[slot]);
  }
  return names;
}

}  // namespace fh::example
