#include "api/open_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace fh::api {
namespace {

// Leaves the limit as it was.
class OpenFilesTest : public ::testing::Test {
 protected:
  OpenFilesTest() { getrlimit(RLIMIT_NOFILE, &before_); }
  ~OpenFilesTest() override { setrlimit(RLIMIT_NOFILE, &before_); }

  void set_soft_limit(rlim_t files) const {
    const rlimit soft{.rlim_cur = files, .rlim_max = before_.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &soft), 0);
  }

  rlimit before_{};
};

TEST_F(OpenFilesTest, RaisesTheLimitForThoseWhoAreToCome) {
  if (before_.rlim_max < 2000) GTEST_SKIP() << "the system allows only " << before_.rlim_max;
  set_soft_limit(512);
  EXPECT_EQ(make_room_for_connections(1000), 1000U);
  rlimit now{};
  getrlimit(RLIMIT_NOFILE, &now);
  EXPECT_GT(now.rlim_cur, 1000U);
}

TEST_F(OpenFilesTest, KeepsFilesForTheEngineWhereTheSystemAllowsNoMore) {
  if (before_.rlim_max > 1'000'000'000) GTEST_SKIP() << "the system sets no limit";
  const auto all = static_cast<uint32_t>(before_.rlim_max);
  EXPECT_LT(make_room_for_connections(all), all);
  EXPECT_GT(make_room_for_connections(all), 0U);
}

}  // namespace
}  // namespace fh::api
