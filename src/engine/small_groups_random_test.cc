// Random questions: against every experience looked at, and what can be worked out of several.
//
// FH_GROUP_QUESTIONS and FH_GROUP_ATTACKS ask more than every test run does.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "engine/small_groups.h"
#include "engine/small_groups_fixture.h"

namespace fh::engine {
namespace {

uint64_t wanted(const char* name, uint64_t preset) {
  const char* const text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : preset;
}

// The figures of random questions, against every experience looked at.
TEST_F(SmallGroupsFixture, AgreesWithFilteringFirstAndCountingPeople) {
  const uint64_t questions = wanted("FH_GROUP_QUESTIONS", 3000);
  landscape::Request request;
  request.ratings = request.people = true;
  request.limit = 1000;
  request.facets = {{.column = "unit", .limit = 100}};
  for (uint64_t i = 0; i < questions && !HasFailure(); ++i) {
    if (i % 250 == 0) {
      std::filesystem::remove_all(directory_);
      open();
      tell_random(i, 20 + i % 9 * 40);
    }
    Rng rng(1'000'000 + i);
    const Asked asked = random_question(rng);
    SCOPED_TRACE(testing::Message() << "question " << i << ": " << asked.q);
    const Found found = ask(asked.q, request);
    const bool any = steps([](const Told&) { return true; }) > 0;
    const auto told = [&](const auto& holds) { return others(holds) + (any ? steps(holds) : 0); };
    EXPECT_EQ(found.answer.total, told(asked.holds));
    std::map<std::string, uint64_t> units;
    for (int unit = 0; unit < 9; ++unit) {
      const std::string name = fmt::format("unit{}", unit);
      const uint64_t n = told([&](const Told& t) { return t.unit == name && asked.holds(t); });
      if (n > 0) units[name] = n;
    }
    std::map<std::string, uint64_t> given;
    for (const auto& value : found.answer.facets[0].values) given[value.value] = value.experiences;
    EXPECT_EQ(given, units);
    for (int felt = 0; felt <= 10; ++felt) {
      EXPECT_EQ(found.answer.ratings->felt.bins[static_cast<size_t>(felt)],
                told([&](const Told& t) { return t.felt == felt && asked.holds(t); }));
    }
    const bool shown = any && steps(asked.holds) > 0 && asked.q.find("unit:") == std::string::npos;
    const auto listed = std::ranges::count_if(
        told_, [&](const Told& t) { return asked.holds(t) && (shown || t.party != "employee"); });
    EXPECT_EQ(found.hits.size(), static_cast<size_t>(listed));
  }
}

// What can be worked out of two or three answers is nothing or a whole step.
class Attack : public SmallGroupsFixture {
 protected:
  struct Known {
    Asked asked;
    std::vector<uint64_t> guarded;  // numbers an attacker has of the guarded
  };

  // By asking the same of everyone else, who are counted exactly.
  static void subtract(const landscape::Answer& all, const landscape::Answer& others,
                       std::vector<uint64_t>& out) {
    out.push_back(all.total - others.total);
    out.push_back(*all.people - *others.people);
    for (size_t i = 0; i < 11; ++i) {
      out.push_back(all.ratings->felt.bins[i] - others.ratings->felt.bins[i]);
    }
    out.push_back(all.ratings->felt.count - others.ratings->felt.count);
    for (size_t f = 0; f < all.facets.size(); ++f) {
      uint64_t sum = 0;
      for (const auto& value : all.facets[f].values) {
        uint64_t of_others = 0;
        for (const auto& other : others.facets[f].values) {
          if (other.value == value.value) of_others = other.experiences;
        }
        out.push_back(value.experiences - of_others);
        sum += out.back();
      }
      out.push_back(sum);
      out.push_back(all.facets[f].with_value - others.facets[f].with_value);
      out.push_back(all.facets[f].without_value - others.facets[f].without_value);
    }
    uint64_t slices = 0;
    for (const auto& bucket : all.histogram->buckets) slices += bucket.experiences;
    for (const auto& bucket : others.histogram->buckets) slices -= bucket.experiences;
    out.push_back(slices);
  }

