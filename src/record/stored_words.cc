#include "record/stored_words.h"

#include <fmt/format.h>
#include <zstd.h>

#include <cstdint>
#include <cstring>
#include <memory>

#include "base/check.h"
#include "model/codec.h"
#include "record/words_dictionary.h"

namespace fh::record {
namespace {

// The first byte of what is compressed: this and the dictionary's number. A plain body
// begins with its own format, which is below.
constexpr uint8_t kCompressed = 0x80;
constexpr uint8_t kNewestDictionary = 1;

// Shorter ones do not get shorter: a frame without content has six bytes.
constexpr size_t kWorthTryingBytes = 16;

// zstd's frames begin with the same four bytes, which say nothing here: they are left out.
constexpr char kMagic[] = {'\x28', '\xB5', '\x2F', '\xFD'};
constexpr size_t kMagicBytes = sizeof(kMagic);

// Fast, and for short texts: matches from five bytes (a common word and its blank), found
// over a table wide enough to hold the dictionary. Both shorten by 3 % for no time.
constexpr int kLevel = 1;
constexpr int kMinMatch = 5;
constexpr int kHashLog = 14;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
struct FreeDictionary {
  void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

// What one thread works with. The dictionary is digested at the first use and kept.
class Compressor {
 public:
  Compressor() : context_(ZSTD_createCCtx()) {
    FH_CHECK(context_ != nullptr);
    set(ZSTD_c_compressionLevel, kLevel);
    set(ZSTD_c_minMatch, kMinMatch);
    set(ZSTD_c_hashLog, kHashLog);
    set(ZSTD_c_dictIDFlag, 0);  // the first byte says it, in less
    const auto dictionary = words_dictionary_1();
    const size_t result =
        ZSTD_CCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size());
    FH_CHECK(ZSTD_isError(result) == 0);
  }

  // A frame with its magic bytes; valid until the next call. Empty: it could not be done.
  std::string_view compress(std::string_view body) {
    const size_t room = ZSTD_compressBound(body.size());
    if (frame_.size() < room) frame_.resize(room);
    const size_t size =
        ZSTD_compress2(context_.get(), frame_.data(), room, body.data(), body.size());
    if (ZSTD_isError(size) != 0) return {};
    return std::string_view(frame_).substr(0, size);
  }

 private:
  void set(ZSTD_cParameter parameter, int value) {
    FH_CHECK(ZSTD_isError(ZSTD_CCtx_setParameter(context_.get(), parameter, value)) == 0);
  }

  std::unique_ptr<ZSTD_CCtx, FreeCompressor> context_;
  std::string frame_;
};

const ZSTD_DDict* dictionary_of(uint8_t number) {
  static const std::unique_ptr<ZSTD_DDict, FreeDictionary> first(
      ZSTD_createDDict(words_dictionary_1().data(), words_dictionary_1().size()));
  FH_CHECK(first != nullptr);
  return number == 1 ? first.get() : nullptr;
}

std::unexpected<Error> damaged(std::string_view how) {
  return failure(ErrorCode::kCorrupt, fmt::format("its words cannot be decompressed: {}", how));
}

class Decompressor {
 public:
  Decompressor() : context_(ZSTD_createDCtx()) { FH_CHECK(context_ != nullptr); }

  // Valid until the next call. REQUIRES: `stored` is compressed.
  Result<std::string_view> decompress(std::string_view stored) {
    const auto number = static_cast<uint8_t>(static_cast<uint8_t>(stored.front()) - kCompressed);
    const ZSTD_DDict* dictionary = dictionary_of(number);
    if (dictionary == nullptr) {
      return failure(ErrorCode::kCorrupt,
                     fmt::format("its words need dictionary {}; this program has dictionaries up "
                                 "to {}",
                                 number, kNewestDictionary),
                     {}, "It may have been written by a newer firsthand");
    }
    if (stored.size() > ZSTD_COMPRESSBOUND(kPackedBodyBytesMax)) return damaged("too many bytes");
    frame_.assign(kMagic, kMagicBytes).append(stored.substr(1));
    const unsigned long long size = ZSTD_getFrameContentSize(frame_.data(), frame_.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
      return damaged("no length");
    }
    if (size > kPackedBodyBytesMax) {
      return damaged(fmt::format("they claim {} bytes; {} is the most", size, kPackedBodyBytesMax));
    }
    // Else bytes behind the frame would be taken for further ones.
    if (ZSTD_findFrameCompressedSize(frame_.data(), frame_.size()) != frame_.size()) {
      return damaged("cut off, or more than one frame");
    }
    if (body_.size() < size) body_.resize(size);
    const size_t done = ZSTD_decompress_usingDDict(context_.get(), body_.data(), size,
                                                   frame_.data(), frame_.size(), dictionary);
    if (ZSTD_isError(done) != 0) return damaged(ZSTD_getErrorName(done));
    if (done != size) return damaged("another length than they claim");
    return std::string_view(body_).substr(0, size);
  }

 private:
  std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context_;
  std::string frame_;
  std::string body_;
};

bool is_compressed(std::string_view stored) {
  return !stored.empty() && static_cast<uint8_t>(stored.front()) >= kCompressed;
}

Result<std::string_view> body_of(std::string_view stored) {
  if (!is_compressed(stored)) return stored;
  thread_local Decompressor decompressor;
  return decompressor.decompress(stored);
}

// The body itself where it does not get shorter.
std::string packed_or_plain(std::string body) {
  if (body.size() < kWorthTryingBytes || body.size() > kPackedBodyBytesMax) return body;
  thread_local Compressor compressor;
  const std::string_view frame = compressor.compress(body);
  if (frame.size() < kMagicBytes || frame.size() - kMagicBytes + 1 >= body.size()) return body;
  std::string packed;
  packed.reserve(1 + frame.size() - kMagicBytes);
  packed += static_cast<char>(kCompressed + kNewestDictionary);
  packed += frame.substr(kMagicBytes);
  return packed;
}

}  // namespace

std::string pack(const model::Experience& experience) {
  return packed_or_plain(model::encode(experience));
}

std::string pack_bytes(std::string_view body) {
  FH_CHECK(!is_compressed(body));
  return packed_or_plain(std::string(body));
}

Result<model::Experience> unpack(std::string_view stored) {
  FH_ASSIGN_OR_RETURN(const std::string_view body, body_of(stored));
  return model::decode(body);
}

Result<std::string> unpack_bytes(std::string_view stored) {
  FH_ASSIGN_OR_RETURN(const std::string_view body, body_of(stored));
  return std::string(body);
}

}  // namespace fh::record
