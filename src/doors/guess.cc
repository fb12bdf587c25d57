#include "doors/guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/limits.h"
#include "doors/column_name.h"
#include "doors/guess_names.h"
#include "doors/guess_values.h"
#include "doors/values.h"
#include "model/columns.h"

namespace fh::doors {
namespace {

constexpr double kNearlyAll = 0.98;
constexpr size_t kKeyBytesMax = 40;  // a UUID and a bit

class Guesser {
 public:
  explicit Guesser(const GuessInput& input) : input_(input) {
    guess_.mapping.format = input.format;
    guess_.mapping.absent = usual_absent_words(input.format);
    guess_.rows = input.profile.rows();
    profiles_ = input.profile.columns();
    profiles_.resize(input.table.columns.size());
    for (size_t i = 0; i < profiles_.size(); ++i) {
      names_.push_back(words_of_name(column(i)));
      guess_.samples[column(i)] = profiles_[i].samples;
    }
    used_.resize(profiles_.size(), false);
  }

  Guess run() {
    field(Field::kSource).fixed = input_.source;
    reason(Field::kSource, "the file's name");
    if (input_.format.own_shape) {
      guess_.reasons["own"] = "firsthand's own shape: taken as it is";
      return std::move(guess_);
    }
    drop_what_says_nothing();
    find_ratings();
    find_id();
    find_time();
    find_words();
    find_person();
    find_plain();
    find_party_and_kind();
    find_subjects();
    find_more_words();
    rest_as_signifiers();
    return std::move(guess_);
  }

 private:
  size_t count() const { return profiles_.size(); }
  const std::string& column(size_t i) const { return input_.table.columns[i].name; }
  FieldRule& field(Field which) { return guess_.mapping.field(which); }
  void reason(Field which, std::string why) {
    guess_.reasons[std::string(name_of(which))] = std::move(why);
  }
  void take(Field which, size_t i, std::string why) {
    field(which).columns.push_back(column(i));
    used_[i] = true;
    reason(which, std::move(why));
  }
  double fill(size_t i) const {
    return guess_.rows == 0
               ? 0
               : static_cast<double>(profiles_[i].filled) / static_cast<double>(guess_.rows);
  }

  // The best-named column that passes `fits`; nested ones only where they may.
  template <typename Fits>
  std::optional<size_t> best_named(std::span<const std::string_view> wanted, const Fits& fits,
                                   bool nested = false) const {
    std::optional<size_t> best;
    int best_rank = 0;
    for (size_t i = 0; i < count(); ++i) {
      const int rank = rank_in(wanted, names_[i]);
      if (rank < 0 || used_[i] || (names_[i].nested && !nested) || !fits(i)) continue;
      if (best && rank >= best_rank) continue;
      best = i;
      best_rank = rank;
    }
    return best;
  }

  void drop(size_t i, std::string why) {
    used_[i] = true;
    guess_.mapping.dropped.push_back(column(i));
    guess_.reasons[column(i)] = std::move(why);
  }

  // Where not every row was looked at, an empty column is left to itself: it may
  // begin later.
  void drop_what_says_nothing() {
    for (size_t i = 0; i < count(); ++i) {
      if (profiles_[i].filled > 0) continue;
      if (input_.complete) {
        drop(i, "empty in every row");
      } else {
        used_[i] = true;
      }
    }
    drop_copies();
  }

  // Some tools export the words several times over.
  void drop_copies() {
    constexpr double kNearlyCopies = 0.6;  // of all values: short ones are not compared
    for (size_t i = 0; i < count(); ++i) {
      const ColumnProfile& p = profiles_[i];
      if (used_[i] || p.share(p.copies) < kNearlyCopies) continue;
      drop(i, fmt::format("the same words as \"{}\"", column(p.copied)));
    }
  }

  void find_ratings() {
    const auto rates = [&](size_t i) {
      return profiles_[i].share(profiles_[i].numbers) >= kNearlyAll && profiles_[i].codes == 0 &&
             !guess_scale(names_[i], profiles_[i]).empty();
    };
    std::optional<size_t> felt = best_named(kFeltNames, rates);
    if (!felt) felt = only_rating_like(rates);
    if (felt) take_rating(Field::kFelt, *felt);
    const auto expected = best_named(kExpectedNames, rates);
    if (expected) take_rating(Field::kExpected, *expected);
  }

  // "OverallRating of stay", "customer_rating": taken where there is just one such.
  template <typename Rates>
  std::optional<size_t> only_rating_like(const Rates& rates) const {
    std::optional<size_t> found;
    for (size_t i = 0; i < count(); ++i) {
      const bool like = names_[i].ends_with("rating") || names_[i].ends_with("stars") ||
                        names_[i].has("nps") || names_[i].has("csat");
      if (!like || names_[i].nested || used_[i] || !rates(i)) continue;
      if (found) return std::nullopt;
      found = i;
    }
    return found;
  }

