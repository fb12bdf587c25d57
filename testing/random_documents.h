// testing/random_documents.h: changes to a landscape from a seed.
//
// Words fall by Zipf's law from a small vocabulary of English, German, French,
// Chinese and accented words, so that common and rare ones, shared stems and chance
// phrases all occur. Columns are of every type, some of several values, some of
// several types, some missing; rated and dated documents carry them both as fields
// and as columns, as engine/ would hand them in.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "landscape/landscape.h"

namespace fh::landscape {

// Of the documents; most common first within each language.
std::span<const std::string_view> random_vocabulary();

struct RandomChangesOptions {
  double amend = 0.15;   // share of the changes that replace a live document
  double remove = 0.1;   // share of the changes that delete one
  double regrant = 0.1;  // share of the changes that only grant one otherwise
  uint32_t words_max = 30;
};

// Sequence numbers rise from 1, experiences are numbered from 1 without gaps.
class RandomChanges {
 public:
  explicit RandomChanges(uint64_t seed, RandomChangesOptions options = {});

  std::vector<Change> next(size_t count);

 private:
  Change next_one();

  Rng rng_;
  RandomChangesOptions options_;
  uint64_t sequence_ = 0;
  uint64_t number_ = 0;
  std::vector<uint64_t> live_;
};

model::Grants random_grants(Rng& rng);
Document random_document(Rng& rng, uint32_t words_max);

}  // namespace fh::landscape
