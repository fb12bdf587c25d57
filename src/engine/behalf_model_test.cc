// Whoever told something for somebody else, and whose it is, do things in any order: who may see
// and do what is as a dull model says, which knows of nothing but people and what they hold.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/random.h"
#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using model::Grants;
using testing::IsEmpty;

// Somebody with a code; several codes may be of one. `handed`: who told it has seen it.
struct Code {
  std::string text;
  int person = 0;
  bool handed = false;
  bool good = true;
};

struct Thing {
  std::string id = {};
  int owner = 0;
  int teller = 0;  // of what waits to be taken; 0: nobody kept
  bool waits = false;
  Grants grants = {};
  std::string text = {};
};

class DullModel {
 public:
  std::vector<Code> codes;
  std::map<std::string, Thing> things;
  int people = 0;

  bool may_see(int person, const Thing& thing) const {
    return thing.owner == person || (thing.waits && thing.teller == person);
  }
  std::set<std::string> seen_by(int person) const {
    std::set<std::string> ids;
    for (const auto& [id, thing] : things) {
      if (may_see(person, thing)) ids.insert(id);
    }
    return ids;
  }
  // Whoever holds nothing and waits for nothing is forgotten, with every code.
  void forget_who_has_nothing() {
    for (Code& code : codes) {
      if (seen_by(code.person).empty()) code.good = false;
    }
  }
  void take_all(int person) {
    for (auto& [id, thing] : things) {
      if (thing.owner == person && thing.waits) thing.waits = false;
    }
    forget_who_has_nothing();
  }
  bool waits_for(int person) const {
    for (const auto& [id, thing] : things) {
      if (thing.owner == person && thing.waits) return true;
    }
    return false;
  }
  bool has(int person, bool handed) const {
    return std::ranges::any_of(codes, [&](const Code& code) {
      return code.person == person && code.good && code.handed == handed;
    });
  }
  bool may_join(int into, int from) const {
    const auto is_taken = [&](int person) { return has(person, true) && has(person, false); };
    return !is_taken(into) && !is_taken(from) && !(has(into, true) && has(from, true));
  }
  // Where there is one that nobody else has seen, others' end.
  void end_handed_beside_own(int person) {
    const bool own = has(person, false);
    for (Code& code : codes) {
      if (own && code.person == person && code.handed) code.good = false;
    }
  }
  // Coming with a code of one's own ends those that others have seen, once nothing waits.
  void use(const Code& used) {
    if (used.handed || waits_for(used.person)) return;
    for (Code& code : codes) {
      if (code.person == used.person && code.handed) code.good = false;
    }
  }
};

class BehalfModel : public EngineFixture {
 protected:
  Ownership& own() { return engine_->ownership(); }

  // Comes with the code, as the model says.
  std::optional<Caller> come(size_t at) {
    const Code code = dull_.codes[at];
    const auto caller = own().teller_of(code.text);
    EXPECT_EQ(caller.has_value(), code.good) << code.text;
    if (!caller || !code.good) return std::nullopt;
    dull_.use(code);
    return *caller;
  }

  void tell(Rng& rng) {
    const bool behalf = rng.chance(0.7);
    const size_t at = dull_.codes.empty() ? 0 : rng.below(dull_.codes.size());
    std::optional<Caller> caller;
    if (!dull_.codes.empty() && rng.chance(0.6)) caller = come(at);
    Thing thing{.text = "words " + std::to_string(++told_)};
    const auto told = own().tell(caller.value_or(Caller::nobody()), draft(thing.text),
                                 {.claim = true, .behalf = behalf});
    const bool may = !caller || !dull_.has(dull_.codes[at].person, true);
    ASSERT_EQ(told.has_value(), may);
    if (!may) return;
    thing.id = model::id_of(told->receipt.number);
    thing.grants = model::kUsualGrants;
    int me = caller ? dull_.codes[at].person : 0;
    if (me == 0) {
      me = ++dull_.people;
      dull_.codes.push_back({.text = told->claim_code, .person = me});
    }
    thing.owner = me;
    if (behalf) {
      thing.owner = ++dull_.people;
      thing.teller = me;
      thing.waits = true;
      dull_.codes.push_back({.text = told->behalf_code, .person = thing.owner, .handed = true});
    }
    dull_.things[thing.id] = thing;
  }

  std::string any_id(Rng& rng) {
    auto at = dull_.things.begin();
    std::advance(at, static_cast<long>(rng.below(dull_.things.size())));
    return at->first;
  }

  void amend(Rng& rng, const Caller& caller, int me) {
    Thing& thing = dull_.things[any_id(rng)];
    const bool may = dull_.may_see(me, thing) && !dull_.has(me, true);
    const std::string text = "anew " + std::to_string(++told_);
    const auto done = own().amend(caller, thing.id, draft(text), OldWords::kKeep);
    EXPECT_EQ(done.has_value(), may) << thing.id;
    if (!may) return;
    thing.text = text;
  }

  void grant(Rng& rng, const Caller& caller, int me) {
    const bool all = rng.chance(0.3);
    const Grants grants = rng.chance(0.3)   ? Grants::none()
                          : rng.chance(0.5) ? Grants::none().with(model::Purpose::kCount)
                                            : Grants::all();
    const std::string id = any_id(rng);
    const std::span<const std::string> ids =
        all ? std::span<const std::string>() : std::span(&id, 1);
    std::vector<std::string> meant;
    bool may = !dull_.has(me, true);
    for (const auto& [name, thing] : dull_.things) {
      const bool own_one = thing.owner == me;
      const bool wanted =
          all ? own_one || (dull_.may_see(me, thing) && grants == Grants::none()) : name == id;
      if (!wanted) continue;
      meant.push_back(name);
      const bool more = grants == Grants::all();
      may = may && dull_.may_see(me, thing) && (own_one || !more);
    }
    const auto done = own().grant(caller, ids, grants);
    EXPECT_EQ(done.has_value(), may) << id;
    if (!may) return;
    for (const std::string& name : meant) dull_.things[name].grants = grants;
  }