  void take_rating(Field which, size_t i) {
    const std::string scale = guess_scale(names_[i], profiles_[i]);
    take(which, i,
         fmt::format("by its name; values lie between {} and {}", profiles_[i].low,
                     profiles_[i].high));
    field(which).scale = scale;
  }

  void find_id() {
    const auto unique = [&](size_t i) {
      const ColumnProfile& p = profiles_[i];
      return p.filled == guess_.rows && !p.repeats && p.bytes_max <= limits::kSourceIdBytesMax &&
             (p.words_mean() < 4 || p.bytes_max <= kKeyBytesMax) && p.listed == 0;
    };
    std::optional<size_t> id = best_named(kIdNames, unique, true);
    for (size_t i = 0; i < count() && !id; ++i) {
      const bool named = names_[i].ends_with("id") || names_[i].ends_with("uuid") ||
                         names_[i].ends_with("number") || names_[i].ends_with("#") ||
                         names_[i].ends_with("key");
      // Without a header only the values speak: all different, of digits, and short.
      const bool nameless = input_.format.header_rows == 0 && guess_.rows > 1 &&
                            profiles_[i].codes + profiles_[i].whole >= profiles_[i].filled &&
                            profiles_[i].bytes_mean() >= 4;
      if ((named || nameless) && !used_[i] && unique(i)) id = i;
    }
    if (id) {
      take(Field::kSourceId, *id, "different in every row");
    } else {
      reason(Field::kSourceId, "no column is different in every row: made of row and content");
    }
  }

  struct When {
    size_t column = 0;
    DateFormat format = DateFormat::kYearMonthDay;
    bool lived = false;
    int score = 0;
  };

  std::optional<When> as_time(size_t i) const {
    const ColumnProfile& p = profiles_[i];
    if (used_[i] || p.filled == 0 || names_[i].nested || p.listed > 0) return std::nullopt;
    const std::optional<DateFormat> format = guess_date_format(names_[i], p);
    if (!format) return std::nullopt;
    When when = {.column = i, .format = *format};
    const int lived = rank_in(kLivedNames, names_[i]);
    const int told = rank_in(kToldNames, names_[i]);
    when.lived = lived >= 0;
    when.score = static_cast<int>(fill(i) * 50);
    if (p.dates[static_cast<size_t>(*format)] == p.filled) when.score += 10;
    if (lived >= 0) when.score += 60 - lived;
    if (told >= 0) when.score += 45 - told;
    if (!is_ambiguous_date(p)) when.score += 3;
    constexpr std::array<std::string_view, 8> kLater = {
        "updated", "modified", "closed", "sent", "reply", "responded", "updates", "response"};
    constexpr std::array<std::string_view, 6> kOther = {"judgment", "export", "birth",
                                                        "expires",  "due",    "dob"};
    for (const std::string_view word : kOther) {
      if (names_[i].has(word)) return std::nullopt;
    }
    for (const std::string_view word : kLater) {
      if (names_[i].has(word)) when.score -= 40;
    }
    return when;
  }

  void find_time() {
    std::optional<When> best;
    for (size_t i = 0; i < count(); ++i) {
      const std::optional<When> when = as_time(i);
      if (when && when->score >= 20 && (!best || when->score > best->score)) best = when;
    }
    if (!best) return;
    take(Field::kLivedAt, best->column,
         fmt::format("read as {}{}", name_of(best->format),
                     is_ambiguous_date(profiles_[best->column])
                         ? "; d/m/y would fit as well, so check it"
                         : ""));
    field(Field::kLivedAt).format = best->format;
    add_clock(best->column);
  }

  // A time of day beside a date without one.
  void add_clock(size_t date) {
    if (profiles_[date].with_clock > 0) return;
    for (size_t i = 0; i < count(); ++i) {
      const ColumnProfile& p = profiles_[i];
      if (used_[i] || names_[i].joined != "time" || p.share(p.clocks) < kNearlyAll) continue;
      field(Field::kLivedAt).columns.push_back(column(i));
      used_[i] = true;
      return;
    }
  }

  // How much a column looks like someone's own words.
  double wordiness(size_t i) const {
    const ColumnProfile& p = profiles_[i];
    if (used_[i] || p.filled == 0 || p.listed > 0 || p.letters * 3 < p.bytes) return 0;
    const int rank = rank_in(kTextNames, names_[i]);
    const double different =
        p.repeats ? std::min(1.0, static_cast<double>(p.distinct) / static_cast<double>(p.filled))
                  : 1.0;
    const bool free = p.words_mean() >= 3 && different > 0.3;
    if (!free && !(rank >= 0 && p.words_mean() >= 2 && different > 0.1)) return 0;
    const double named = rank >= 0 && !names_[i].nested ? 3 : 1;
    const double filled = 0.25 + 0.75 * fill(i);
    return p.bytes_mean() * different * filled * named * (names_[i].nested ? 0.5 : 1);
  }

