// cli/rights_door.h: timers and people's requests, whether the data is at hand or a server
// holds it. Answers are the interface's JSON either way, so that there is one way to print.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "cli/access.h"
#include "engine/requests.h"
#include "engine/retention.h"

namespace fh::cli {

class RightsDoor {
 public:
  explicit RightsDoor(Access& access) : access_(access) {}

  Result<std::string> rules();
  Result<std::string> set_rule(const record::RetentionRule& rule);
  Status remove_rule(uint64_t number);
  Result<std::string> due();
  // By that one alone, were it set.
  Result<std::string> due_by(const record::RetentionRule& rule);
  Result<std::string> run(uint64_t after);

  // Of any status where none is named.
  Result<std::string> requests(uint32_t limit, std::optional<record::RequestStatus> status);
  Result<std::string> hand_in(const engine::NewRequest& asked);
  Result<std::string> request(const std::string& id);
  Result<std::string> cancel(const std::string& id);
  Result<uint32_t> wait_hours();
  Status set_wait_hours(uint32_t hours);

 private:
  Result<std::string> ask(std::string_view method, const std::string& target,
                          const std::string& body = {});
  Access& access_;
};

// A member's value as text: numbers, times and words alike; empty where it is not there.
std::string text_in(Json object, std::string_view key);

}  // namespace fh::cli
