#include "doors/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "base/bytes.h"
#include "base/check.h"

namespace fh::doors {
namespace {

constexpr size_t kChunkBytes = 256 * 1024;
constexpr size_t kReleaseBytes = 64 * kChunkBytes;

// Packed bytes as they lie in the file. The span holds until the next call; an
// empty one is the end.
class PackedBytes {
 public:
  virtual ~PackedBytes() = default;
  virtual Result<std::span<const std::byte>> next() = 0;
  virtual uint64_t given() const = 0;
  virtual std::optional<uint64_t> total() const = 0;
};

class MemoryBytes : public PackedBytes {
 public:
  explicit MemoryBytes(std::span<const std::byte> bytes, std::shared_ptr<MappedFile> file = {})
      : file_(std::move(file)), bytes_(bytes) {}

  Result<std::span<const std::byte>> next() override {
    if (file_ && at_ - released_ >= kReleaseBytes) {
      file_->release_first(at_);
      released_ = at_;
    }
    const auto chunk = bytes_.subspan(at_, std::min(kChunkBytes, bytes_.size() - at_));
    at_ += chunk.size();
    return chunk;
  }
  uint64_t given() const override { return at_; }
  std::optional<uint64_t> total() const override { return bytes_.size(); }

 private:
  std::shared_ptr<MappedFile> file_;  // keeps the bytes mapped
  std::span<const std::byte> bytes_;
  size_t at_ = 0;
  size_t released_ = 0;  // a large file does not stay in memory behind the reader
};

// Standard input, or a named pipe, which cannot be mapped.
class StreamBytes : public PackedBytes {
 public:
  StreamBytes(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
  ~StreamBytes() override {
    if (owned_) ::close(descriptor_);
  }

  Result<std::span<const std::byte>> next() override {
    buffer_.resize(kChunkBytes);
    ssize_t count = 0;
    do {
      count = ::read(descriptor_, buffer_.data(), buffer_.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
      return failure(ErrorCode::kIo, fmt::format("cannot read the input: {}",
                                                 std::generic_category().message(errno)));
    }
    given_ += static_cast<uint64_t>(count);
    return std::span<const std::byte>(buffer_).first(static_cast<size_t>(count));
  }
  uint64_t given() const override { return given_; }
  std::optional<uint64_t> total() const override { return std::nullopt; }

 private:
  const int descriptor_;
  const bool owned_;
  std::vector<std::byte> buffer_;
  uint64_t given_ = 0;
};

class SourceBase : public ByteSource {
 public:
  SourceBase(std::unique_ptr<PackedBytes> packed, std::span<const std::byte> first)
      : packed_(std::move(packed)), left_(first) {}
  uint64_t consumed() const override { return packed_->given() - left_.size(); }
  std::optional<uint64_t> total() const override { return packed_->total(); }
  const std::string& damage() const override { return damage_; }

 protected:
  // False at the end of the packed bytes.
  Result<bool> refill() {
    if (!left_.empty()) return true;
    FH_ASSIGN_OR_RETURN(left_, packed_->next());
    return !left_.empty();
  }
  void take(size_t count) { left_ = left_.subspan(count); }

  std::unique_ptr<PackedBytes> packed_;
  std::span<const std::byte> left_;
  std::string damage_;
};

class PlainSource final : public SourceBase {
 public:
  using SourceBase::SourceBase;
  Result<size_t> read(std::span<char> out) override {
    FH_ASSIGN_OR_RETURN(const bool more, refill());
    if (!more) return 0;
    const size_t count = std::min(out.size(), left_.size());
    std::memcpy(out.data(), left_.data(), count);
    take(count);
    return count;
  }
};

class GzipSource final : public SourceBase {
 public:
  GzipSource(std::unique_ptr<PackedBytes> packed, std::span<const std::byte> first)
      : SourceBase(std::move(packed), first) {
    constexpr int kGzipOnly = 15 + 16;
    FH_CHECK(inflateInit2(&stream_, kGzipOnly) == Z_OK);
  }
  ~GzipSource() override { inflateEnd(&stream_); }

  Result<size_t> read(std::span<char> out) override {
    while (!done_) {
      FH_ASSIGN_OR_RETURN(const bool more, refill());
      if (!more) {
        if (inside_) damage_ = cut_off(consumed());
        done_ = true;
        break;
      }
      if (!inside_ && !starts_member()) break;
      const size_t count = inflate_some(out);
      if (count > 0) return count;
    }
    return 0;
  }

  static std::string cut_off(uint64_t at) {
    return fmt::format("the archive is cut off after {} bytes", at);
  }

 private:
  // Between members: another one follows, or padding, or what is no archive.
  bool starts_member() {
    if (left_.front() == std::byte{0x1F}) {
      inside_ = true;
      FH_CHECK(inflateReset(&stream_) == Z_OK);
      return true;
    }
    const bool padding = std::ranges::all_of(left_, [](std::byte b) { return b == std::byte{0}; });
    if (!padding) {
      damage_ = fmt::format("what follows byte {} is no archive and was left out", consumed());
    }
    done_ = !padding;
    if (padding) take(left_.size());
    return false;
  }

  size_t inflate_some(std::span<char> out) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(left_.data()));
    stream_.avail_in = static_cast<uInt>(left_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(std::min(out.size(), kChunkBytes));
    const uInt room = stream_.avail_out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    take(left_.size() - stream_.avail_in);
    if (code == Z_STREAM_END) {
      inside_ = false;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      damage_ = fmt::format("the archive is damaged near byte {}", consumed());
      done_ = true;
    }
    return room - stream_.avail_out;
  }

  z_stream stream_ = {};
  bool inside_ = true;
  bool done_ = false;
};

class ZstdSource final : public SourceBase {
 public:
  ZstdSource(std::unique_ptr<PackedBytes> packed, std::span<const std::byte> first)
      : SourceBase(std::move(packed), first), stream_(ZSTD_createDStream()) {
    FH_CHECK(stream_ != nullptr);
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

  Result<size_t> read(std::span<char> out) override {
    while (!done_) {
      FH_ASSIGN_OR_RETURN(const bool more, refill());
      ZSTD_inBuffer in = {.src = left_.data(), .size = left_.size(), .pos = 0};
      ZSTD_outBuffer room = {.dst = out.data(), .size = out.size(), .pos = 0};
      const size_t hint = ZSTD_decompressStream(stream_, &room, &in);
      take(in.pos);
      if (ZSTD_isError(hint) != 0) {
        damage_ = fmt::format("the archive is damaged near byte {}", consumed());
        done_ = true;
      } else if (!more && room.pos == 0) {
        if (wanted_ != 0) damage_ = GzipSource::cut_off(consumed());
        done_ = true;
      } else if (in.size > 0 || room.pos > 0) {
        wanted_ = hint;
      }
      if (room.pos > 0) return room.pos;
    }
    return 0;
  }

 private:
  ZSTD_DStream* stream_;
  size_t wanted_ = 1;  // 0 between frames
  bool done_ = false;
};

Result<std::unique_ptr<ByteSource>> unpack(std::unique_ptr<PackedBytes> packed) {
  FH_ASSIGN_OR_RETURN(const std::span<const std::byte> first, packed->next());
  const auto starts_with = [&](std::initializer_list<unsigned> magic) {
    return first.size() >= magic.size() && std::equal(magic.begin(), magic.end(), first.begin(),
                                                      [](unsigned wanted, std::byte got) {
                                                        return wanted == static_cast<unsigned>(got);
                                                      });
  };
  std::unique_ptr<ByteSource> source;
  if (starts_with({0x1F, 0x8B})) {
    source = std::make_unique<GzipSource>(std::move(packed), first);
  } else if (starts_with({0x28, 0xB5, 0x2F, 0xFD})) {
    source = std::make_unique<ZstdSource>(std::move(packed), first);
  } else {
    source = std::make_unique<PlainSource>(std::move(packed), first);
  }
  return source;
}

bool is_stream(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(FileSystem& files, const std::string& path) {
  if (path == "-") return unpack(std::make_unique<StreamBytes>(STDIN_FILENO, false));
  if (is_stream(path)) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return failure(ErrorCode::kIo, fmt::format("cannot open {}", path));
    return unpack(std::make_unique<StreamBytes>(descriptor, true));
  }
  FH_ASSIGN_OR_RETURN(std::shared_ptr<MappedFile> file, files.map(path));
  const std::span<const std::byte> bytes = file->bytes();
  return unpack(std::make_unique<MemoryBytes>(bytes, std::move(file)));
}

Result<std::unique_ptr<ByteSource>> ByteSource::over(std::string_view bytes) {
  return unpack(std::make_unique<MemoryBytes>(bytes_of(bytes)));
}

}  // namespace fh::doors
