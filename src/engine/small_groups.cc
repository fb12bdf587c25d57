#include "engine/small_groups.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/time.h"
#include "landscape/apart.h"
#include "model/columns.h"

namespace fh::engine {
namespace {

using landscape::ColumnNode;
using landscape::Node;
using landscape::PeopleTally;

constexpr std::string_view kSettingsNote = "small_groups";
constexpr std::string_view kSecretNote = "small_groups_secret";

constexpr std::array<std::string_view, 13> kBroadColumns = {
    "channel",      "expected", "felt",    "gap",     "industry", "kind",      "lang",
    "organisation", "party",    "product", "service", "stage",    "touchpoint"};

template <typename Visit>
void for_each_column(const Node& node, Visit&& visit) {
  if (const auto* column = std::get_if<ColumnNode>(&node.is)) visit(*column);
  if (const auto* all = std::get_if<landscape::AndNode>(&node.is)) {
    for (const Node& child : all->children) for_each_column(child, visit);
  }
  if (const auto* either = std::get_if<landscape::OrNode>(&node.is)) {
    for (const Node& child : either->children) for_each_column(child, visit);
  }
  if (const auto* none = std::get_if<landscape::NotNode>(&node.is)) {
    for_each_column(*none->child, visit);
  }
}

// The first instant of a month, or an open end.
bool begins_a_month(int64_t ms) {
  if (ms == std::numeric_limits<int64_t>::min() || ms == std::numeric_limits<int64_t>::max()) {
    return true;
  }
  return ms % kMsPerDay == 0 && date_of(Instant{ms}).day == 1;
}

bool is_broad(const ColumnNode& node) {
  if (std::ranges::find(kBroadColumns, node.column) != kBroadColumns.end()) return true;
  if (node.column != "lived_at" && node.column != "told_at") return false;
  return std::ranges::all_of(node.any_of, [](const landscape::Condition& condition) {
    const auto* time = std::get_if<landscape::TimeIn>(&condition);
    // Other readings of what was written match no time.
    return time == nullptr || (begins_a_month(time->first_ms) && begins_a_month(time->end_ms));
  });
}

Instant month_of(Instant time) {
  CivilDate date = date_of(time);
  date.day = 1;
  return start_of_day(date);
}

Result<SmallGroups::Secret> secret_of(record::Record& record, Random& random) {
  constexpr size_t kWords = 3;
  std::array<uint64_t, kWords> words{};
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> kept, record.note(kSecretNote));
  if (kept && kept->size() == sizeof(words) * 2) {
    for (size_t i = 0; i < kWords; ++i)
      words[i] = std::stoull(kept->substr(16 * i, 16), nullptr, 16);
  } else {
    std::string text;
    for (uint64_t& word : words) {
      word = random.next_u64();
      for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
    }
    FH_RETURN_IF_ERROR(record.set_note(kSecretNote, text));
  }
  SmallGroups::Secret secret{.names = {}, .marks = words[2]};
  std::memcpy(secret.names.data(), words.data(), secret.names.size());
  return secret;
}

}  // namespace

bool asks_broadly(const Node& query) {
  bool broad = true;
  for_each_column(query, [&](const ColumnNode& node) { broad &= is_broad(node); });
  return broad;
}

SmallGroups::SmallGroups(GroupSettings settings, const Secret& secret)
    : settings_(std::move(settings)), names_(secret.names), mark_key_(secret.marks) {
  which_.column = "party";
  for (const auto& [party, threshold] : settings_.parties) {
    if (threshold == 0) continue;
    // One threshold for all: steps of two sizes would tell more than either.
    threshold_ = std::max<uint64_t>(threshold_, threshold);
    which_.any_of.emplace_back(landscape::KeywordIs{.folded = party, .prefix = false});
  }
}

Result<std::shared_ptr<const SmallGroups>> SmallGroups::open(record::Record& record,
                                                             Random& random) {
  FH_ASSIGN_OR_RETURN(const Secret secret, secret_of(record, random));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> kept, record.note(kSettingsNote));
  GroupSettings settings;
  if (kept) {
    FH_ASSIGN_OR_RETURN(settings, read_group_settings(*kept));
  }
  return std::make_shared<const SmallGroups>(std::move(settings), secret);
}

Status SmallGroups::keep(record::Record& record, const GroupSettings& settings,
                         const record::Act& act) {
  const std::string text = to_json(settings);
  FH_RETURN_IF_ERROR(read_group_settings(text));  // What could not be read again is refused.
  return record.decide(kSettingsNote, text, act);
}

