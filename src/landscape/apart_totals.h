// landscape/apart_totals.h: what all experiences told apart come to in one snapshot.
//
// Put together from what each segment comes to, which is kept from snapshot to snapshot
// (kept_by_segment.h): the first question after a telling looks at what was told, not at
// everything once more. Memory: a bit a person and segment where there are many, and eight
// bytes a term of the segments once telling words have been asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "landscape/apart.h"
#include "landscape/kept_by_segment.h"
#include "landscape/sparse_bits.h"

namespace fh::landscape {

struct ApartWhole {
  uint64_t living = 0;
  uint64_t experiences = 0;  // of them, granted
  PeopleTally people;
};

// Those of one segment.
struct ApartPeople {
  uint64_t living = 0;
  uint64_t experiences = 0;  // of them, granted
  SparseBits people;         // whose these are
  uint64_t least_mark = ~uint64_t{0};
};

struct TermCounts {
  std::vector<uint32_t> by_stem;
  std::vector<uint32_t> by_form;
  uint64_t experiences = 0;
  uint64_t mentions = 0;  // by_stem added up
};

// How many of those told apart that count hold each term of a segment: all it was made with,
// without those that have died or count no more.
struct ApartTerms {
  std::shared_ptr<const TermCounts> all;
  SparseCounts lost_by_stem;
  SparseCounts lost_by_form;
  uint64_t lost_experiences = 0;
  uint64_t lost_mentions = 0;
};

struct ApartWords {
  std::vector<std::shared_ptr<const ApartTerms>> segments;  // null where none lies
  uint64_t experiences = 0;                                 // that count
  uint64_t mentions = 0;                                    // their stems, each once, added up

  uint64_t with_stem(size_t segment, uint32_t stem) const {
    const ApartTerms* const terms = segments[segment].get();
    if (terms == nullptr || stem >= terms->all->by_stem.size()) return 0;
    return terms->all->by_stem[stem] - terms->lost_by_stem.get(stem);
  }
  uint64_t with_form(size_t segment, uint32_t form) const {
    const ApartTerms* const terms = segments[segment].get();
    if (terms == nullptr || form >= terms->all->by_form.size()) return 0;
    return terms->all->by_form[form] - terms->lost_by_form.get(form);
  }
};

// Thread-safe: whoever asks waits for whoever is finding the same.
class ApartPieces {
 public:
  template <typename Make>
  std::shared_ptr<const ApartPeople> people(const std::string& key, const SegmentState& state,
                                            Make&& make) {
    const std::scoped_lock lock(mutex_);
    return people_.find(key, state, std::forward<Make>(make));
  }
  template <typename Make>
  std::shared_ptr<const ApartTerms> terms(const std::string& key, const SegmentState& state,
                                          Make&& make) {
    const std::scoped_lock lock(mutex_);
    return terms_.find(key, state, std::forward<Make>(make));
  }

 private:
  std::mutex mutex_;
  KeptBySegment<ApartPeople> people_;
  KeptBySegment<ApartTerms> terms_;
};

// Thread-safe. `key` says whose they are, and for what.
class ApartTotals {
 public:
  explicit ApartTotals(std::shared_ptr<ApartPieces> pieces) : pieces_(std::move(pieces)) {}

  ApartPieces& pieces() { return *pieces_; }
  ApartWhole whole(const std::string& key, const std::function<ApartWhole()>& find) {
    const std::scoped_lock lock(mutex_);
    const auto known = wholes_.find(key);
    if (known != wholes_.end()) return known->second;
    if (wholes_.size() >= kKeysMax) wholes_.clear();
    return wholes_.emplace(key, find()).first->second;
  }
  std::shared_ptr<const ApartWords> words(const std::string& key,
                                          const std::function<ApartWords()>& find) {
    const std::scoped_lock lock(mutex_);
    const auto known = words_.find(key);
    if (known != words_.end()) return known->second;
    if (words_.size() >= kKeysMax) words_.clear();
    return words_.emplace(key, std::make_shared<const ApartWords>(find())).first->second;
  }

 private:
  static constexpr size_t kKeysMax = 8;
  std::shared_ptr<ApartPieces> pieces_;
  std::mutex mutex_;
  std::map<std::string, ApartWhole> wholes_;
  std::map<std::string, std::shared_ptr<const ApartWords>> words_;
};

}  // namespace fh::landscape
