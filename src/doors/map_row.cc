#include "doors/map_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "base/time.h"
#include "doors/values.h"
#include "model/columns.h"
#include "model/draft_json.h"

namespace fh::doors {

using model::Draft;
using model::Signifier;

namespace {

constexpr std::string_view kBetweenWords = "\n\n";

std::string& text_field(Draft& draft, Field field) {
  switch (field) {
    case Field::kSource:
      return draft.source;
    case Field::kSourceId:
      return draft.source_id;
    case Field::kPerson:
      return draft.person;
    case Field::kParty:
      return draft.party;
    case Field::kFunction:
      return draft.function;
    case Field::kKind:
      return draft.kind;
    case Field::kTouchpoint:
      return draft.touchpoint;
    case Field::kStage:
      return draft.stage;
    case Field::kChannel:
      return draft.channel;
    case Field::kUnit:
      return draft.unit;
    case Field::kLang:
      return draft.lang;
    case Field::kLivedAt:
      return draft.lived_at;
    case Field::kToldAt:
      return draft.told_at;
    case Field::kText:
    case Field::kExpected:
    case Field::kFelt:
      break;
  }
  return draft.text;
}

std::string translated(const FieldRule& rule, std::string_view text) {
  if (rule.values.empty()) return std::string(text);
  const std::string folded = lower(text);
  for (const auto& [from, to] : rule.values) {
    if (lower(from) == folded) return to;
  }
  return rule.otherwise.empty() ? std::string(text) : rule.otherwise;
}

}  // namespace

// One row's draft while it is being put together.
struct Mapper::Working {
  Draft draft;
  const Table* table = nullptr;
  std::vector<std::pair<uint32_t, std::string_view>> words;  // place among the text columns
  std::vector<std::string_view> more_words;                  // too long for where they stood
  std::vector<std::pair<uint32_t, std::string_view>> lived;
  std::vector<std::pair<uint32_t, std::string_view>> told;
  std::vector<std::pair<uint32_t, size_t>> slots;  // slot, index into draft.signifiers
  std::optional<double> expected;
  std::optional<double> felt;
};

Mapper::Mapper(Mapping mapping) : mapping_(std::move(mapping)) {
  zone_ms_ = zone_offset(mapping_.time_zone).value_or(0);
  for (const std::string& word : mapping_.absent) {
    absent_bytes_max_ = std::max(absent_bytes_max_, word.size());
  }
  std::unordered_map<std::string, uint32_t> by_name;
  for (const SignifierRule& rule : mapping_.signifiers) {
    slots_.push_back(by_name.emplace(rule.name, by_name.size()).first->second);
    keys_.insert(model::column_key(rule.name));
  }
}

std::vector<Mapper::Target> Mapper::targets_of(const Column& column) const {
  std::vector<Target> targets;
  for (uint32_t field = 0; field < kFields; ++field) {
    const auto& columns = mapping_.fields[field].columns;
    const auto found = std::ranges::find(columns, column.name);
    if (found == columns.end()) continue;
    targets.push_back({Aim::kField, field, static_cast<uint32_t>(found - columns.begin())});
  }
  for (uint32_t i = 0; i < mapping_.subjects.size(); ++i) {
    if (mapping_.subjects[i].column == column.name) targets.push_back({Aim::kSubject, i, 0});
  }
  for (uint32_t i = 0; i < mapping_.signifiers.size(); ++i) {
    if (mapping_.signifiers[i].column == column.name) targets.push_back({Aim::kSignifier, i, 0});
  }
  const bool dropped = std::ranges::find(mapping_.dropped, column.name) != mapping_.dropped.end();
  const bool left = targets.empty() && !dropped && mapping_.others == Others::kKeep;
  if (left) targets.push_back({Aim::kByItself, 0, 0});
  return targets;
}

void Mapper::learn(const Table& table) {
  for (size_t i = targets_.size(); i < table.columns.size(); ++i) {
    targets_.push_back(targets_of(table.columns[i]));
    const Column& column = table.columns[i];
    const bool by_itself = targets_.back().size() == 1 && targets_.back()[0].aim == Aim::kByItself;
    labels_.push_back(by_itself ? unique_label(column) : std::string());
  }
}

std::string Mapper::unique_label(const Column& column) {
  std::string plain = signifier_name(column.label.empty() ? column.name : column.label);
  if (model::column_key(plain).empty()) plain = "column";
  std::string name = plain;
  for (int times = 2; !keys_.insert(model::column_key(name)).second; ++times) {
    name = fmt::format("{} ({})", plain, times);
  }
  return name;
}

Result<Draft> Mapper::map(const Row& row, const Table& table) {
  if (mapping_.format.own_shape) return map_own(row);
  learn(table);
  Working work;
  work.table = &table;
  for (const Cell& cell : row.cells) {
    const std::string_view text = row.text(cell);
    if (is_absent(text)) continue;
    for (const Target& target : targets_[cell.column]) {
      if (target.aim == Aim::kByItself) {
        put_by_itself(cell, text, work);
      } else if (target.aim == Aim::kSignifier) {
        put_signifier(target.rule, text, work);
      } else if (target.aim == Aim::kField) {
        put_field(static_cast<Field>(target.rule), target.place, text, work);
      } else if (target.aim == Aim::kSubject) {
        const SubjectRule& rule = mapping_.subjects[target.rule];
        work.draft.subjects.emplace_back(name_of(rule.level), trim(text));
      }
    }
  }
  finish(row, work);
  return std::move(work.draft);
}

bool Mapper::is_absent(std::string_view text) const {
  if (text.size() > absent_bytes_max_ + 16) return false;
  const std::string_view word = trim(text);
  return word.empty() || std::ranges::find(mapping_.absent, word) != mapping_.absent.end();
}

void Mapper::put_field(Field field, uint32_t place, std::string_view text, Working& work) {
  switch (field) {
    case Field::kText:
      work.words.emplace_back(place, text);
      return;
    case Field::kLivedAt:
      work.lived.emplace_back(place, trim(text));
      return;
    case Field::kToldAt:
      work.told.emplace_back(place, trim(text));
      return;
    case Field::kExpected:
    case Field::kFelt:
      put_rating(field, text, work);
      return;
    case Field::kLang: {
      const std::string tag = language_tag(text);
      if (tag.empty()) as_written(mapping_.field(field).columns[place], text, work);
      work.draft.lang = tag;
      return;
    }
    default:
      text_field(work.draft, field) = translated(mapping_.field(field), trim(text));
  }
}

void Mapper::put_rating(Field field, std::string_view text, Working& work) {
  const FieldRule& rule = mapping_.field(field);
  const std::optional<double> value = parse_number(text);
  const auto scale = model::scale_named(rule.scale);
  const bool fits = value && scale && *value >= scale->low && *value <= scale->high;
  if (!fits) {
    as_written(rule.columns.front(), text, work);
    return;
  }
  (field == Field::kFelt ? work.felt : work.expected) = value;
}

void Mapper::add_keyword(uint32_t slot, std::string_view text, Working& work) {
  text = trim(text);
  for (const auto& [known, index] : work.slots) {
    if (known != slot) continue;
    auto& several = std::get<std::vector<std::string>>(work.draft.signifiers[index].value);
    if (std::ranges::find(several, text) == several.end()) several.emplace_back(text);
    return;
  }
  work.slots.emplace_back(slot, work.draft.signifiers.size());
  work.draft.signifiers.push_back(
      {.name = {}, .value = std::vector<std::string>{std::string(text)}});
}

void Mapper::put_signifier(uint32_t rule_index, std::string_view text, Working& work) {
  const SignifierRule& rule = mapping_.signifiers[rule_index];
  auto& signifiers = work.draft.signifiers;
  switch (rule.type) {
    case ValueType::kKeyword:
      if (trim(text).size() > limits::kKeywordBytesMax) {
        work.more_words.push_back(text);
        return;
      }
      signifiers.push_back({.name = rule.name, .value = std::string(trim(text))});
      return;
    case ValueType::kNumber:
      if (const auto number = parse_number(text)) {
        signifiers.push_back({.name = rule.name, .value = *number});
        return;
      }
      break;
    case ValueType::kYesNo:
      if (const auto truth = parse_yes_no(text)) {
        signifiers.push_back({.name = rule.name, .value = *truth});
        return;
      }
      break;
    case ValueType::kDate:
      if (const auto instant = parse_date(trim(text), rule.format, zone_ms_)) {
        signifiers.push_back({.name = rule.name, .value = *instant});
        return;
      }
      break;
    case ValueType::kKeywords: {
      const uint32_t slot = slots_[rule_index];
      for (const std::string_view piece : pieces_of(text, rule.separator)) {
        if (is_absent(piece)) continue;
        add_keyword(slot, piece, work);
        for (const auto& [known, index] : work.slots) {
          if (known == slot) signifiers[index].name = rule.name;
        }
      }
      return;
    }
  }
  as_written(rule.column, text, work);
}

// A column the mapping does not name: its type is what the format says.
void Mapper::put_by_itself(const Cell& cell, std::string_view text, Working& work) {
  const std::string& name = labels_[cell.column];
  if (cell.in_list) {
    const uint32_t slot = static_cast<uint32_t>(mapping_.signifiers.size()) + 1 + cell.column;
    add_keyword(slot, text, work);
    for (const auto& [known, index] : work.slots) {
      if (known == slot) work.draft.signifiers[index].name = name;
    }
    return;
  }
  if (trim(text).size() > limits::kKeywordBytesMax) {
    work.more_words.push_back(text);
    return;
  }
  Signifier signifier = {.name = name, .value = std::string(trim(text))};
  if (cell.type == CellType::kNumber) {
    if (const auto number = parse_number(text)) signifier.value = *number;
  } else if (cell.type == CellType::kBool) {
    signifier.value = text == "true";
  }
  work.draft.signifiers.push_back(std::move(signifier));
}

void Mapper::as_written(std::string_view column, std::string_view text, Working& work) {
  if (trim(text).size() > limits::kKeywordBytesMax) {
    work.more_words.push_back(text);
    return;
  }
  constexpr std::string_view kSuffix = " as written";
  const std::string name = signifier_name(column);
  const size_t room = limits::kNameBytesMax - kSuffix.size();
  std::string_view kept = std::string_view(name).substr(0, room);
  while (kept.size() < name.size() && !kept.empty() &&
         (static_cast<unsigned char>(name[kept.size()]) & 0xC0) == 0x80) {
    kept.remove_suffix(1);
  }
  ++notes_.as_written;
  std::string odd = fmt::format("{}{}", kept, kSuffix);
  const bool there = std::ranges::find(work.draft.signifiers, odd, &Signifier::name) !=
                     work.draft.signifiers.end();
  if (there) {
    work.more_words.push_back(text);
    return;
  }
  work.draft.signifiers.push_back({.name = std::move(odd), .value = std::string(trim(text))});
}

void Mapper::put_time(Field field, std::string_view text, Working& work) {
  const FieldRule& rule = mapping_.field(field);
  const std::optional<Instant> instant = parse_date(text, rule.format, zone_ms_);
  const bool plausible =
      instant && date_of(*instant).year >= limits::kYearMin && date_of(*instant).year <= 9999;
  if (plausible) {
    text_field(work.draft, field) = format_time(*instant);
  } else {
    as_written(rule.columns.front(), text, work);
  }
}

void Mapper::finish_times(Working& work) {
  for (const Field field : {Field::kLivedAt, Field::kToldAt}) {
    auto& parts = field == Field::kLivedAt ? work.lived : work.told;
    if (parts.empty()) continue;
    std::ranges::sort(parts, {}, &std::pair<uint32_t, std::string_view>::first);
    std::string joined;
    for (const auto& [place, part] : parts) {
      if (!joined.empty()) joined += ' ';
      joined += part;
    }
    put_time(field, joined, work);
  }
}

void Mapper::finish_words(Working& work) {
  std::string& text = work.draft.text;
  const auto join = [&text](std::string_view words) {
    if (!text.empty()) text += kBetweenWords;
    text += words;
  };
  // Elements of a list share a place: they follow each other as in the row's bytes.
  std::ranges::sort(work.words, {}, [](const std::pair<uint32_t, std::string_view>& words) {
    return std::pair(words.first, words.second.data());
  });
  for (const auto& [place, words] : work.words) join(words);
  for (const std::string_view words : work.more_words) {
    join(words);
    ++notes_.joined_words;
  }
  if (!text.empty()) return;
  work.draft.kind = name_of(model::Kind::kInteraction);
  ++notes_.without_words;
}

void Mapper::finish_ratings(Working& work) const {
  const std::string& felt_scale = mapping_.field(Field::kFelt).scale;
  const std::string& expected_scale = mapping_.field(Field::kExpected).scale;
  work.draft.felt = work.felt;
  work.draft.expected = work.expected;
  if (work.felt || work.expected) work.draft.scale = work.felt ? felt_scale : expected_scale;
  if (!work.felt || !work.expected || felt_scale == expected_scale) return;
  // A draft has one scale for both ratings: the expected one is moved onto felt's.
  const auto from = model::scale_named(expected_scale);
  const auto to = model::scale_named(felt_scale);
  FH_CHECK(from && to);  // put_rating() took both values by these scales
  const double share = (*work.expected - from->low) / (from->high - from->low);
  work.draft.expected = to->low + share * (to->high - to->low);
}

void Mapper::finish(const Row& row, Working& work) {
  Draft& draft = work.draft;
  finish_times(work);
  finish_words(work);
  finish_ratings(work);
  for (size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    const std::string& fixed = mapping_.fields[i].fixed;
    if (fixed.empty() || field == Field::kFelt || field == Field::kExpected) continue;
    std::string& target = text_field(draft, field);
    if (target.empty()) target = fixed;
  }
  for (const SubjectRule& rule : mapping_.subjects) {
    if (!rule.fixed.empty()) draft.subjects.emplace_back(name_of(rule.level), rule.fixed);
  }
  if (draft.source_id.empty()) {
    draft.source_id = fmt::format("row {} {:016x}", row.number, hash_of(row.bytes));
  }
}

Result<Draft> Mapper::map_own(const Row& row) {
  FH_ASSIGN_OR_RETURN(const Json json, parser_.parse(row.own));
  FH_ASSIGN_OR_RETURN(Draft draft, model::read_draft(json));
  if (draft.source.empty()) draft.source = mapping_.field(Field::kSource).fixed;
  if (draft.source_id.empty()) {
    draft.source_id = fmt::format("row {} {:016x}", row.number, hash_of(row.own));
  }
  if (draft.text.empty()) ++notes_.without_words;
  return draft;
}

}  // namespace fh::doors
