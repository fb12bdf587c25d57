// cli/import_sink.h: imported drafts into a running server.
#pragma once

#include "api/client.h"
#include "doors/sink.h"

namespace fh::cli {

// Posts groups as NDJSON; the client outlives the sink. A server keeps no notes for
// others, so an interrupted import starts over (and tells nothing twice).
class ServerSink final : public doors::Sink {
 public:
  ServerSink(api::Client& client, record::SameKey same_key)
      : client_(client), same_key_(same_key) {}
  Result<std::vector<Result<record::Receipt>>> tell(std::vector<model::Draft> drafts) override;
  Result<std::optional<std::string>> note(std::string_view) override { return std::nullopt; }
  Status set_note(std::string_view, std::string_view) override { return {}; }
  Status remove_note(std::string_view) override { return {}; }

 private:
  api::Client& client_;
  const record::SameKey same_key_;
};

}  // namespace fh::cli
