#include "api/web_address.h"

#include <gtest/gtest.h>

#include <string>

namespace fh::api {
namespace {

TEST(WebAddress, IsTakenApart) {
  const auto whole = parse_web_address("https://id.example.org:8443/a/b?c=d");
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->by_tls);
  EXPECT_EQ(whole->host, "id.example.org");
  EXPECT_EQ(whole->authority, "id.example.org:8443");
  EXPECT_EQ(whole->port, 8443);
  EXPECT_EQ(whole->target, "/a/b?c=d");
  EXPECT_EQ(parse_web_address("https://a")->target, "/");
  EXPECT_EQ(parse_web_address("https://a")->port, 443);
  EXPECT_EQ(parse_web_address("https://a?b")->target, "/?b");
  EXPECT_EQ(parse_web_address("https://[::1]:1/")->host, "::1");
}

TEST(WebAddress, WithoutTlsIsForThisMachine) {
  for (const char* here : {"http://127.0.0.1:9/", "http://localhost/", "http://[::1]/"}) {
    EXPECT_TRUE(parse_web_address(here)) << here;
  }
  EXPECT_EQ(parse_web_address("http://localhost/")->port, 80);
  for (const char* beyond : {"http://example.org/", "http://10.0.0.1/", "http://127.example.org/",
                             "http://localhost.example.org/", "http://[::2]/"}) {
    EXPECT_FALSE(parse_web_address(beyond)) << beyond;
  }
}

TEST(WebAddress, WhatIsNoneIsRefused) {
  for (const char* wrong : {"",
                            "https://",
                            "https:///",
                            "ftp://a/",
                            "//a/",
                            "a",
                            "https://a b/",
                            "https://a/\r\nX: y",
                            "https://u@a/",
                            "https://u:p@a/",
                            "https://a/#f",
                            "https://a#f",
                            "https://a:/",
                            "https://a:0/",
                            "https://a:65536/",
                            "https://a:1x/",
                            "https://a:-1/",
                            "https://[::1",
                            "https://[]/",
                            "https://[::1]x/",
                            "https://\xC3\xA4/",
                            "https://a\\b/",
                            "https://a%2Fb/"}) {
    EXPECT_FALSE(parse_web_address(wrong)) << wrong;
  }
  EXPECT_FALSE(parse_web_address("https://a/" + std::string(2048, 'x')));
}

}  // namespace
}  // namespace fh::api
