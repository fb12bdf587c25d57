#include "api/gzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>

#include "base/check.h"

namespace fh::api {
namespace {

constexpr int kGzipWindow = 15 + 16;
constexpr int kGzipOrZlibWindow = 15 + 32;
constexpr int kAnswerLevel = 3;
constexpr size_t kPieceBytes = 64 * 1024;

Bytef* bytes_of(std::string_view text) {
  // zlib does not write to its input; its interface only lacks the const.
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

struct Deflater {
  Deflater() {
    FH_CHECK(deflateInit2(&stream, kAnswerLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) ==
             Z_OK);
  }
  ~Deflater() { deflateEnd(&stream); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  z_stream stream = {};
};

}  // namespace

struct Inflater::Impl {
  Impl() { FH_CHECK(inflateInit2(&stream, kGzipOrZlibWindow) == Z_OK); }
  ~Impl() { inflateEnd(&stream); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  z_stream stream = {};
  bool ended = false;
};

Inflater::Inflater() : impl_(std::make_unique<Impl>()) {}
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

bool Inflater::complete() const {
  return impl_->ended;
}

Status Inflater::feed(std::string_view piece, const std::function<Status(std::string_view)>& sink) {
  z_stream& stream = impl_->stream;
  stream.next_in = bytes_of(piece);
  stream.avail_in = static_cast<uInt>(piece.size());
  std::array<char, kPieceBytes> out;
  bool full = false;  // the last call filled `out`: more may be waiting inside
  while (stream.avail_in > 0 || full) {
    if (impl_->ended) {
      FH_CHECK(inflateReset(&stream) == Z_OK);
      impl_->ended = false;
    }
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      return failure(ErrorCode::kInvalid, "the compressed body is broken", "body",
                     "Send gzip or deflate as Content-Encoding says, or the plain body.");
    }
    const size_t produced = out.size() - stream.avail_out;
    impl_->ended = code == Z_STREAM_END;
    full = stream.avail_out == 0 && !impl_->ended;
    if (produced > 0) FH_RETURN_IF_ERROR(sink(std::string_view(out.data(), produced)));
    if (code == Z_BUF_ERROR && produced == 0) break;
  }
  return {};
}

std::string gzip(std::string_view text) {
  thread_local Deflater deflater;
  z_stream& stream = deflater.stream;
  FH_CHECK(deflateReset(&stream) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = bytes_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  FH_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  return out;
}

Result<std::string> gunzip(std::string_view bytes, uint64_t bytes_max) {
  Inflater inflater;
  std::string out;
  FH_RETURN_IF_ERROR(inflater.feed(bytes, [&](std::string_view piece) -> Status {
    if (out.size() + piece.size() > bytes_max) {
      return failure(ErrorCode::kTooLarge,
                     fmt::format("more than {} bytes once unpacked", bytes_max), "body");
    }
    out += piece;
    return {};
  }));
  if (!inflater.complete()) {
    return failure(ErrorCode::kInvalid, "the compressed body ends too early", "body");
  }
  return out;
}

}  // namespace fh::api
