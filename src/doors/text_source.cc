#include "doors/text_source.h"

#include <algorithm>

#include "base/check.h"

namespace fh::doors {
namespace {
constexpr size_t kGrowBytes = 256 * 1024;
}  // namespace

Result<std::unique_ptr<TextSource>> TextSource::open(std::unique_ptr<ByteSource> bytes,
                                                     std::optional<Encoding> forced) {
  std::unique_ptr<TextSource> text(new TextSource(std::move(bytes)));
  FH_RETURN_IF_ERROR(text->fill(kSampleBytesMax));
  const EncodingGuess guess = guess_encoding(text->buffer_);
  text->encoding_ = forced.value_or(guess.encoding);
  text->begin_ = std::min(guess.mark_bytes, text->buffer_.size());
  text->wide_ = text->encoding_ == Encoding::kUtf16Le || text->encoding_ == Encoding::kUtf16Be;
  if (text->wide_) {
    text->pending_ = text->buffer_.substr(text->begin_);
    text->buffer_.clear();
    text->begin_ = 0;
    text->decode_pending();
  }
  return text;
}

Status TextSource::fill(size_t count) {
  std::string& target = wide_ ? pending_ : buffer_;
  const size_t from = target.size();
  target.resize(from + count);
  size_t got = 0;
  while (got < count) {
    const auto read = bytes_->read(std::span<char>(target).subspan(from + got));
    if (!read) {
      target.resize(from + got);
      return std::unexpected(read.error());
    }
    if (*read == 0) {
      at_end_ = true;
      break;
    }
    got += *read;
  }
  target.resize(from + got);
  return {};
}

void TextSource::decode_pending() {
  pending_.erase(0, append_utf16(buffer_, pending_, encoding_));
  if (at_end_ && !pending_.empty()) {
    buffer_ += "\xEF\xBF\xBD";  // half a character at the very end
    pending_.clear();
  }
}

Result<bool> TextSource::grow() {
  if (at_end_) return false;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  FH_RETURN_IF_ERROR(fill(std::max(kGrowBytes, buffer_.size())));
  if (wide_) decode_pending();
  return true;
}

void TextSource::consume(size_t count) {
  FH_CHECK(count <= buffer_.size() - begin_);
  begin_ += count;
}

}  // namespace fh::doors
