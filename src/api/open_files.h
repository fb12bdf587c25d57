// api/open_files.h: how many connections this process can hold open.
#pragma once

#include <cstdint>

namespace fh::api {

// Raises the limit on open files to what so many connections need beside the engine's own
// files, as far as the system lets it; how many of them fit. Beyond, new connections would
// take the files that a commit or a freeze needs.
uint32_t make_room_for_connections(uint32_t wanted);

}  // namespace fh::api
