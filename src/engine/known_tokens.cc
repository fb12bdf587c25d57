#include "engine/known_tokens.h"

#include <algorithm>
#include <utility>

namespace fh::engine {

bool is_good(const Known& known, Instant last_used, Instant now) {
  if (known.expires && known.expires->ms <= now.ms) return false;
  return !known.idle_ms || now.ms - last_used.ms < *known.idle_ms;
}

std::optional<std::shared_ptr<const Known>> KnownTokens::use(const Digest& digest, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return std::nullopt;
  Entry& entry = found->second;
  if (!is_good(*entry.known, entry.last_used, now)) return nullptr;
  entry.last_used = std::max(entry.last_used, now);
  return entry.known;
}

void KnownTokens::add(uint64_t generation, const Digest& digest, std::shared_ptr<const Known> known,
                      Instant last_used) {
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  if (entries_.size() >= kTokensMax) make_room();
  entries_.try_emplace(digest, Entry{std::move(known), last_used, last_used});
}

void KnownTokens::clear() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  for (const auto& [digest, entry] : entries_) drop(digest, entry);
  entries_.clear();
}

void KnownTokens::drop(const Digest& digest, const Entry& entry) {
  if (entry.last_used <= entry.noted || dropped_.size() >= kTokensMax) return;
  dropped_.push_back({.kind = entry.known->kind, .hash = digest, .at = entry.last_used});
}

// A quarter at once: those that were used longest ago.
void KnownTokens::make_room() {
  std::vector<Instant> used;
  used.reserve(entries_.size());
  for (const auto& [digest, entry] : entries_) used.push_back(entry.last_used);
  const auto quarter = used.begin() + static_cast<ptrdiff_t>(used.size() / 4);
  std::ranges::nth_element(used, quarter);
  const Instant oldest = *quarter;
  std::erase_if(entries_, [&](const auto& one) {
    if (one.second.last_used > oldest) return false;
    drop(one.first, one.second);
    return true;
  });
}

std::vector<record::Used> KnownTokens::take_uses(Instant now, Take take) {
  const std::lock_guard lock(mutex_);
  std::vector<record::Used> uses = std::exchange(dropped_, {});
  for (auto& [digest, entry] : entries_) {
    if (entry.last_used <= entry.noted) continue;
    if (take == Take::kDue && now.ms - entry.noted.ms < kNoteEveryMs) continue;
    entry.noted = entry.last_used;
    uses.push_back({.kind = entry.known->kind, .hash = digest, .at = entry.last_used});
  }
  return uses;
}

}  // namespace fh::engine
