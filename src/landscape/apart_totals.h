// landscape/apart_totals.h: what all experiences told apart come to in one snapshot.
//
// A snapshot never changes: what a question about everything needs is found when it is
// first asked for, and kept. Memory: eight bytes a term of the segments, once telling
// words have been asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "landscape/apart.h"

namespace fh::landscape {

struct ApartWhole {
  uint64_t living = 0;
  uint64_t experiences = 0;  // of them, granted
  PeopleTally people;
};

// How many of those told apart that count hold each term of a segment.
struct ApartTerms {
  std::vector<uint32_t> by_stem;
  std::vector<uint32_t> by_form;
};
struct ApartWords {
  std::vector<ApartTerms> segments;  // without terms where none lies
  uint64_t experiences = 0;          // that count
  uint64_t mentions = 0;             // by_stem added up

  uint64_t with_stem(size_t segment, uint32_t stem) const {
    const std::vector<uint32_t>& stems = segments[segment].by_stem;
    return stem < stems.size() ? stems[stem] : 0;
  }
  uint64_t with_form(size_t segment, uint32_t form) const {
    const std::vector<uint32_t>& forms = segments[segment].by_form;
    return form < forms.size() ? forms[form] : 0;
  }
};

// Thread-safe. `key` says whose they are, and for what.
class ApartTotals {
 public:
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
  std::mutex mutex_;
  std::map<std::string, ApartWhole> wholes_;
  std::map<std::string, std::shared_ptr<const ApartWords>> words_;
};

}  // namespace fh::landscape
