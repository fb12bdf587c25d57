#include "landscape/manifest.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/hash.h"

namespace fh::landscape {
namespace {

// manifest := magic:8 format:u32 covered:varint next_file:varint count:varint segment*
//             checksum:u64 (of everything before)
// segment  := name:sized documents:varint dead:varint (distance:varint)*
//             regranted:varint (distance:varint grants:u8)*
constexpr std::string_view kMagic = "FHMANIFE";
constexpr uint32_t kFormat = 2;

std::unexpected<Error> corrupt() {
  return failure(ErrorCode::kCorrupt, "the index's manifest is damaged", "",
                 "Run `firsthand rebuild`: the index is made anew from the record");
}

// Calls visit(document) for each of a list of ascending documents.
template <typename Visit>
bool read_documents(ByteReader& in, uint32_t documents, Visit&& visit) {
  const uint64_t count = in.varint();
  uint64_t next = 0;
  for (uint64_t i = 0; i < count && in.ok(); ++i) {
    next += in.varint();
    if (next >= documents) return false;
    visit(static_cast<uint32_t>(next));
    ++next;
  }
  return in.ok();
}

bool read_changes(ByteReader& in, ManifestSegment& segment) {
  const auto dead = [&](uint32_t document) { segment.dead.push_back(document); };
  const auto regranted = [&](uint32_t document) {
    segment.regranted.emplace_back(document, model::Grants::of_bits(in.raw<uint8_t>()));
  };
  return read_documents(in, segment.documents, dead) &&
         read_documents(in, segment.documents, regranted);
}

}  // namespace

std::string encode(const Manifest& manifest) {
  std::string out(kMagic);
  append_raw(out, kFormat);
  append_varint(out, manifest.covered);
  append_varint(out, manifest.next_file);
  append_varint(out, manifest.segments.size());
  for (const ManifestSegment& segment : manifest.segments) {
    append_sized(out, segment.name);
    append_varint(out, segment.documents);
    append_varint(out, segment.dead.size());
    uint32_t next = 0;
    for (const uint32_t document : segment.dead) {
      append_varint(out, document - next);
      next = document + 1;
    }
    append_varint(out, segment.regranted.size());
    next = 0;
    for (const auto& [document, grants] : segment.regranted) {
      append_varint(out, document - next);
      append_raw(out, grants.bits());
      next = document + 1;
    }
  }
  append_raw(out, checksum(bytes_of(out)));
  return out;
}

Result<Manifest> decode_manifest(std::string_view bytes) {
  constexpr size_t kFrame = kMagic.size() + sizeof(uint32_t) + sizeof(uint64_t);
  if (bytes.size() < kFrame || !bytes.starts_with(kMagic)) return corrupt();
  const std::string_view body = bytes.substr(0, bytes.size() - sizeof(uint64_t));
  if (checksum(bytes_of(body)) != load<uint64_t>(bytes_of(bytes).data() + body.size())) {
    return corrupt();
  }
  ByteReader in(bytes_of(body.substr(kMagic.size())));
  if (const auto format = in.raw<uint32_t>(); format != kFormat) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("manifest format {}; this program reads {}", format, kFormat));
  }
  Manifest manifest;
  manifest.covered = in.varint();
  manifest.next_file = in.varint();
  const uint64_t count = in.varint();
  for (uint64_t i = 0; i < count && in.ok(); ++i) {
    ManifestSegment segment;
    segment.name = in.sized();
    segment.documents = static_cast<uint32_t>(in.varint());
    // A name leads nowhere but into the index's own directory.
    if (segment.name.find('/') != std::string::npos || !read_changes(in, segment)) return corrupt();
    manifest.segments.push_back(std::move(segment));
  }
  if (!in.ok() || !in.at_end()) return corrupt();
  return manifest;
}

}  // namespace fh::landscape
