// doors/byte_source.h: the bytes of a file or of standard input, unpacked.
//
// gzip (several members too) and zstd (several frames) are known by their first
// bytes. Memory is bounded whatever the size. An archive that ends too early or is
// broken gives every byte before the damage, then the end, and says so in damage().
// Belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/error.h"
#include "base/file_system.h"

namespace fh::doors {

class ByteSource {
 public:
  // "-" is standard input. kNotFound, kIo.
  static Result<std::unique_ptr<ByteSource>> open(FileSystem& files, const std::string& path);
  // Bytes already in memory, which must outlive the source: tests and fuzzers.
  static Result<std::unique_ptr<ByteSource>> over(std::string_view bytes);

  virtual ~ByteSource() = default;
  // Fills as much of `out` as comes; 0 at the end.
  virtual Result<size_t> read(std::span<char> out) = 0;
  // Of the packed bytes.
  virtual uint64_t consumed() const = 0;
  virtual std::optional<uint64_t> total() const = 0;
  // One sentence, or empty: the archive was whole.
  virtual const std::string& damage() const = 0;
};

}  // namespace fh::doors
