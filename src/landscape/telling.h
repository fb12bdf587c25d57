// landscape/telling.h: the words that set some experiences apart from the others.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace fh::landscape {

// Up to so many matches telling words rest on all of them; beyond, on a fixed
// sample, the same however the index lies.
inline constexpr uint64_t kTellingMatchesMax = 5'000;

// Words in fewer of the matches looked at say more about chance, or about one in a
// thousand, than about the matches.
inline constexpr uint64_t telling_matches_min(uint64_t matches) {
  return std::max<uint64_t>(matches / 1000, matches < 30 ? 2 : 3);
}

// 1.96: stronger than 97.5 of 100 draws by chance would be.
inline constexpr double kTellingZMin = 1.96;

// Which of `total` matches telling words rest on.
class TellingSample {
 public:
  explicit TellingSample(uint64_t total)
      : everyone_(total <= kTellingMatchesMax),
        limit_(everyone_ ? 0 : ~uint64_t{0} / total * kTellingMatchesMax) {}

  bool has(uint64_t number) const {
    // The finaliser of splitmix64 spreads neighbouring numbers evenly.
    uint64_t z = number + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return everyone_ || (z ^ (z >> 31)) < limit_;
  }

 private:
  bool everyone_;
  uint64_t limit_;
};

// How far the odds that a mention is of this word lie higher among the matches than among
// the others, in standard errors. A mention is a word standing in an experience, however
// often: one long story does not outweigh ten, and long stories' common words do not tell.
// `with` of `mentions` are the matches', `all_with` of `all` everyone's. The prior is the
// word's share of all mentions, weighing as much as a twentieth of them, 10 at least and
// 1000 at most (Monroe, Colaresi and Quinn 2008, eq. 16 and 22).
inline double telling_z(uint64_t with, uint64_t mentions, uint64_t all_with, uint64_t all) {
  const double prior = std::clamp(static_cast<double>(all) / 20, 10.0, 1000.0);
  const double others = static_cast<double>(all - std::min(all, mentions));
  const double others_with = static_cast<double>(all_with - std::min(all_with, with));
  const double share =
      static_cast<double>(all_with) / static_cast<double>(std::max<uint64_t>(all, 1));
  const double prior_with = std::max(share * prior, 0.01);
  const double prior_without = std::max(prior - prior_with, 0.01);
  const double a = static_cast<double>(with) + prior_with;
  const double b = static_cast<double>(mentions - std::min(mentions, with)) + prior_without;
  const double c = others_with + prior_with;
  const double d = std::max(others - others_with, 0.0) + prior_without;
  const double delta = std::log(a / b) - std::log(c / d);
  return delta / std::sqrt(1 / a + 1 / c);
}

}  // namespace fh::landscape
