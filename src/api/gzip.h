// api/gzip.h: compressed bodies in and out.
//
// An Inflater takes gzip (several members in a row too) and zlib ("deflate") in
// pieces; its output is bounded by the caller, so a small body that swells without
// end stops there. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::api {

class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;

  // Hands what the piece yields to `sink`, at most 64 KiB at a time; stops at its
  // first error. kInvalid for bytes that are not gzip or zlib.
  Status feed(std::string_view piece, const std::function<Status(std::string_view)>& sink);
  // Whether the stream ended where it says it does.
  bool complete() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Fast rather than tight: answers are compressed while someone waits.
std::string gzip(std::string_view text);

// kInvalid where it is not gzip; kTooLarge beyond bytes_max.
Result<std::string> gunzip(std::string_view bytes, uint64_t bytes_max);

}  // namespace fh::api
