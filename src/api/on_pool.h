// api/on_pool.h: awaits work done by a worker pool.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <utility>

#include "api/connection.h"
#include "api/worker_pool.h"

namespace fh::api {

// Runs `work` on the pool and resumes on the loop with what it gives; with nothing where
// its turn came too late and it was not begun.
// REQUIRES: a successful pool.reserve(), which this uses up.
template <typename T>
Task<std::optional<T>> on_pool(WorkerPool& pool, Executor executor,
                               std::move_only_function<T()> work) {
  auto initiate = [&pool, executor](auto handler, std::move_only_function<T()> task) {
    pool.run([handler = std::move(handler), task = std::move(task),
              executor](WorkerPool::Turn turn) mutable {
      std::optional<T> result;
      if (turn == WorkerPool::Turn::kInTime) result = task();
      asio::post(executor, [handler = std::move(handler), result = std::move(result)]() mutable {
        std::move(handler)(std::move(result));
      });
    });
  };
  const asio::use_awaitable_t<Executor> token;
  auto pending =
      asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::optional<T>)>(
          std::move(initiate), token, std::move(work));
  co_return co_await std::move(pending);
}

}  // namespace fh::api