  void erase(Rng& rng, const Caller& caller, int me) {
    const std::string id = any_id(rng);
    const bool may = dull_.may_see(me, dull_.things[id]);
    const auto done = own().erase(caller, std::span(&id, 1), Purge::kSoon);
    EXPECT_EQ(done.has_value(), may) << id;
    if (!may) return;
    dull_.things.erase(id);
    dull_.forget_who_has_nothing();
  }

  void take(const Caller& caller, int me) {
    const bool may = dull_.waits_for(me);
    const auto taken = own().take(caller);
    EXPECT_EQ(taken.has_value(), may);
    if (!taken) return;
    dull_.take_all(me);
    dull_.codes.push_back({.text = taken->claim_code, .person = me});
  }

  void disown(const Caller& caller, int me) {
    const bool may = dull_.waits_for(me);
    EXPECT_EQ(own().disown(caller).has_value(), may);
    if (!may) return;
    for (auto& [id, thing] : dull_.things) {
      if (thing.owner != me || !thing.waits) continue;
      thing.owner = thing.teller;
      thing.waits = false;
      thing.grants = Grants::none();
    }
    dull_.forget_who_has_nothing();
  }

  void join(Rng& rng, const Caller& caller, int me) {
    const size_t at = rng.below(dull_.codes.size());
    const std::string text = dull_.codes[at].text;
    const bool good = dull_.codes[at].good;
    // The other code is used by that.
    if (good) dull_.use(dull_.codes[at]);
    const int other = dull_.codes[at].person;
    const bool may = good && (other == me || dull_.may_join(me, other));
    const auto done = own().join(caller, text);
    EXPECT_EQ(done.has_value(), may);
    if (!may || other == me) return;
    for (auto& [id, thing] : dull_.things) {
      if (thing.owner == other) thing.owner = me;
      if (thing.teller == other) thing.teller = me;
    }
    for (Code& code : dull_.codes) {
      if (code.person == other) code.person = me;
    }
    dull_.take_all(me);
    dull_.end_handed_beside_own(me);
  }

  void check() {
    for (size_t i = 0; i < dull_.codes.size(); ++i) {
      const Code code = dull_.codes[i];
      const std::optional<Caller> caller = come(i);
      if (!caller) continue;
      const auto mine = own().mine(*caller, 100, 0);
      FH_ASSERT_OK(mine);
      std::set<std::string> ids;
      for (const OwnExperience& one : *mine) {
        const std::string id = model::id_of(one.experience.number);
        ids.insert(id);
        const Thing& thing = dull_.things[id];
        EXPECT_EQ(one.experience.text, thing.text);
        EXPECT_EQ(one.experience.grants, thing.grants) << id;
        EXPECT_EQ(one.experience.behalf, thing.waits) << id;
        if (thing.waits) {
          EXPECT_EQ(one.behalf, thing.owner == code.person ? ToldFor::kForYou : ToldFor::kByYou);
        }
      }
      EXPECT_EQ(ids, dull_.seen_by(code.person));
    }
    // Figures know of whom is there, and of nobody else.
    std::set<int> people;
    uint64_t counted = 0;
    for (const auto& [id, thing] : dull_.things) {
      if (!thing.grants.has(model::Purpose::kCount)) continue;
      ++counted;
      if (!thing.waits) people.insert(thing.owner);
    }
    SearchOptions options;
    options.rest.people = true;
    const Found found = search(options);
    EXPECT_EQ(found.answer.total, counted);
    EXPECT_EQ(found.answer.people.value_or(0), people.size());
  }

  void step(Rng& rng) {
    if (dull_.things.empty() || rng.chance(0.3)) return tell(rng);
    const size_t at = rng.below(dull_.codes.size());
    const std::optional<Caller> caller = come(at);
    if (!caller) return;
    const int me = dull_.codes[at].person;
    switch (rng.below(7)) {
      case 0:
      case 1:
        return amend(rng, *caller, me);
      case 2:
        return grant(rng, *caller, me);
      case 3:
        return erase(rng, *caller, me);
      case 4:
        return take(*caller, me);
      case 5:
        return disown(*caller, me);
      default:
        return join(rng, *caller, me);
    }
  }

  DullModel dull_;
  int told_ = 0;
};

TEST_F(BehalfModel, AgreesWhateverEitherSideDoes) {
  constexpr uint64_t kSeeds = 12;
  constexpr int kSteps = 60;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    dull_ = DullModel();
    for (int i = 0; i < kSteps; ++i) {
      SCOPED_TRACE(testing::Message() << "step=" << i);
      step(rng);
      if (i % 10 == 9) check();
      if (i == kSteps / 2) open();
      if (HasFailure()) return;
    }
    check();
    EXPECT_THAT(*engine_->verify(), IsEmpty());
    // The next begins with nothing.
    std::vector<std::string> ids;
    for (const auto& [id, thing] : dull_.things) ids.push_back(id);
    if (!ids.empty()) FH_ASSERT_OK(own().erase(Caller::host(), ids, Purge::kSoon));
    EXPECT_EQ(engine_->counts()->record.people, 0U);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace fh::engine
