#include "model/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "model/columns.h"

namespace fh::model {
namespace {

// 0.33 three times is meant as a whole; the rest is for binary fractions.
constexpr double kShareSlack = 0.01 + 1e-9;

std::unexpected<Error> invalid(std::string field, std::string message, std::string advice = {}) {
  return failure(ErrorCode::kInvalid, std::move(message), std::move(field), std::move(advice));
}

// Any text: valid UTF-8, no NUL, within its limit.
Status check_text(std::string_view field, std::string_view text, size_t bytes_max) {
  if (text.size() > bytes_max) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("{} bytes are too many; the limit is {}", text.size(), bytes_max),
                   std::string(field));
  }
  const std::optional<size_t> broken = find_broken_utf8(text);
  const size_t nul = text.find('\0');
  if (!broken && nul == std::string_view::npos) return {};
  const size_t at = std::min(broken.value_or(text.size()), nul);
  const bool is_nul = at == nul;
  return std::unexpected(
      Error{.code = ErrorCode::kInvalid,
            .message = fmt::format("{} at byte {}", is_nul ? "a NUL" : "this is not UTF-8", at),
            .field = std::string(field),
            .advice = is_nul ? "Leave NUL bytes out" : "Save or send the text as UTF-8",
            .position = static_cast<int64_t>(at)});
}

// Checks and trims in place.
Status take_name(std::string_view field, std::string& text, size_t bytes_max) {
  const std::string_view kept = trimmed(text);
  if (kept.size() != text.size()) text = std::string(kept);
  return check_text(field, text, bytes_max);
}

template <typename Enum>
std::string allowed_names(Enum last) {
  std::string list;
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
    const std::string_view name = name_of(static_cast<Enum>(i));
    if (name.empty()) continue;
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

// The enumerator `found` for the word in `field`, or an error that lists them all.
template <typename Enum>
Result<Enum> one_of(std::optional<Enum> found, std::string field, Enum last) {
  if (found) return *found;
  return invalid(field, fmt::format("unknown {}; one of: {}", field, allowed_names(last)));
}

struct TimeBounds {
  Instant first;
  Instant last;
};

Result<Instant> take_time(std::string_view field, std::string_view text, TimeBounds bounds) {
  FH_RETURN_IF_ERROR(check_text(field, text, limits::kNameBytesMax));
  Result<Instant> time = parse_time(text);
  if (!time) {
    time.error().field = std::string(field);
    return time;
  }
  if (*time >= bounds.first && *time <= bounds.last) return time;
  return invalid(std::string(field),
                 fmt::format("{} is not between {} and {}", format_time(*time),
                             format_time(bounds.first), format_time(bounds.last)));
}

// BCP 47: the primary tag alone, lower case; what follows must look like subtags.
Result<std::string> primary_language(std::string_view tag) {
  const size_t end = std::min(tag.find_first_of("-_"), tag.size());
  const std::string_view primary = tag.substr(0, end);
  const bool letters = std::ranges::all_of(primary, is_ascii_letter);
  const bool rest = std::ranges::all_of(tag.substr(end), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_';
  });
  if (!letters || !rest || primary.size() < 2 || primary.size() > 3 || tag.ends_with('-')) {
    return invalid("lang", "not a language tag", "Write it like en, de or pt-BR");
  }
  std::string language = ascii_lower(primary);
  if (language == "und") language.clear();  // "undetermined" says nothing
  return language;
}

Result<std::optional<Rating>> take_rating(std::string field, std::optional<double> given,
                                          Scale scale) {
  if (!given) return std::nullopt;
  if (!std::isfinite(*given) || *given < scale.low || *given > scale.high) {
    return invalid(std::move(field),
                   fmt::format("{} lies outside the scale {}", *given, to_string(scale)),
                   "Say the source's own scale in `scale`, for example 1..5");
  }
  const double share = (*given - scale.low) / (scale.high - scale.low);
  return Rating{.hundredths = static_cast<int32_t>(std::lround(share * 1000)), .original = *given};
}

Result<std::vector<Subject>> take_subjects(
    std::vector<std::pair<std::string, std::string>>& given) {
  if (given.size() > limits::kSubjectsMax) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("{} subjects are too many; the limit is {}", given.size(),
                               limits::kSubjectsMax),
                   "subject");
  }
  std::vector<Subject> subjects;
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string field = given.size() == 1 ? "subject" : fmt::format("subject[{}]", i);
    auto& [level, name] = given[i];
    FH_RETURN_IF_ERROR(take_name(field + ".level", level, limits::kNameBytesMax));
    FH_RETURN_IF_ERROR(take_name(field + ".name", name, limits::kKeywordBytesMax));
    if (name.empty()) continue;
    const std::optional<SubjectLevel> known = subject_level_named(level);
    if (!known) {
      return invalid(field + ".level", fmt::format("unknown subject level; one of: {}",
                                                   allowed_names(SubjectLevel::kService)));
    }
    Subject subject{.level = *known, .name = std::move(name)};
    if (std::ranges::find(subjects, subject) == subjects.end()) {
      subjects.push_back(std::move(subject));
    }
  }
  return subjects;
}

