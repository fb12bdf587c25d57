// doors/sink.h: where imported drafts go: the engine itself, or a running server.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"

namespace fh::doors {

class Sink {
 public:
  virtual ~Sink() = default;
  // One answer for each draft, in order; the outer error means none was kept.
  virtual engine::Answers tell(std::vector<model::Draft> drafts) = 0;
  // The same, where the sink can without waiting for the groups before. They are kept in
  // order, and none behind one that was not.
  virtual std::future<engine::Answers> tell_later(std::vector<model::Draft> drafts) {
    std::promise<engine::Answers> told;
    told.set_value(tell(std::move(drafts)));
    return told.get_future();
  }
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
      : engine_(engine),
        intake_(engine.take_in({.caller = engine::Caller::host("import"), .same_key = same_key})) {}
  engine::Answers tell(std::vector<model::Draft> drafts) override {
    return intake_->tell(std::move(drafts)).get();
  }
  std::future<engine::Answers> tell_later(std::vector<model::Draft> drafts) override {
    return intake_->tell(std::move(drafts));
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
  const std::unique_ptr<engine::Intake> intake_;
};

}  // namespace fh::doors
