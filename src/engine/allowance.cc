#include "engine/allowance.h"

#include <algorithm>
#include <vector>

namespace fh::engine {

// A clock that was set back locks nobody out for longer than it takes anyway.
int64_t Allowance::wait_of(const std::deque<Instant>& taken, Instant now) const {
  if (taken.size() < most_) return 0;
  return std::clamp<int64_t>(taken.front().ms + in_ms_ - now.ms, 0, in_ms_);
}

int64_t Allowance::wait_ms(std::string_view name, Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto known = taken_.find(name);
  return known == taken_.end() ? 0 : wait_of(known->second, now);
}

bool Allowance::take(std::string_view name, Instant now) {
  const std::lock_guard lock(mutex_);
  auto known = taken_.find(name);
  if (known == taken_.end()) {
    if (taken_.size() >= kNamesMax) make_room();
    known = taken_.emplace(std::string(name), std::deque<Instant>{}).first;
  }
  std::deque<Instant>& taken = known->second;
  if (wait_of(taken, now) > 0) return false;
  taken.push_back(now);
  if (taken.size() > most_) taken.pop_front();
  return true;
}

// A quarter at once, so that not every newcomer has to look through the table.
void Allowance::make_room() {
  std::vector<int64_t> last;
  last.reserve(taken_.size());
  for (const auto& [name, taken] : taken_) last.push_back(taken.back().ms);
  const auto quarter = last.begin() + static_cast<ptrdiff_t>(last.size() / 4);
  std::ranges::nth_element(last, quarter);
  const int64_t oldest = *quarter;
  std::erase_if(taken_, [&](const auto& entry) { return entry.second.back().ms <= oldest; });
}

size_t Allowance::names() const {
  const std::lock_guard lock(mutex_);
  return taken_.size();
}

}  // namespace fh::engine
