// api/access_json.h: members, keys and who is there, as the interface writes and reads them.
//
// The command line writes the same where it comes to the data by itself.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "engine/access.h"

namespace fh::api {

// The members of each as one object.
void write_member(JsonWriter& json, const record::Member& member);
void write_member_fields(JsonWriter& json, const record::Member& member);  // without the braces
void write_key(JsonWriter& json, const record::AccessKey& key);
void write_rights(JsonWriter& json, engine::Rights rights);  // a list of names
void write_audit(JsonWriter& json, const engine::AuditPage& page);
void write_audit_findings(JsonWriter& json, const engine::AuditFindings& found);
// Where a sign-in link leads, and until when.
void write_link(JsonWriter& json, const engine::Handed& link);
// With the token, which is shown this once.
void write_made_key(JsonWriter& json, std::string_view name, const engine::Handed& key);

// kInvalid names the field.
Result<engine::NewMember> read_new_member(std::string_view body);
Result<engine::MemberChange> read_member_change(std::string_view body);
Result<engine::NewKey> read_new_key(std::string_view body);

// "tell", "count", …; kInvalid with field "rights" names what is none.
Result<engine::Rights> rights_named(const std::vector<std::string>& names);
Result<engine::Role> role_of(std::string_view name);

}  // namespace fh::api
