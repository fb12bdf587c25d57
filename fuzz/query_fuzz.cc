// Any bytes as a query: a tree or an error that can be shown, and a tree that was
// read can be written so that it reads back as itself.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/limits.h"
#include "landscape/query.h"

namespace {

using fh::ErrorCode;
using fh::landscape::Match;
using fh::landscape::Node;

void check_error(const fh::Error& error, size_t bytes) {
  FH_CHECK(error.code == ErrorCode::kInvalid || error.code == ErrorCode::kTooLarge);
  FH_CHECK(error.field == "q" && !error.message.empty() && !error.advice.empty());
  FH_CHECK(error.position >= 0 && error.position <= static_cast<int64_t>(bytes));
}

void check_query(std::string_view text, Match match) {
  const fh::Result<Node> node = fh::landscape::parse_query(text, match);
  if (!node) {
    check_error(node.error(), text.size());
    return;
  }
  FH_CHECK(fh::landscape::clone(*node) == *node);
  const fh::Result<Node> again =
      fh::landscape::parse_query(fh::landscape::to_text(*node), Match::kAll);
  // Spelt out, a query at a limit may be beyond it.
  if (!again && again.error().code == ErrorCode::kTooLarge) return;
  FH_CHECK(again.has_value());
  FH_CHECK(*again == *node);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_query(text, Match::kAll);
  check_query(text, Match::kAny);
  return 0;
}
