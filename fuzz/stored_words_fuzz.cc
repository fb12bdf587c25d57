// Reads any bytes as a stored body: an experience, or refused within bounds of memory. And
// takes them for a body: what is stored of it must come back the same.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "record/stored_words.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fh::record;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(unpack(bytes));
  const fh::Result<std::string> body = unpack_bytes(bytes);
  if (body) FH_CHECK(body->size() <= std::max(size, kPackedBodyBytesMax));
  if (bytes.empty()) return 0;

  bytes.front() = static_cast<char>(bytes.front() & 0x7F);
  const fh::Result<std::string> again = unpack_bytes(pack_bytes(bytes));
  FH_CHECK(again && *again == bytes);

  // With a header that is whole, so that more than the header is tried.
  std::string framed = "\x81\x20";
  framed += static_cast<char>(size & 0xFF);
  framed.append(reinterpret_cast<const char*>(data), size);
  static_cast<void>(unpack_bytes(framed));
  return 0;
}
