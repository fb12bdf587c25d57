// base/threads.h: the few ways firsthand uses threads.
#pragma once

#include <cstddef>
#include <functional>

namespace fh {

// Cores this process may use; at least 1.
size_t core_count();

// Calls work(0) … work(parts - 1), the last on this thread, each other on one of its
// own; returns when all have. REQUIRES: parts is small (about the number of cores).
void run_in_parallel(size_t parts, const std::function<void(size_t)>& work);

// The calling thread yields to others from now on: freezes and merges do not slow down
// who asks or tells.
void lower_thread_priority();

}  // namespace fh
