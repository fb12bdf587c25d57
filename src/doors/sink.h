// doors/sink.h: where imported drafts go: the engine itself, or a running server.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"

namespace fh::doors {

class Sink {
 public:
  virtual ~Sink() = default;
  // One answer for each draft, in order; the outer error means none was kept.
  virtual Result<std::vector<Result<record::Receipt>>> tell(std::vector<model::Draft> drafts) = 0;
  // Small facts kept with the data, for going on after an interruption. A sink
  // without them forgets.
  virtual Result<std::optional<std::string>> note(std::string_view key) = 0;
  virtual Status set_note(std::string_view key, std::string_view value) = 0;
  virtual Status remove_note(std::string_view key) = 0;
};

// Into an engine, which outlives the sink.
class EngineSink final : public Sink {
 public:
  EngineSink(engine::Engine& engine, record::SameKey same_key)
      : engine_(engine), options_{.same_key = same_key, .actor = "import"} {}
  Result<std::vector<Result<record::Receipt>>> tell(std::vector<model::Draft> drafts) override {
    return engine_.tell_many(std::move(drafts), options_);
  }
  Result<std::optional<std::string>> note(std::string_view key) override {
    return engine_.note(key);
  }
  Status set_note(std::string_view key, std::string_view value) override {
    return engine_.set_note(key, value);
  }
  Status remove_note(std::string_view key) override { return engine_.remove_note(key); }

 private:
  engine::Engine& engine_;
  const engine::TellOptions options_;
};

}  // namespace fh::doors
