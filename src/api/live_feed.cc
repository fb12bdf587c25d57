#include "api/live_feed.h"

namespace fh::api {

LiveFeed::State LiveFeed::poll() {
  const bool stale = !known_ || engine_.as_of() != as_of_;
  if (stale && !refreshing_.exchange(true)) {
    if (pool_.reserve()) {
      pool_.run([this](WorkerPool::Turn turn) {
        if (turn == WorkerPool::Turn::kInTime) refresh();
        refreshing_ = false;
      });
    } else {
      refreshing_ = false;
    }
  }
  // The total is written before as_of, so a new as_of never comes with an older total.
  const bool known = known_;
  const uint64_t as_of = as_of_;
  return {.as_of = as_of, .total = total_, .known = known};
}

void LiveFeed::refresh() {
  const uint64_t as_of = engine_.as_of();
  // One number for all who listen: what any of them may know.
  const engine::Caller listener = {.kind = engine::CallerKind::kMember,
                                   .actor = "live",
                                   .rights = {engine::Right::kCount},
                                   .scope = {},
                                   .person = 0};
  if (const auto counts = engine_.counts_for(listener)) {
    total_ = counts->landscape.experiences;
    as_of_ = as_of;
    known_ = true;
  }
}

}  // namespace fh::api
