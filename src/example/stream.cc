#include "example/stream.h"

#include <algorithm>

#include "base/check.h"
#include "example/telling.h"
#include "model/draft_json.h"

namespace fh::example {
namespace {

// Uniform over the two years, with quieter weekends.
int64_t a_day(Rng& rng, int64_t start) {
  for (;;) {
    const int64_t day = start + rng.between(0, int64_t{7} * kWeeks - 1);
    const int64_t weekday = (day + 3) % 7;  // 0 is Monday
    if (weekday < 5 || rng.chance(0.55)) return day;
  }
}

void write_text(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.member(name, text);
}

}  // namespace

bool Made::shaped_by(TruthId id) const {
  return std::binary_search(truths.begin(), truths.end(), static_cast<uint16_t>(id));
}

Stream::Stream(const StreamOptions& options)
    : options_(options), start_(start_day(options.until)) {}

void Stream::begin_person() {
  person_ = person_at(options_.seed, next_person_++);
  Rng rng = rng_for(options_.seed, person_.index, 1);
  days_.resize(person_.experiences);
  for (int64_t& day : days_) day = a_day(rng, start_);
  std::sort(days_.begin(), days_.end());
  told_ = 0;
}

std::optional<Made> Stream::next() {
  while (told_ == days_.size()) {
    if (next_person_ == options_.people) return std::nullopt;
    begin_person();
  }
  const Occasion occasion{.seed = options_.seed,
                          .start = start_,
                          .until = days_from_civil(options_.until),
                          .day = days_[told_],
                          .first_day = days_.front(),
                          .ordinal = static_cast<uint32_t>(told_)};
  ++told_;
  return tell(person_, occasion);
}

void add_planted(Made& made, const std::vector<Truth>& truths) {
  if (made.truths.empty()) return;
  std::vector<std::string> ids;
  for (const uint16_t number : made.truths) {
    FH_CHECK(number < truths.size());
    ids.push_back(truths[number].id);
  }
  made.draft.signifiers.push_back({"planted", std::move(ids)});
}

void write_draft(JsonWriter& json, const model::Draft& draft) {
  json.begin_object();
  write_text(json, "source", draft.source);
  write_text(json, "source_id", draft.source_id);
  write_text(json, "text", draft.text);
  write_text(json, "kind", draft.kind);
  write_text(json, "lived_at", draft.lived_at);
  write_text(json, "told_at", draft.told_at);
  write_text(json, "person", draft.person);
  write_text(json, "party", draft.party);
  write_text(json, "function", draft.function);
  if (!draft.subjects.empty()) {
    json.key("subject").begin_array();
    for (const auto& [level, name] : draft.subjects) {
      json.begin_object().member("level", level).member("name", name).end_object();
    }
    json.end_array();
  }
  write_text(json, "touchpoint", draft.touchpoint);
  write_text(json, "stage", draft.stage);
  write_text(json, "channel", draft.channel);
  write_text(json, "unit", draft.unit);
  write_text(json, "lang", draft.lang);
  if (draft.expected) json.member("expected", *draft.expected);
  if (draft.felt) json.member("felt", *draft.felt);
  write_text(json, "scale", draft.scale);
  if (!draft.signifiers.empty()) {
    model::Experience holder;  // signifiers have one way of being written
    holder.signifiers = draft.signifiers;
    json.key("signifiers");
    model::write_signifiers(json, holder);
  }
  json.end_object();
}

}  // namespace fh::example
