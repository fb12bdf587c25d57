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

// How strongly a word tells of the matches: how far the odds that a mention is of it lie
// higher among them than among the others, in standard errors. A mention is a word standing
// in an experience, however often: one long story does not outweigh ten, and long stories'
// common words do not tell. The prior is the word's share of all mentions, weighing as much
// as a twentieth of them, 10 at least and 1000 at most (Monroe, Colaresi and Quinn 2008,
// eq. 16 and 22).
class TellingStrength {
 public:
  // Mentions of the matches looked at, and of everyone.
  TellingStrength(uint64_t mentions, uint64_t all)
      : mentions_(mentions),
        all_(all),
        prior_(std::clamp(static_cast<double>(all) / 20, 10.0, 1000.0)) {}

  // `with` of the matches hold the word, `all_with` of all.
  double z(uint64_t with, uint64_t all_with) const {
    const Odds odds = odds_of(with, all_with);
    return std::log(odds.a / odds.b * (odds.d / odds.c)) / std::sqrt(1 / odds.a + 1 / odds.c);
  }

  // At least z(with, x) for every x from `low` to `high`. O(log(high / low)).
  double z_max(uint64_t with, uint64_t low, uint64_t high) const {
    const Odds end = odds_of(with, high);
    double most = 0;
    // The odds fall with x and the certainty grows: each is taken at its better end, over
    // steps short enough that both ends are near each other.
    for (uint64_t x = low; x <= high;) {
      const uint64_t last = std::min(high, x + (x - std::min(x, with)) + 1);
      const Odds first = odds_of(with, x);
      const Odds next = odds_of(with, last);
      const double ratio = end.a / end.b * (first.d / first.c);
      if (ratio <= 1) break;
      const double delta = std::log(ratio);
      most = std::max(most, delta / std::sqrt(1 / end.a + 1 / next.c));
      // No later step has a higher ratio, nor more than the last one's certainty.
      if (delta / std::sqrt(1 / end.a + 1 / end.c) <= most) break;
      x = last + 1;
    }
    return most * (1 + 1e-9);  // for what rounding may do
  }

 private:
  // Of the matches with and without the word, of the others with and without.
  struct Odds {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
  };
  Odds odds_of(uint64_t with, uint64_t all_with) const {
    const double others = static_cast<double>(all_ - std::min(all_, mentions_));
    const double others_with = static_cast<double>(all_with - std::min(all_with, with));
    const double share =
        static_cast<double>(all_with) / static_cast<double>(std::max<uint64_t>(all_, 1));
    const double prior_with = std::max(share * prior_, 0.01);
    const double prior_without = std::max(prior_ - prior_with, 0.01);
    return {.a = static_cast<double>(with) + prior_with,
            .b = static_cast<double>(mentions_ - std::min(mentions_, with)) + prior_without,
            .c = others_with + prior_with,
            .d = std::max(others - others_with, 0.0) + prior_without};
  }

  uint64_t mentions_;
  uint64_t all_;
  double prior_;
};

}  // namespace fh::landscape
