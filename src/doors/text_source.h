// doors/text_source.h: a file as a window of text that grows and is consumed.
//
// UTF-16 arrives as UTF-8; other encodings arrive as their bytes, without the byte
// order mark: the readers turn each row into UTF-8 (encoding.h), because one file
// may hold rows of both. Belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "doors/byte_source.h"
#include "doors/encoding.h"

namespace fh::doors {

class TextSource {
 public:
  // `forced` replaces the guess. Reads the first sample.
  static Result<std::unique_ptr<TextSource>> open(std::unique_ptr<ByteSource> bytes,
                                                  std::optional<Encoding> forced = std::nullopt);

  // What was read and not yet consumed; valid until grow() or consume().
  std::string_view window() const { return std::string_view(buffer_).substr(begin_); }
  // Makes the window longer, at least doubling a small one; false at the end.
  Result<bool> grow();
  // REQUIRES: count <= window().size().
  void consume(size_t count);
  bool at_end() const { return at_end_; }

  Encoding encoding() const { return encoding_; }
  uint64_t bytes_read() const { return bytes_->consumed(); }
  std::optional<uint64_t> bytes_total() const { return bytes_->total(); }
  const std::string& damage() const { return bytes_->damage(); }

 private:
  explicit TextSource(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)) {}
  Status fill(size_t count);
  void decode_pending();

  std::unique_ptr<ByteSource> bytes_;
  Encoding encoding_ = Encoding::kUtf8;
  std::string buffer_;
  size_t begin_ = 0;
  std::string pending_;  // UTF-16 bytes not yet decoded
  bool wide_ = false;
  bool at_end_ = false;
};

// Formats are recognised and columns named from at most this much text.
inline constexpr size_t kSampleBytesMax = 1024 * 1024;

}  // namespace fh::doors
