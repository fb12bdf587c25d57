#include "api/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace fh::api {
namespace {

// The record, the index's files, what standard libraries hold.
constexpr rlim_t kKept = 256;

}  // namespace

uint32_t make_room_for_connections(uint32_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const rlim_t needed = std::min(limit.rlim_max, rlim_t{wanted} + kKept);
  if (limit.rlim_cur < needed) {
    const rlimit raised{.rlim_cur = needed, .rlim_max = limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  // A very low limit serves a few all the same.
  const rlim_t room = limit.rlim_cur > 2 * kKept ? limit.rlim_cur - kKept : limit.rlim_cur / 2;
  return static_cast<uint32_t>(std::min<rlim_t>(wanted, room));
}

}  // namespace fh::api