  void find_words() {
    std::optional<size_t> best;
    double best_score = 0;
    for (size_t i = 0; i < count(); ++i) {
      const double score = wordiness(i);
      if (score <= best_score) continue;
      best = i;
      best_score = score;
    }
    if (best) {
      take(Field::kText, *best,
           fmt::format("the longest free text: {:.0f} words on average",
                       profiles_[*best].words_mean()));
    } else {
      reason(Field::kText, "no column holds free text: every row counts as an interaction");
    }
  }

  // Text too long for a signifier can only be words.
  void find_more_words() {
    for (size_t i = 0; i < count(); ++i) {
      const ColumnProfile& p = profiles_[i];
      if (used_[i] || p.bytes_max <= limits::kKeywordBytesMax || p.listed > 0) continue;
      field(Field::kText).columns.push_back(column(i));
      used_[i] = true;
      guess_.reasons[column(i)] =
          fmt::format("holds up to {} bytes, more than a signifier keeps", p.bytes_max);
    }
  }

  void find_person() {
    const auto fits = [&](size_t i) {
      return profiles_[i].bytes_max <= limits::kPersonBytesMax && profiles_[i].distinct > 2 &&
             profiles_[i].listed == 0 && profiles_[i].words_mean() < 5;
    };
    const auto person = best_named(kPersonNames, fits, true);
    if (person) {
      take(Field::kPerson, *person, "by its name; kept as a keyed hash only");
      return;
    }
    constexpr std::array<std::string_view, 3> kAddresses = {"email", "email address", "e mail"};
    const auto address = best_named(kAddresses, fits);
    if (address) take(Field::kPerson, *address, "an address; kept as a keyed hash only");
  }

  void find_plain() {
    struct Plain {
      Field field;
      std::span<const std::string_view> names;
    };
    const std::array<Plain, 5> plain = {{{Field::kTouchpoint, kTouchpointNames},
                                         {Field::kStage, kStageNames},
                                         {Field::kChannel, kChannelNames},
                                         {Field::kUnit, kUnitNames},
                                         {Field::kLang, kLangNames}}};
    for (const Plain& wanted : plain) {
      const auto fits = [&](size_t i) {
        const ColumnProfile& p = profiles_[i];
        const bool short_words = p.bytes_max <= limits::kNameBytesMax && p.words_mean() < 8;
        const bool tag = wanted.field != Field::kLang ||
                         (!p.values.empty() && std::ranges::all_of(p.values, [](const auto& v) {
                           return !language_tag(v).empty();
                         }));
        return short_words && tag && p.listed == 0 && p.share(p.numbers) < 0.5;
      };
      const auto found = best_named(wanted.names, fits);
      if (found) take(wanted.field, *found, "by its name");
    }
    constexpr std::array<std::string_view, 2> kSourceNames = {"source", "source name"};
    const auto source = best_named(kSourceNames, [&](size_t i) {
      const ColumnProfile& p = profiles_[i];
      return fill(i) > 0.999 && p.distinct <= 1000 && p.bytes_max <= limits::kNameBytesMax &&
             p.words_mean() < 5;
    });
    if (source) take(Field::kSource, *source, "by its name; the file's name where it is absent");
  }

  void find_party_and_kind() {
    const auto few = [&](size_t i) {
      return profiles_[i].distinct <= kValuesKept && profiles_[i].listed == 0 &&
             profiles_[i].numbers == 0;
    };
    translate(Field::kParty, best_named(kPartyNames, few), party_meaning);
    translate(Field::kKind, best_named(kKindNames, few), kind_meaning);
  }

  // A column whose words stand for firsthand's. Where a word says more than the one
  // it stands for ("patient" for customer), the column stays a signifier too.
  void translate(Field which, std::optional<size_t> i,
                 std::string_view (*meaning)(std::string_view)) {
    if (!i || profiles_[*i].values.empty()) return;
    FieldRule rule;
    size_t understood = 0;
    bool says_more = false;
    for (const std::string& value : profiles_[*i].values) {
      const std::string_view means = meaning(value);
      understood += means.empty() ? 0 : 1;
      says_more = says_more || lower(value) != means;
      if (!means.empty() && value != means) rule.values.emplace_back(value, means);
    }
    if (understood * 2 < profiles_[*i].values.size()) return;
    rule.columns = {column(*i)};
    rule.otherwise = which == Field::kParty ? "other" : "story";
    // "otherwise" must not catch firsthand's own words.
    for (const std::string& value : profiles_[*i].values) {
      const std::string_view means = meaning(value);
      if (!means.empty() && value == means) rule.values.emplace_back(value, means);
    }
    std::ranges::sort(rule.values);  // the order a mapping reads back in
    field(which) = std::move(rule);
    reason(which, "by its name and words; other words count as what `otherwise` says");
    if (!says_more) used_[*i] = true;
  }

