#include "base/threads.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace fh {

size_t core_count() {
  return std::max<size_t>(std::thread::hardware_concurrency(), 1);
}

void run_in_parallel(size_t parts, const std::function<void(size_t)>& work) {
  std::vector<std::jthread> threads;
  for (size_t part = 0; part + 1 < parts; ++part) {
    threads.emplace_back([&work, part] { work(part); });
  }
  if (parts > 0) work(parts - 1);
}

void lower_thread_priority() {
  constexpr int kNicer = 10;
  // A refusal only means the usual priority.
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNicer));
}

}  // namespace fh
