#include "cli/serve.h"

#include <gmock/gmock.h>

namespace fh::cli {
namespace {

TEST(Listen, ReadsHostAndPort) {
  EXPECT_EQ(parse_listen("127.0.0.1:8480")->text(), "127.0.0.1:8480");
  EXPECT_EQ(parse_listen(":0")->text(), "127.0.0.1:0");
  EXPECT_EQ(parse_listen("[::1]:80")->host, "::1");
  EXPECT_EQ(parse_listen("[::1]:80")->text(), "[::1]:80");
  for (const char* wrong : {"", "8480", "localhost", "a:b", "a:", "a:70000", "::1:80", "a:80x"}) {
    EXPECT_FALSE(parse_listen(wrong)) << wrong;
  }
}

TEST(Listen, KnowsWhatIsReachedFromHereOnly) {
  for (const char* here : {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) {
    EXPECT_TRUE(is_loopback(here)) << here;
  }
  for (const char* beyond : {"0.0.0.0", "::", "10.0.0.1", "127.example.org", "firsthand.local"}) {
    EXPECT_FALSE(is_loopback(beyond)) << beyond;
  }
}

}  // namespace
}  // namespace fh::cli
