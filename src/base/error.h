// base/error.h: what the world did wrong, as a value.
//
// Result<T> is for failures a caller can meet in normal work (bad input, a full
// disk, a busy server); FH_CHECK (check.h) is for our own mistakes. An Error is
// written for the person who has to act on it: what, with which value, against
// which limit, and what to do. It never quotes a teller's words.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace fh {

// Who can act: the code decides the HTTP status and the program's exit code.
enum class ErrorCode : uint8_t {
  kInvalid,      // the input is wrong: the sender mends it
  kNotFound,     // nothing by that name or id
  kConflict,     // the same key was used for other content
  kTooLarge,     // beyond a stated limit
  kDenied,       // the caller may not
  kBusy,         // try again later: nothing was lost
  kUnsupported,  // valid, but not something this program does
  kCorrupt,      // stored bytes are not what was written
  kIo,           // the operating system refused
  kCancelled,    // stopped on request
};

std::string_view name_of(ErrorCode code);

struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string message;
  // The input field at fault ("signifiers.age", "q"), or empty.
  std::string field = {};
  // What to do about it, one sentence, or empty.
  std::string advice = {};
  // Byte offset into the field (a query, a JSON body), or kNoPosition.
  int64_t position = kNoPosition;

  static constexpr int64_t kNoPosition = -1;
};

// "message (field: …). advice", for terminals and logs.
std::string to_string(const Error& error);

template <typename T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

inline std::unexpected<Error> failure(ErrorCode code, std::string message, std::string field = {},
                                      std::string advice = {}) {
  return std::unexpected(Error{.code = code,
                               .message = std::move(message),
                               .field = std::move(field),
                               .advice = std::move(advice)});
}

}  // namespace fh

#define FH_CONCAT_INNER(a, b) a##b
#define FH_CONCAT(a, b) FH_CONCAT_INNER(a, b)

#define FH_RETURN_IF_ERROR(expression)                                    \
  do {                                                                    \
    auto fh_status = (expression);                                        \
    if (!fh_status) return std::unexpected(std::move(fh_status.error())); \
  } while (false)

// Its arguments are a name and a declaration: neither can stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define FH_ASSIGN_OR_RETURN_INNER(temporary, declaration, expression)   \
  auto temporary = (expression);                                        \
  if (!temporary) return std::unexpected(std::move(temporary.error())); \
  declaration = std::move(*temporary)
// NOLINTEND(bugprone-macro-parentheses)

// FH_ASSIGN_OR_RETURN(const Experience experience, validate(draft));
#define FH_ASSIGN_OR_RETURN(declaration, ...) \
  FH_ASSIGN_OR_RETURN_INNER(FH_CONCAT(fh_result_, __LINE__), declaration, (__VA_ARGS__))