// Checks one signifier's value in place; called with each type it may have.
struct ValueCheck {
  const std::string& field;

  Status operator()(std::string& keyword) const {
    return take_name(field, keyword, limits::kKeywordBytesMax);
  }

  Status operator()(std::vector<std::string>& keywords) const {
    if (keywords.size() > limits::kKeywordsPerSignifierMax) {
      return failure(ErrorCode::kTooLarge,
                     fmt::format("{} keywords are too many; the limit is {}", keywords.size(),
                                 limits::kKeywordsPerSignifierMax),
                     field);
    }
    std::vector<std::string> kept;  // each once: a keyword given twice counts once
    for (std::string& keyword : keywords) {
      FH_RETURN_IF_ERROR((*this)(keyword));
      if (keyword.empty() || std::ranges::find(kept, keyword) != kept.end()) continue;
      kept.push_back(std::move(keyword));
    }
    keywords = std::move(kept);
    return {};
  }

  Status operator()(double number) const {
    if (std::isfinite(number)) return {};
    return invalid(field, "not a finite number");
  }

  Status operator()(bool) const { return {}; }

  Status operator()(Instant instant) const {
    if (instant >= start_of_day({.year = 1, .month = 1, .day = 1}) &&
        instant.ms < start_of_day({.year = 9999, .month = 12, .day = 31}).ms + kMsPerDay) {
      return {};
    }
    return invalid(field, "the date is not within the years 1 to 9999");
  }

  Status operator()(PoleScale& scale) const {
    FH_RETURN_IF_ERROR(pole(field + ".from", scale.from));
    FH_RETURN_IF_ERROR(pole(field + ".to", scale.to));
    return part(field + ".scale", scale.place);
  }

  Status operator()(ShareOfThree& share) const {
    double sum = 0;
    for (auto& [name, value] : share.parts) {
      FH_RETURN_IF_ERROR(pole(field + ".share", name));
      FH_RETURN_IF_ERROR(part(fmt::format("{}.share.{}", field, name), value));
      sum += value;
    }
    if (std::abs(sum - 1) <= kShareSlack) return {};
    return invalid(field + ".share", fmt::format("the three parts sum to {:.4g}, not to 1", sum));
  }

 private:
  static Status pole(const std::string& field, std::string& name) {
    FH_RETURN_IF_ERROR(take_name(field, name, limits::kNameBytesMax));
    if (!column_key(name).empty()) return {};
    return invalid(field, "a name with a letter or a digit is needed");
  }
  static Status part(const std::string& field, double value) {
    if (value >= 0 && value <= 1) return {};
    return invalid(field, fmt::format("{} does not lie between 0 and 1", value));
  }
};

bool says_nothing(const SignifierValue& value) {
  if (const auto* keyword = std::get_if<std::string>(&value)) return keyword->empty();
  const auto* keywords = std::get_if<std::vector<std::string>>(&value);
  return keywords != nullptr && keywords->empty();
}

Status take_signifier_name(size_t index, std::string& name) {
  const std::string place = fmt::format("signifiers[{}]", index);
  FH_RETURN_IF_ERROR(take_name(place, name, limits::kNameBytesMax));
  if (!column_key(name).empty()) return {};
  return invalid(place, "a signifier's name needs a letter or a digit");
}

using ColumnNames = std::unordered_set<std::string, StringHash, std::equal_to<>>;

// Two signifiers may not meet in one column, whatever their spelling.
Status claim_columns(const Signifier& signifier, const std::string& field, ColumnNames& taken) {
  std::vector<ColumnEntry> entries;
  add_signifier_columns(signifier, entries);
  const bool several = std::holds_alternative<std::vector<std::string>>(signifier.value);
  if (several && entries.size() > 1) entries.resize(1);
  for (ColumnEntry& entry : entries) {
    if (taken.insert(entry.column).second) continue;
    return invalid(field, fmt::format("a second signifier for the column {}", entry.column),
                   "Give each signifier a name of its own; case and punctuation do not tell apart");
  }
  return {};
}

Result<std::vector<Signifier>> take_signifiers(std::vector<Signifier>& given) {
  if (given.size() > limits::kSignifiersMax) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("{} signifiers are too many; the limit is {}", given.size(),
                               limits::kSignifiersMax),
                   "signifiers");
  }
  std::vector<Signifier> kept;
  kept.reserve(given.size());
  ColumnNames taken;
  for (size_t i = 0; i < given.size(); ++i) {
    Signifier& signifier = given[i];
    FH_RETURN_IF_ERROR(take_signifier_name(i, signifier.name));
    const std::string field = "signifiers." + signifier.name;
    FH_RETURN_IF_ERROR(std::visit(ValueCheck{field}, signifier.value));
    if (says_nothing(signifier.value)) continue;
    FH_RETURN_IF_ERROR(claim_columns(signifier, field, taken));
    kept.push_back(std::move(signifier));
  }
  return kept;
}

