#include "api/worker_pool.h"

#include <gtest/gtest.h>

#include <semaphore>
#include <vector>

#include "testing/fake_clock.h"

namespace fh::api {
namespace {

using Turn = WorkerPool::Turn;

// One thread, held up until the test lets it go on.
class WorkerPoolTest : public ::testing::Test {
 protected:
  void hold_up() {
    ASSERT_TRUE(pool_.reserve());
    pool_.run([this](Turn) {
      held_.release();
      go_on_.acquire();
    });
    held_.acquire();
  }
  bool add() {
    if (!pool_.reserve()) return false;
    pool_.run([this](Turn turn) { turns_.push_back(turn); });
    return true;
  }
  // Ends what waits.
  const std::vector<Turn>& turns() {
    go_on_.release();
    pool_.stop();
    return turns_;
  }

  FakeClock clock_;
  std::vector<Turn> turns_;  // by the one thread, read after it ended
  std::binary_semaphore held_{0};
  std::binary_semaphore go_on_{0};
  WorkerPool pool_{{.threads = 1, .waiting_max = 2, .wait_us_max = 1000, .clock = &clock_}};
};

TEST_F(WorkerPoolTest, TakesSoManyAndNoMore) {
  hold_up();
  EXPECT_TRUE(add());
  EXPECT_TRUE(add());
  EXPECT_FALSE(add());
  EXPECT_EQ(pool_.waiting(), 2U);
  EXPECT_EQ(turns(), (std::vector{Turn::kInTime, Turn::kInTime}));
}

TEST_F(WorkerPoolTest, TakesNothingBehindWhatWaitsTooLong) {
  hold_up();
  EXPECT_TRUE(add());
  clock_.advance_ms(1);
  EXPECT_TRUE(add());
  clock_.advance_ms(1);
  EXPECT_FALSE(add());
  EXPECT_EQ(turns(), (std::vector{Turn::kTooLate, Turn::kInTime}));
}

TEST_F(WorkerPoolTest, RefusesWhatIsLateBeforeAThreadIsFree) {
  hold_up();
  EXPECT_TRUE(add());
  pool_.refuse_late();
  EXPECT_EQ(pool_.waiting(), 1U);
  clock_.advance_ms(2);
  pool_.refuse_late();
  EXPECT_EQ(pool_.waiting(), 0U);
  EXPECT_EQ(turns_, (std::vector{Turn::kTooLate}));
  EXPECT_TRUE(add());
  EXPECT_EQ(turns(), (std::vector{Turn::kTooLate, Turn::kInTime}));
}

TEST_F(WorkerPoolTest, ALongRunningOneIsNotOneThatWaits) {
  hold_up();
  clock_.advance_ms(1000);
  EXPECT_TRUE(add());
  EXPECT_EQ(turns(), (std::vector{Turn::kInTime}));
}

TEST_F(WorkerPoolTest, TakesNothingOnceItStops) {
  EXPECT_TRUE(turns().empty());
  EXPECT_FALSE(add());
}

}  // namespace
}  // namespace fh::api
