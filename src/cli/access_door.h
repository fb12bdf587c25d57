// cli/access_door.h: members, keys and the audit, whether the data is at hand or a server
// holds it. Answers are the interface's JSON either way, so that there is one way to print.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/access.h"
#include "engine/access.h"

namespace fh::cli {

class AccessDoor {
 public:
  explicit AccessDoor(Access& access) : access_(access) {}

  Result<std::string> members();
  Result<std::string> add_member(const engine::NewMember& member);
  Result<std::string> change_member(uint64_t number, const engine::MemberChange& change);
  Result<std::string> make_link(uint64_t member);
  Result<std::string> keys();
  Result<std::string> add_key(const engine::NewKey& key);
  Status revoke_key(uint64_t number);
  Result<std::string> audit(const engine::AuditAsk& ask);

  // Of the member of that name, of the key of that name that still opens something.
  Result<uint64_t> member_named(std::string_view name);
  Result<uint64_t> key_named(std::string_view name);

 private:
  Result<std::string> ask(std::string_view method, const std::string& target,
                          const std::string& body = {});
  Access& access_;
};

}  // namespace fh::cli
