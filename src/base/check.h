// base/check.h: stops the program on our own mistakes, in every build.
//
// Never for bad input: that is an Error. The message goes to standard error
// and holds the expression only, so no teller's words can reach a log.
#pragma once

namespace fh {
[[noreturn]] void check_failed(const char* expression, const char* file, int line);
}  // namespace fh

#define FH_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::fh::check_failed(#condition, __FILE__, __LINE__))

// For hot loops: checked in sanitizer and debug builds only.
#ifdef NDEBUG
#define FH_DCHECK(condition) static_cast<void>(sizeof(!(condition)))
#else
#define FH_DCHECK(condition) FH_CHECK(condition)
#endif