  void find_subjects() {
    struct Wanted {
      model::SubjectLevel level;
      std::span<const std::string_view> names;
    };
    const std::array<Wanted, 4> wanted = {{{model::SubjectLevel::kIndustry, kIndustryNames},
                                           {model::SubjectLevel::kOrganisation, kOrganisationNames},
                                           {model::SubjectLevel::kProduct, kProductNames},
                                           {model::SubjectLevel::kService, kServiceNames}}};
    for (const Wanted& level : wanted) {
      const auto found = best_named(level.names, [&](size_t i) {
        const ColumnProfile& p = profiles_[i];
        return p.bytes_max <= limits::kNameBytesMax && p.share(p.numbers) < 0.5 && p.listed == 0 &&
               p.share(p.yes_no) < 0.5;
      });
      if (!found) continue;
      guess_.mapping.subjects.push_back(
          {.level = level.level, .column = column(*found), .fixed = {}});
      used_[*found] = true;
    }
  }

  void rest_as_signifiers() {
    std::set<std::string> keys;
    for (size_t i = 0; i < count(); ++i) {
      if (used_[i]) continue;
      if (rank_in(kContactNames, names_[i]) >= 0) {
        drop(i, "contact details: they are no signifier");
        continue;
      }
      const Column& from = input_.table.columns[i];
      SignifierRule rule = signifier_rule(from.name, names_[i], profiles_[i]);
      const std::optional<std::string> shared = repeated_choice(i);
      if (shared) {
        rule.type = ValueType::kKeywords;
        rule.name = *shared;
        guess_.reasons[from.name] = "one of several columns for the same question";
      } else {
        rule.name = unique_name(from.label.empty() ? from.name : from.label, keys);
      }
      keys.insert(model::column_key(rule.name));
      guess_.mapping.signifiers.push_back(std::move(rule));
    }
  }

  static std::string unique_name(std::string_view label, const std::set<std::string>& keys) {
    std::string plain = signifier_name(label);
    if (model::column_key(plain).empty()) plain = "column";
    std::string name = plain;
    for (int times = 2; keys.contains(model::column_key(name)); ++times) {
      name = fmt::format("{} ({})", plain, times);
    }
    return name;
  }

  // "Feel about", "Feel about (2)", …: side by side, each with the one answer it
  // stands for or nothing.
  std::optional<std::string> repeated_choice(size_t i) const {
    const auto base_of = [&](size_t at) -> std::string {
      const std::string& name = column(at);
      const size_t open = name.rfind(" (");
      const bool counted = open != std::string::npos && name.ends_with(')') &&
                           name.find_first_not_of("0123456789", open + 2) == name.size() - 1;
      return counted ? name.substr(0, open) : name;
    };
    const std::string base = base_of(i);
    bool several = false;
    for (size_t at = 0; at < count(); ++at) {
      if (base_of(at) != base) continue;
      if (profiles_[at].distinct > 1 || profiles_[at].bytes_max > limits::kNameBytesMax) {
        return std::nullopt;
      }
      several = several || (at != i && base_of(at) == base);
    }
    return several ? std::optional(signifier_name(base)) : std::nullopt;
  }

  const GuessInput& input_;
  Guess guess_;
  std::vector<ColumnProfile> profiles_;
  std::vector<NameWords> names_;
  std::vector<bool> used_;
};

}  // namespace

Guess guess_mapping(const GuessInput& input) {
  return Guesser(input).run();
}

std::vector<std::string> usual_absent_words(const FormatSettings& format) {
  if (format.name == "json" || format.name == "ndjson") return {""};
  return {"", "None", "none", "N/A", "n/a", "NA", "#N/A", "null", "NULL", "NaN", "nan", "-"};
}

std::string source_name_of(std::string_view path) {
  if (path == "-") return "stdin";
  const size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  constexpr std::array<std::string_view, 9> kEndings = {
      ".gz", ".zst", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".tab"};
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view ending : kEndings) {
      if (!name.ends_with(ending) || name.size() == ending.size()) continue;
      name.remove_suffix(ending.size());
      cut = true;
    }
  }
  return std::string(name.substr(0, limits::kNameBytesMax));
}

}  // namespace fh::doors
