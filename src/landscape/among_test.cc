#include "landscape/among.h"

#include <gtest/gtest.h>

#include <set>

#include "testing/faulty_file_system.h"
#include "testing/random_documents.h"
#include "testing/random_queries.h"

namespace fh::landscape {
namespace {

std::set<uint64_t> found_by(const Landscape& index, const Node& query) {
  Request request;
  request.query = clone(query);
  request.limit = 1000;
  request.sort = Sort::kNewest;
  const Result<Answer> answer = index.search(request);
  EXPECT_TRUE(answer) << (answer ? "" : to_string(answer.error()));
  std::set<uint64_t> numbers;
  for (const Hit& hit : answer->hits) numbers.insert(hit.number);
  return numbers;
}

// Of all that may be shown, those that are judged to match are those that a search finds.
TEST(Among, AgreesWithSearching) {
  FaultyFileSystem files;
  auto index = Landscape::open({.directory = "/index",
                                .files = &files,
                                .head_documents_max = 100,
                                .background = Background::kOff});
  ASSERT_TRUE(index);
  RandomChanges random(5);
  Rng rng(99);
  size_t matched = 0;
  for (int round = 0; round < 6; ++round) {
    ASSERT_TRUE((*index)->apply(random.next(70)));
    if (round == 3) ASSERT_TRUE((*index)->flush());
    std::vector<uint64_t> numbers;
    for (uint64_t number = 600; number > 0; --number) numbers.push_back(number);
    const std::set<uint64_t> shown = found_by(**index, Node{AllNode{}});
    for (int i = 0; i < 150; ++i) {
      const Node query = random_tree(rng, {});
      SCOPED_TRACE(to_text(query));
      const Among among = (*index)->among(query, numbers);
      ASSERT_EQ(among.match.size(), numbers.size());
      EXPECT_EQ(among.as_of, (*index)->as_of());
      std::set<uint64_t> judged;
      for (size_t at = 0; at < numbers.size(); ++at) {
        if (among.match[at] && shown.contains(numbers[at])) judged.insert(numbers[at]);
      }
      EXPECT_EQ(judged, found_by(**index, query));
      matched += judged.size();
    }
  }
  EXPECT_GT(matched, 1000U);
}

}  // namespace
}  // namespace fh::landscape
