// bench/open_segments.h: an index as it lies in its files, for programs that measure its parts.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "bench/measure.h"
#include "landscape/snapshot.h"

namespace fh::bench {

// Every segment file of the directory, and nobody refused or dead.
inline landscape::Snapshot open_segments(const std::string& directory) {
  using namespace landscape;
  std::vector<SegmentState> states;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() != ".segment") continue;
    SegmentFile file = or_die(SegmentFile::open(or_die(system_files().map(entry.path()))));
    states.push_back({.segment = or_die(Segment::open(std::move(file), entry.path().filename())),
                      .overlay = std::make_shared<Overlay>()});
  }
  return make_snapshot(std::move(states), 0);
}

}  // namespace fh::bench