bool SmallGroups::bind(const Caller& caller) const {
  return threshold_ > 0 && caller.kind != CallerKind::kHost;
}

bool SmallGroups::is_guarded(const model::Experience& experience) const {
  const auto known = settings_.parties.find(std::string(model::name_of(experience.party)));
  return known != settings_.parties.end() && known->second > 0;
}

bool SmallGroups::may_see_whole(const Caller& caller, const model::Experience& experience) const {
  if (!bind(caller) || !is_guarded(experience)) return true;
  return caller.kind == CallerKind::kTeller && caller.person != 0 &&
         caller.person == experience.person_number;
}

bool SmallGroups::is_masked(const model::Experience& experience) const {
  return is_guarded(experience) || settings_.masked.sources.contains(experience.source) ||
         settings_.masked.parties.contains(std::string(model::name_of(experience.party)));
}

bool SmallGroups::masks(const Caller& caller, const model::Experience& experience) const {
  if (caller.kind == CallerKind::kHost) return false;
  const bool own = caller.kind == CallerKind::kTeller && caller.person != 0 &&
                   caller.person == experience.person_number;
  return !own && is_masked(experience);
}

// A multiple of the least, so that greater steps end where smaller ones do: how a group
// lies between two of different sizes would tell more than either.
uint64_t SmallGroups::threshold_of_column(std::string_view column) const {
  const auto known = settings_.columns.find(std::string(column));
  if (known == settings_.columns.end() || known->second <= threshold_) return threshold_;
  return (known->second + threshold_ - 1) / threshold_ * threshold_;
}

uint64_t SmallGroups::threshold_of(const Node& query) const {
  uint64_t threshold = threshold_;
  for_each_column(query, [&](const ColumnNode& node) {
    threshold = std::max(threshold, threshold_of_column(node.column));
  });
  return threshold;
}

void SmallGroups::guard(landscape::Request& request) const {
  landscape::Apart apart;
  apart.which = which_;
  apart.mark_key = mark_key_;
  const uint64_t least = threshold_of(request.query);
  // The answer does not outlive the settings it was asked under, nor the request this.
  apart.weigh = [this, least](landscape::OverColumns columns, const PeopleTally& tally) {
    uint64_t step = least;
    for (const std::string_view column : columns) {
      step = std::max(step, threshold_of_column(column));
    }
    const uint64_t offset = settings_.noise ? tally.least_mark % threshold_ : 0;
    return tally.people < step + offset ? 0 : (tally.people - offset) / step * step;
  };
  apart.show_hits = asks_broadly(request.query);
  apart.rename = [this](uint64_t number) { return names_.hide(number); };
  request.apart = std::move(apart);
}

std::optional<GuardedNote> SmallGroups::note_on(const landscape::Request& request,
                                                const landscape::Answer& answer) const {
  if (!answer.apart) return std::nullopt;
  const uint64_t least = threshold_of(request.query);
  const auto over = [&](std::string_view column) {
    return std::max(least, threshold_of_column(column));
  };
  GuardedNote note{.threshold = least, .words = answer.apart->hits, .facets = {}};
  for (const landscape::Facet& facet : answer.facets) note.facets.push_back(over(facet.column));
  note.ratings = std::max({over("expected"), over("felt"), over("gap")});
  note.times = std::max(over("lived_at"), over("told_at"));
  return note;
}

uint64_t SmallGroups::number_behind(uint64_t name) const {
  return is_name(name) ? names_.find(name).value_or(0) : name;
}

model::Experience SmallGroups::reduced(model::Experience experience) const {
  model::Experience left;
  left.number = names_.hide(experience.number);
  left.version = 1;
  left.text = std::move(experience.text);
  left.kind = experience.kind;
  if (experience.lived_at) left.lived_at = month_of(*experience.lived_at);
  left.told_at = month_of(experience.told_at);
  left.party = experience.party;
  left.subjects = std::move(experience.subjects);
  left.touchpoint = std::move(experience.touchpoint);
  left.stage = std::move(experience.stage);
  left.channel = std::move(experience.channel);
  left.lang = std::move(experience.lang);
  left.inferred_lang = std::move(experience.inferred_lang);
  // On the common scale: a source's own would tell the source.
  const auto common = [](std::optional<model::Rating> rating) {
    if (rating) rating->original = rating->value();
    return rating;
  };
  left.expected = common(experience.expected);
  left.felt = common(experience.felt);
  return left;
}

}  // namespace fh::engine