  Known find_out(const Asked& asked, Rng& rng) {
    landscape::Request request;
    request.limit = 7;
    request.sort = static_cast<landscape::Sort>(rng.below(7));
    request.ratings = request.people = true;
    request.histogram = landscape::HistogramStep::kMonth;
    request.facets = {{.column = "unit", .limit = 100}, {.column = "touchpoint", .limit = 100}};
    Known known{.asked = asked, .guarded = {}};
    landscape::Request figures = copy_of(request);
    figures.limit = 0;
    const Found all = ask(asked.q, figures);
    const Found others = ask(asked.q + " -by:employee", figures);
    subtract(all.answer, others.answer, known.guarded);
    EXPECT_EQ(others.answer.apart->total, 0U);
    std::set<std::string> people;
    for (bool more = true; more; request.offset += request.limit) {
      const Found page = ask(asked.q, request);
      more = !page.hits.empty();
      for (const FoundHit& hit : page.hits) {
        const Told& teller = teller_of(hit.experience);
        if (teller.party == "employee") people.insert(teller.person);
      }
    }
    EXPECT_TRUE(people.empty() || people.size() >= kThreshold) << asked.q;
    return known;
  }

  void try_numbers(const std::vector<int64_t>& derived, const std::string& how) {
    for (const int64_t number : derived) {
      EXPECT_EQ(number % static_cast<int64_t>(kThreshold), 0) << how;
    }
  }
};

TEST_F(Attack, NothingBelowTheThresholdCanBeWorkedOut) {
  const uint64_t tries = wanted("FH_GROUP_ATTACKS", 20'000);
  tell_random(11, 260);
  Rng rng(12);
  std::map<std::string, Known> asked;
  const auto know = [&](const Asked& question) -> const Known& {
    const auto known = asked.find(question.q);
    if (known != asked.end()) return known->second;
    return asked.emplace(question.q, find_out(question, rng)).first->second;
  };
  std::vector<Asked> pool;
  for (size_t i = 0; i < std::max<size_t>(tries / 1000, 12); ++i) {
    pool.push_back(random_question(rng, 1));
  }
  const auto signed_of = [](uint64_t n) { return static_cast<int64_t>(n); };
  uint64_t pairs = 0;
  uint64_t triples = 0;
  while (pairs + triples < tries && !HasFailure()) {
    const Asked& a = pool[rng.below(pool.size())];
    const Asked& b = pool[rng.below(pool.size())];
    const Known& first = know(a);
    const Known& second = know(b);
    const bool derive = asked.size() < std::max<size_t>(tries / 100, 150);
    // Any number of the one less any of the other, whether one lies in the other or not.
    const uint64_t x = first.guarded[rng.below(first.guarded.size())];
    const uint64_t y = second.guarded[rng.below(second.guarded.size())];
    try_numbers({signed_of(x), signed_of(x) - signed_of(y)}, a.q + " less " + b.q);
    ++pairs;
    if (!derive && !asked.contains(both(a, b).q)) continue;
    const int64_t in_both = signed_of(know(both(a, b)).guarded[0]);
    const int64_t in_a_alone = signed_of(know(both(a, none_of(b))).guarded[0]);
    const int64_t in_either = signed_of(know(either(a, b)).guarded[0]);
    const int64_t in_a = signed_of(first.guarded[0]);
    const int64_t in_b = signed_of(second.guarded[0]);
    try_numbers({in_a - in_both, in_a - in_a_alone, in_a - in_both - in_a_alone, in_either - in_a,
                 in_a + in_b - in_both, in_a + in_b - in_both - in_either},
                a.q + " with " + b.q);
    triples += 6;
  }
  printf("%llu pairs and %llu triples of %zu questions tried\n",
         static_cast<unsigned long long>(pairs), static_cast<unsigned long long>(triples),
         asked.size());
  EXPECT_GE(pairs + triples, std::min<uint64_t>(tries, 100));
}

}  // namespace
}  // namespace fh::engine
