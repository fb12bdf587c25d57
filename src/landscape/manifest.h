// landscape/manifest.h: which files make up the index, and who in them has died.
//
// One small file, replaced at once: after a crash the index is what the last manifest
// says, and the record tells the rest (`covered`). Layout in docs/formats/manifest.md.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "model/grants.h"

namespace fh::landscape {

struct ManifestSegment {
  std::string name;  // of the file in the index directory
  uint32_t documents = 0;
  std::vector<uint32_t> dead = {};  // ascending
  // Living documents whose grants are not what the file says; ascending.
  std::vector<std::pair<uint32_t, model::Grants>> regranted = {};
};

struct Manifest {
  uint64_t covered = 0;    // every change up to this sequence is in the files
  uint64_t next_file = 1;  // number of the next file's name
  std::vector<ManifestSegment> segments;
};

inline constexpr const char* kManifestName = "manifest";

std::string encode(const Manifest& manifest);
// kCorrupt for anything encode() did not write; kUnsupported for a newer format.
Result<Manifest> decode_manifest(std::string_view bytes);

}  // namespace fh::landscape