Status take_names(Draft& draft, Checked& checked) {
  struct Place {
    std::string_view field;
    std::string& from;
    std::string& to;
    size_t bytes_max;
  };
  Experience& to = checked.experience;
  const std::array<Place, 7> places = {{
      {"source", draft.source, to.source, limits::kNameBytesMax},
      {"source_id", draft.source_id, to.source_id, limits::kSourceIdBytesMax},
      {"person", draft.person, checked.person, limits::kPersonBytesMax},
      {"touchpoint", draft.touchpoint, to.touchpoint, limits::kKeywordBytesMax},
      {"stage", draft.stage, to.stage, limits::kKeywordBytesMax},
      {"channel", draft.channel, to.channel, limits::kKeywordBytesMax},
      {"unit", draft.unit, to.unit, limits::kKeywordBytesMax},
  }};
  for (const Place& place : places) {
    FH_RETURN_IF_ERROR(take_name(place.field, place.from, place.bytes_max));
    place.to = std::move(place.from);
  }
  return {};
}

Status take_words(Draft& draft, Experience& experience) {
  FH_RETURN_IF_ERROR(take_name("kind", draft.kind, limits::kNameBytesMax));
  FH_RETURN_IF_ERROR(take_name("party", draft.party, limits::kNameBytesMax));
  FH_RETURN_IF_ERROR(take_name("function", draft.function, limits::kNameBytesMax));
  if (!draft.kind.empty()) {
    FH_ASSIGN_OR_RETURN(experience.kind, one_of(kind_named(draft.kind), "kind", Kind::kConcern));
  }
  FH_ASSIGN_OR_RETURN(experience.party, one_of(party_named(draft.party), "party", Party::kOther));
  FH_ASSIGN_OR_RETURN(experience.function,
                      one_of(function_named(draft.function), "function", Function::kMaintenance));
  FH_RETURN_IF_ERROR(check_text("text", draft.text, limits::kTextBytesMax));
  if (trimmed(draft.text).empty() && experience.kind != Kind::kInteraction) {
    return invalid("text", "there are no words",
                   "Only an experience of kind interaction may come without words");
  }
  experience.text = std::move(draft.text);
  FH_RETURN_IF_ERROR(take_name("lang", draft.lang, limits::kNameBytesMax));
  if (draft.lang.empty()) return {};
  FH_ASSIGN_OR_RETURN(experience.lang, primary_language(draft.lang));
  return {};
}

Status take_times(const Draft& draft, Instant now, Experience& experience) {
  const Instant first = start_of_day({.year = limits::kYearMin, .month = 1, .day = 1});
  const Instant soon = {now.ms + kMsPerDay};
  const Instant end_of_calendar = {start_of_day({.year = 9999, .month = 12, .day = 31}).ms +
                                   kMsPerDay - 1};
  experience.told_at = now;
  if (const std::string_view told = trimmed(draft.told_at); !told.empty()) {
    FH_ASSIGN_OR_RETURN(experience.told_at, take_time("told_at", told, {first, soon}));
  }
  const std::string_view lived = trimmed(draft.lived_at);
  if (lived.empty()) return {};
  const bool ahead = experience.kind == Kind::kWish || experience.kind == Kind::kExpectation;
  FH_ASSIGN_OR_RETURN(experience.lived_at,
                      take_time("lived_at", lived, {first, ahead ? end_of_calendar : soon}));
  return {};
}

Status take_ratings(Draft& draft, Experience& experience) {
  FH_RETURN_IF_ERROR(take_name("scale", draft.scale, limits::kNameBytesMax));
  if (!draft.scale.empty()) {
    const std::optional<Scale> scale = scale_named(draft.scale);
    if (!scale) {
      return invalid("scale", "not a scale",
                     "Write the lowest and highest rating like 1..5, or one of stars, csat, nps, "
                     "ces, percent, unit, balance");
    }
    experience.scale = *scale;
  }
  FH_ASSIGN_OR_RETURN(experience.expected,
                      take_rating("expected", draft.expected, experience.scale));
  FH_ASSIGN_OR_RETURN(experience.felt, take_rating("felt", draft.felt, experience.scale));
  // A scale of nothing says nothing.
  if (!experience.expected && !experience.felt) experience.scale = Scale{};
  return {};
}

}  // namespace

Result<Checked> validate(Draft draft, Instant now) {
  Checked checked;
  Experience& experience = checked.experience;
  FH_RETURN_IF_ERROR(take_words(draft, experience));
  FH_RETURN_IF_ERROR(take_names(draft, checked));
  FH_RETURN_IF_ERROR(take_times(draft, now, experience));
  FH_RETURN_IF_ERROR(take_ratings(draft, experience));
  FH_ASSIGN_OR_RETURN(experience.subjects, take_subjects(draft.subjects));
  FH_ASSIGN_OR_RETURN(experience.signifiers, take_signifiers(draft.signifiers));
  return checked;
}

}  // namespace fh::model
