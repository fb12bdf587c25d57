// cli/access.h: how a command comes to the data: itself, or through the server that
// holds it.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "api/client.h"
#include "base/error.h"
#include "cli/command.h"
#include "engine/engine.h"

namespace fh::cli {

// What to do where there is no data yet.
enum class Missing : uint8_t { kCreate, kRefuse };

// What a server's engine is opened with besides.
struct Serving {
  std::string address = {};   // EngineOptions::address
  std::string backups = {};   // EngineOptions::backups
  uint64_t backups_kept = 0;  // EngineOptions::backups_kept
};

// Opens the engine on data_directory(arguments), with progress on `err`. kBusy names
// the server that holds it; kNotFound where nothing is there and kRefuse is asked.
Result<std::unique_ptr<engine::Engine>> open_engine(const Arguments& arguments, std::ostream& err,
                                                    Missing missing, const Serving& serving = {});

// For commands that a running server can answer: exactly one of the two is set.
struct Access {
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<api::Client> server;
};
Result<Access> open_access(const Arguments& arguments, std::ostream& err, Missing missing);

// The body of a successful reply; an error reply becomes the Error it describes.
Result<std::string> body_of(api::Reply reply);

// For a value in a URL's query: all but unreserved characters as %XX.
std::string url_encoded(std::string_view text);

}  // namespace fh::cli
