#include "engine/attempts.h"

#include <algorithm>
#include <vector>

namespace fh::engine {

int64_t Attempts::wait_ms(std::string_view address, Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto known = tries_.find(address);
  if (known == tries_.end()) return 0;
  // A clock that was set back does not lock anybody out for longer than the longest delay.
  return std::clamp<int64_t>(known->second.until.ms - now.ms, 0, kDelayMsMax);
}

void Attempts::failed(std::string_view address, Instant now) {
  const std::lock_guard lock(mutex_);
  auto known = tries_.find(address);
  if (known == tries_.end()) {
    if (tries_.size() >= kAddressesMax) make_room();
    known = tries_.emplace(std::string(address), Tries{}).first;
  }
  Tries& tries = known->second;
  if (now.ms - tries.last.ms > kForgiveMs) tries.failed = 0;
  ++tries.failed;
  tries.last = now;
  if (tries.failed <= kFree) return;
  const uint32_t doublings = std::min<uint32_t>(tries.failed - kFree - 1, 20);
  tries.until.ms = now.ms + std::min(kFirstDelayMs << doublings, kDelayMsMax);
}

// A quarter at once, so that not every newcomer has to look through the table.
void Attempts::make_room() {
  std::vector<int64_t> quiet;
  quiet.reserve(tries_.size());
  for (const auto& [address, tries] : tries_) quiet.push_back(tries.last.ms);
  const auto quarter = quiet.begin() + static_cast<ptrdiff_t>(quiet.size() / 4);
  std::ranges::nth_element(quiet, quarter);
  const int64_t oldest = *quarter;
  std::erase_if(tries_, [&](const auto& entry) { return entry.second.last.ms <= oldest; });
}

size_t Attempts::addresses() const {
  const std::lock_guard lock(mutex_);
  return tries_.size();
}

std::string network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return std::string(address);
  if (address.starts_with("::ffff:") && address.find('.') != std::string_view::npos) {
    return std::string(address.substr(7));  // an IPv4 address in IPv6 dress
  }
  size_t groups = 0;
  for (size_t at = 0; at < address.size(); ++at) {
    if (address[at] != ':') continue;
    // "::" stands for zeros, and what comes behind it is not among the first 64 bits where
    // it begins within them.
    const bool zeros = at + 1 < address.size() && address[at + 1] == ':';
    if (zeros || ++groups == 4) return std::string(address.substr(0, at)) + "::/64";
  }
  return std::string(address);
}

}  // namespace fh::engine
