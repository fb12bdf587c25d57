#include "cli/terminal.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/progress.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Terminal, LetsNoControlCharacterThrough) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\xEF\xBF\xBD[31mb");
  EXPECT_EQ(printable("a\nb\tc"), "a b c");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m é 日本"),
            "\xEF\xBF\xBD"
            "31m é 日本");
}

TEST(Terminal, WritesNumbersForPeople) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(bytes_text(17), "17 B");
  EXPECT_EQ(bytes_text(1536), "1.5 KiB");
  EXPECT_EQ(bytes_text(3ULL << 40), "3.0 TiB");
}

TEST(Terminal, IsNotTakenForAStringStream) {
  std::ostringstream stream;
  EXPECT_FALSE(is_terminal(stream));
  EXPECT_FALSE(wants_colour(stream));
}

class HandClock final : public Clock {
 public:
  Instant now() const override { return {}; }
  int64_t steady_us() const override { return us; }
  int64_t us = 0;
};

TEST(Progress, WritesAPlainLineEveryFewSecondsWhenNobodyWatches) {
  std::ostringstream err;
  HandClock clock;
  Progress progress(err, "importing", clock);
  for (int second = 1; second <= 4; ++second) {
    clock.us = second * 1'000'000;
    progress.update(static_cast<uint64_t>(second) * 1000, 20'000, "experiences");
  }
  EXPECT_THAT(err.str(), IsEmpty());
  clock.us = 5'000'000;
  progress.update(5000, 20'000, "experiences");
  progress.update(5001, 20'000, "experiences");
  EXPECT_EQ(err.str(), "importing: 5,000 of 20,000 experiences, 1,000/s, 15 s left\n");
  clock.us = 10'000'000;
  progress.update(10 << 20, 0, "bytes");
  EXPECT_THAT(err.str(), HasSubstr("importing: 10.0 MiB, 1.0 MiB/s\n"));
  progress.finish();
  EXPECT_THAT(err.str(), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace fh::cli
