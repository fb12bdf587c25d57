#include "text/idna.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace fh::text {
namespace {

TEST(Idna, WritesNamesInAnyScriptAsMachinesKnowThem) {
  EXPECT_EQ(*ascii_domain("Example.ORG"), "example.org");
  EXPECT_EQ(*ascii_domain("b\xC3\xBC"
                          "cher.example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(*ascii_domain("B\xC3\x9C"
                          "CHER.example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(*ascii_domain("stra\xC3\x9F"
                          "e.example"),
            "xn--strae-oqa.example");
  EXPECT_EQ(*ascii_domain("xn--bcher-kva.example"), "xn--bcher-kva.example");
}

TEST(Idna, RefusesWhatNoHostCanBeCalled) {
  for (const std::string& wrong :
       {std::string(), std::string("a b.example"), std::string("a_b.example"),
        std::string("ex\xE2\x80\xAE"
                    "ample.org"),
        std::string(64, 'a') + ".org", std::string("xn--\xC3\xBC.example"), std::string("a..b"),
        std::string(300, 'a')}) {
    EXPECT_FALSE(ascii_domain(wrong)) << wrong;
  }
}

// Any bytes: what comes back is ASCII that can stand in a command, and comes back alike.
TEST(Idna, WhateverComesBackIsPlain) {
  Rng rng(17);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (uint64_t left = rng.below(24); left > 0; --left) {
      bytes += rng.chance(0.5) ? static_cast<char>('a' + rng.below(26))
                               : static_cast<char>(rng.below(256));
    }
    const auto made = ascii_domain(bytes);
    if (!made) continue;
    EXPECT_TRUE(std::ranges::all_of(*made, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    })) << *made;
    EXPECT_EQ(*ascii_domain(*made), *made);
  }
}

}  // namespace
}  // namespace fh::text
