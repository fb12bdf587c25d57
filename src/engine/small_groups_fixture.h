// engine/small_groups_fixture.h: for the tests of small groups: an organisation of many
// small groups, and questions that are judged by looking at every experience.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "engine/engine_fixture.h"

namespace fh::engine {

struct Told {
  std::string person;  // empty: nobody known
  std::string party;
  std::string unit;
  std::string touchpoint;
  int month = 1;
  int felt = 0;
  std::string word;
};

// A question with what it means.
struct Asked {
  std::string q;
  std::function<bool(const Told&)> holds;
};

inline Told random_told(Rng& rng) {
  Told told;
  const bool employee = rng.chance(0.6);
  told.party = employee ? "employee" : rng.chance(0.9) ? "customer" : "";
  // The greater the number, the fewer there are.
  const uint64_t unit = std::min(rng.below(9), rng.below(9));
  told.unit = fmt::format("unit{}", unit);
  if (!rng.chance(0.1)) {
    told.person = fmt::format("{}{}", employee ? "e" : "c", unit * 10 + rng.below(7));
  }
  told.touchpoint = fmt::format("place{}", std::min(rng.below(6), rng.below(6)));
  told.month = static_cast<int>(1 + rng.below(6));
  told.felt = static_cast<int>(rng.below(11));
  told.word = fmt::format("word{}", std::min(rng.below(7), rng.below(7)));
  return told;
}

inline Draft draft_of(const Told& told, size_t number) {
  Draft draft;
  draft.source = "staff";
  draft.source_id = fmt::format("s{}", number);
  draft.text = fmt::format("it was {} that day, told{}", told.word, number);
  draft.person = told.person;
  draft.party = told.party;
  draft.unit = told.unit;
  draft.touchpoint = told.touchpoint;
  draft.lived_at = fmt::format("2025-{:02}-{:02}", told.month, 1 + number % 28);
  draft.told_at = "2025-07-01";
  draft.felt = told.felt;
  return draft;
}

inline Asked random_atom(Rng& rng) {
  const uint64_t n = rng.below(7);
  switch (rng.below(7)) {
    case 0:
      return {fmt::format("unit:unit{}", n),
              [u = fmt::format("unit{}", n)](const Told& t) { return t.unit == u; }};
    case 1:
      return {fmt::format("felt:<{}", n),
              [n](const Told& t) { return t.felt < static_cast<int>(n); }};
    case 2:
      return {fmt::format("lived_at:2025-0{}", n % 6 + 1),
              [n](const Told& t) { return t.month == static_cast<int>(n % 6 + 1); }};
    case 3:
      return {fmt::format("word{}", n),
              [w = fmt::format("word{}", n)](const Told& t) { return t.word == w; }};
    case 4:
      return {"by:employee", [](const Told& t) { return t.party == "employee"; }};
    default:
      return {fmt::format("touchpoint:place{}", n),
              [p = fmt::format("place{}", n)](const Told& t) { return t.touchpoint == p; }};
  }
}

inline Asked both(const Asked& a, const Asked& b) {
  return {fmt::format("({} {})", a.q, b.q),
          [a, b](const Told& told) { return a.holds(told) && b.holds(told); }};
}
inline Asked either(const Asked& a, const Asked& b) {
  return {fmt::format("({} or {})", a.q, b.q),
          [a, b](const Told& told) { return a.holds(told) || b.holds(told); }};
}
inline Asked none_of(const Asked& a) {
  return {fmt::format("-{}", a.q), [a](const Told& told) { return !a.holds(told); }};
}
inline Asked random_question(Rng& rng, int depth = 2) {
  if (depth == 0 || rng.chance(0.3)) return random_atom(rng);
  const Asked a = random_question(rng, depth - 1);
  const Asked b = random_question(rng, depth - 1);
  switch (rng.below(3)) {
    case 0:
      return either(a, b);
    case 1:
      return both(a, none_of(b));
    default:
      return both(a, b);
  }
}

class SmallGroupsFixture : public EngineFixture {
 protected:
  static Caller member() {
    return {.kind = CallerKind::kMember,
            .actor = "member 1",
            .rights = rights_of(Role::kKeeper),
            .scope = {},
            .person = 0};
  }

  void tell_all(std::vector<Told> told) {
    told_ = std::move(told);
    std::vector<Draft> drafts;
    for (size_t i = 0; i < told_.size(); ++i) drafts.push_back(draft_of(told_[i], i));
    const auto answers = engine_->tell_many(std::move(drafts), host());
    FH_ASSERT_OK(answers);
    for (const Result<Receipt>& answer : *answers) FH_ASSERT_OK(answer);
  }
  void tell_random(uint64_t seed, size_t count) {
    Rng rng(seed);
    std::vector<Told> told;
    for (size_t i = 0; i < count; ++i) told.push_back(random_told(rng));
    tell_all(std::move(told));
  }

  // Everything but the query and the purposes.
  static landscape::Request copy_of(const landscape::Request& request) {
    landscape::Request copy;
    copy.limit = request.limit;
    copy.offset = request.offset;
    copy.sort = request.sort;
    copy.facets = request.facets;
    copy.histogram = request.histogram;
    copy.ratings = request.ratings;
    copy.people = request.people;
    copy.telling_words = request.telling_words;
    return copy;
  }
  Found ask(const std::string& q, const landscape::Request& rest = {}) {
    SearchOptions options;
    options.caller = member();
    options.q = q;
    options.rest = copy_of(rest);
    Result<Found> found = engine_->search(options);
    EXPECT_TRUE(found) << q << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : Found{};
  }

  // The different guarded people of whom it holds, the unknown as one.
  std::set<std::string> guarded_people(const std::function<bool(const Told&)>& holds) const {
    std::set<std::string> people;
    for (const Told& told : told_) {
      if (told.party == "employee" && holds(told)) people.insert(told.person);
    }
    return people;
  }
  uint64_t others(const std::function<bool(const Told&)>& holds) const {
    return static_cast<uint64_t>(std::ranges::count_if(
        told_, [&](const Told& told) { return told.party != "employee" && holds(told); }));
  }
  uint64_t steps(const std::function<bool(const Told&)>& holds) const {
    return guarded_people(holds).size() / kThreshold * kThreshold;
  }
  // Whose words these are.
  const Told& teller_of(const Experience& experience) const {
    const size_t at = experience.text.rfind("told");
    return told_[std::stoul(experience.text.substr(at + 4))];
  }

  static constexpr uint64_t kThreshold = 5;
  std::vector<Told> told_;
};

}  // namespace fh::engine
