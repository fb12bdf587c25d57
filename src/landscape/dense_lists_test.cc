#include "landscape/dense_lists.h"

#include <gtest/gtest.h>

#include <array>

#include "base/threads.h"

namespace fh::landscape {
namespace {

DenseList of_one(uint64_t place) {
  DenseList list(1);
  list[0][0] = place;
  return list;
}

TEST(DenseLists, AreMadeOnceAndStay) {
  DenseLists lists;
  const DenseList* const first = lists.find(7, [] { return of_one(7); });
  ASSERT_NE(first, nullptr);
  for (uint64_t place = 8; place < 20; ++place) lists.find(place, [&] { return of_one(place); });
  const DenseList* const again = lists.find(7, []() -> DenseList {
    ADD_FAILURE() << "made a second time";
    return {};
  });
  EXPECT_EQ(first, again);
  EXPECT_EQ((*again)[0][0], 7U);
}

TEST(DenseLists, AreNoMoreThanThereIsRoomFor) {
  DenseLists lists;
  for (uint64_t place = 0; place < DenseLists::kListsMax; ++place) {
    EXPECT_NE(lists.find(place, [&] { return of_one(place); }), nullptr);
  }
  EXPECT_EQ(lists.find(1000, [] { return of_one(1000); }), nullptr);
  EXPECT_NE(lists.find(3, [] { return of_one(3); }), nullptr);
}

TEST(DenseLists, AreTheSameForAllThreads) {
  constexpr size_t kThreads = 8;
  for (int round = 0; round < 50; ++round) {
    DenseLists lists;
    std::array<const DenseList*, kThreads> found{};
    run_in_parallel(kThreads, [&](size_t thread) {
      for (uint64_t place = 0; place < 2 * DenseLists::kListsMax; ++place) {
        const DenseList* const list = lists.find(place, [&] { return of_one(place); });
        if (list != nullptr) EXPECT_EQ((*list)[0][0], place);
        if (place == 5) found[thread] = list;
      }
    });
    for (const DenseList* list : found) EXPECT_EQ(list, found[0]);
  }
}

}  // namespace
}  // namespace fh::landscape
