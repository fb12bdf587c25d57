// testing/random_draft.h: drafts of every shape that validate() takes.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/random.h"
#include "model/experience.h"

namespace fh {

class RandomDraft {
 public:
  explicit RandomDraft(uint64_t seed) : rng_(seed) {}

  model::Draft make() {
    model::Draft draft;
    draft.source = words();
    draft.source_id = words();
    draft.text = "It " + words() + " \"late\"\n\t" + words();
    draft.kind = one_of<8>(
        {"", "story", "Interaction", "question", "wish", "WORKAROUND", "thanks", "concern"});
    draft.lived_at = one_of<4>({"", "2024", "2024-03-09", "2024-03-09T10:15:00.250+02:00"});
    draft.told_at = one_of<2>({"2024-03-10T00:00:01Z", "2025-12-31"});
    draft.person = words();
    draft.party = one_of<4>({"", "customer", "Employee", "partner"});
    draft.function = one_of<3>({"", "delivery", "maintenance"});
    constexpr std::array<std::string_view, 4> kLevels = {"industry", "organisation", "product",
                                                         "service"};
    for (uint64_t i = rng_.below(4); i > 0; --i) {
      draft.subjects.emplace_back(kLevels.at(rng_.below(4)), words() + "x");
    }
    draft.touchpoint = words();
    draft.stage = one_of<3>({"", "use", "purchase"});
    draft.channel = words();
    draft.unit = words();
    draft.lang = one_of<4>({"", "en", "de-AT", "zh"});
    add_ratings(draft);
    for (uint64_t i = rng_.below(8); i > 0; --i) {
      draft.signifiers.push_back({"signifier " + std::to_string(i), value()});
    }
    return draft;
  }

 private:
  template <size_t kCount>
  std::string one_of(const std::array<std::string_view, kCount>& choices) {
    return std::string(choices.at(rng_.below(kCount)));
  }

  std::string words() {
    constexpr std::array<std::string_view, 10> kWords = {"",     "late",  "Zoë",  "\u2019s", "日本",
                                                         "a\\b", "\"q\"", "\x01", "😀",      "x"};
    std::string text;
    for (uint64_t i = rng_.below(4); i > 0; --i) text += kWords.at(rng_.below(kWords.size()));
    return text;
  }

  void add_ratings(model::Draft& draft) {
    draft.scale = one_of<4>({"", "stars", "-1..1", "0..100"});
    const model::Scale scale =
        draft.scale.empty() ? model::Scale{} : *model::scale_named(draft.scale);
    const auto rating = [&] { return scale.low + (scale.high - scale.low) * rng_.uniform(); };
    if (rng_.chance(0.5)) draft.expected = rating();
    if (rng_.chance(0.5)) draft.felt = rng_.chance(0.5) ? scale.high : rating();
  }

  model::SignifierValue value() {
    switch (rng_.below(7)) {
      case 0:
        return words() + "k";
      case 1:
        return std::vector<std::string>{"a" + words(), "b" + words()};
      case 2:
        return rng_.normal() * 1e6;
      case 3:
        return rng_.chance(0.5);
      case 4:
        return Instant{rng_.between(-30'000'000'000'000, 250'000'000'000'000)};
      case 5:
        return model::PoleScale{.place = rng_.uniform(), .from = "calm", .to = "angry"};
      default:
        break;
    }
    const double first = rng_.uniform();
    const double second = rng_.uniform() * (1 - first);
    return model::ShareOfThree{
        .parts = {{{"time", first}, {"money", second}, {"nerves", 1 - first - second}}}};
  }

  Rng rng_;
};

}  // namespace fh
