#include "cli/people.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <ostream>
#include <utility>

#include "api/access_json.h"
#include "api/arguments.h"
#include "base/clock.h"
#include "base/json.h"
#include "cli/access.h"
#include "cli/access_door.h"

namespace fh::cli {
namespace {

// One thing that a command can be asked to do: its second word.
struct Deed {
  std::string_view name;
  size_t names = 0;  // that must follow
  Result<int> (*run)(const Arguments& arguments, AccessDoor& door, std::ostream& out);
};

std::string text_in(Json object, std::string_view key) {
  const std::optional<Json> member = object.find(key);
  if (!member) return {};
  if (const auto number = member->as_integer()) return fmt::format("{}", *number);
  return std::string(member->as_string().value_or(""));
}

std::string list_in(Json object, std::string_view key) {
  std::string all;
  const std::optional<Json> list = object.find(key);
  if (!list || list->type() != JsonType::kArray) return all;
  static_cast<void>(list->for_each_element([&](Json one) -> Status {
    all += fmt::format("{}{}", all.empty() ? "" : ",", one.as_string().value_or(""));
    return {};
  }));
  return all;
}

// Prints one line for each element of the list.
template <typename Line>
Result<int> print_list(const std::string& answer, std::string_view name, std::ostream& out,
                       const Line& line) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> list = json.find(name);
  if (!list || list->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, fmt::format("the answer holds no {}", name));
  }
  FH_RETURN_IF_ERROR(list->for_each_element([&](Json one) -> Status {
    out << line(one) << '\n';
    return {};
  }));
  return kExitDone;
}

template <size_t kCount>
Result<int> run_deed(const std::array<Deed, kCount>& deeds, const Arguments& arguments,
                     std::ostream& out, std::ostream& err) {
  const std::string& wanted = arguments.positional.front();
  for (const Deed& deed : deeds) {
    if (deed.name != wanted) continue;
    if (arguments.positional.size() != deed.names + 1) {
      return failure(ErrorCode::kInvalid,
                     fmt::format("{} {} takes {} after it", arguments.command->name, wanted,
                                 deed.names == 0 ? "nothing" : "a NAME"));
    }
    FH_ASSIGN_OR_RETURN(
        Access access,
        open_access(arguments, err, wanted == "add" ? Missing::kCreate : Missing::kRefuse));
    AccessDoor door(access);
    return deed.run(arguments, door, out);
  }
  std::vector<std::string_view> names;
  names.reserve(kCount);
  for (const Deed& deed : deeds) names.push_back(deed.name);
  return failure(ErrorCode::kInvalid, fmt::format("{} is followed by one of {}",
                                                  arguments.command->name, fmt::join(names, ", ")));
}

Result<int> print_link(AccessDoor& door, uint64_t member, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, door.make_link(member));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json link, parser.parse(answer));
  out << fmt::format("sign-in link, good once until {}: {}\n", text_in(link, "expires"),
                     text_in(link, "path"))
      << "(behind the address of the server, as http://127.0.0.1:8480/sign-in#…)\n";
  return kExitDone;
}

Result<int> add_member(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  engine::NewMember member = {.name = arguments.positional[1]};
  FH_ASSIGN_OR_RETURN(member.role, api::role_of(arguments.option("role").value_or("")));
  member.scope = arguments.option("scope").value_or("");
  member.sign_in = arguments.option("sign-in").value_or("");
  const Result<std::string> made = door.add_member(member);
  if (!made) return std::unexpected(made.error());
  out << fmt::format("{} is a {} now\n", member.name, name_of(member.role));
  FH_ASSIGN_OR_RETURN(const uint64_t number, door.member_named(member.name));
  return print_link(door, number, out);
}

Result<int> list_members(const Arguments&, AccessDoor& door, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, door.members());
  return print_list(answer, "members", out, [](Json member) {
    const std::string scope = text_in(member, "scope");
    const std::string sign_in = text_in(member, "sign_in");
    return fmt::format("{:<24} {:<9}{}{}{}", text_in(member, "name"), text_in(member, "role"),
                       scope.empty() ? "" : " within " + scope,
                       sign_in.empty() ? "" : " signs in as " + sign_in,
                       member.find("disabled") ? " disabled " + text_in(member, "disabled") : "");
  });
}

Result<int> link_member(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const uint64_t number, door.member_named(arguments.positional[1]));
  return print_link(door, number, out);
}

// What was not said stays, the role included, which has a preset for new members.
Result<int> change_member(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  engine::MemberChange change;
  if (arguments.given.contains("role")) {
    FH_ASSIGN_OR_RETURN(change.role, api::role_of(arguments.option("role").value_or("")));
  }
  change.scope = arguments.option("scope");
  change.sign_in = arguments.option("sign-in");
  if (!change.role && !change.scope && !change.sign_in) {
    return failure(ErrorCode::kInvalid,
                   "member change is told what is to be different: --role, --scope, --sign-in");
  }
  FH_ASSIGN_OR_RETURN(const uint64_t number, door.member_named(arguments.positional[1]));
  const Result<std::string> changed = door.change_member(number, change);
  if (!changed) return std::unexpected(changed.error());
  out << fmt::format("{} is changed\n", arguments.positional[1]);
  return kExitDone;
}

Result<int> set_disabled(const Arguments& arguments, AccessDoor& door, std::ostream& out,
                         const engine::MemberChange& change) {
  FH_ASSIGN_OR_RETURN(const uint64_t number, door.member_named(arguments.positional[1]));
  const Result<std::string> changed = door.change_member(number, change);
  if (!changed) return std::unexpected(changed.error());
  out << fmt::format("{} may {}\n", arguments.positional[1],
                     *change.disabled ? "come in no more" : "come in again");
  return kExitDone;
}

Result<int> disable_member(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  return set_disabled(arguments, door, out, {.disabled = true});
}

Result<int> enable_member(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  return set_disabled(arguments, door, out, {.disabled = false});
}

// "90d", "12h", or a time.
Result<std::optional<Instant>> expiry(const Arguments& arguments) {
  const std::optional<std::string> text = arguments.option("expires");
  if (!text) return std::nullopt;
  int64_t count = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), count);
  const std::string_view unit(end, text->data() + text->size());
  constexpr int64_t kCountMax = 100'000;
  if (code == std::errc() && count > 0 && count <= kCountMax && (unit == "d" || unit == "h")) {
    const int64_t unit_ms = unit == "d" ? kMsPerDay : kMsPerDay / 24;
    return Instant{.ms = system_clock().now().ms + count * unit_ms};
  }
  const Result<Instant> at = parse_time(*text);
  if (at) return *at;
  return failure(ErrorCode::kInvalid,
                 fmt::format("--expires is \"{}\"; it must be as 90d, 12h or 2027-01-01", *text));
}

Result<int> add_key(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  engine::NewKey key = {.name = arguments.positional[1], .rights = {}};
  FH_ASSIGN_OR_RETURN(key.rights,
                      api::rights_named(api::split_list(arguments.option("rights").value_or(""))));
  key.scope = arguments.option("scope").value_or("");
  FH_ASSIGN_OR_RETURN(key.expires, expiry(arguments));
  FH_ASSIGN_OR_RETURN(const std::string answer, door.add_key(key));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json made, parser.parse(answer));
  out << fmt::format("{}\n", text_in(made, "token"))
      << "This is shown once. Requests carry it as `Authorization: Bearer …`.\n";
  return kExitDone;
}

Result<int> list_keys(const Arguments&, AccessDoor& door, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, door.keys());
  return print_list(answer, "keys", out, [](Json key) {
    std::string line = fmt::format("{:<24} {}", text_in(key, "name"), list_in(key, "rights"));
    for (const auto& [field, words] :
         {std::pair("scope", " within "), std::pair("expires", " until "),
          std::pair("last_used", " last used "), std::pair("revoked", " revoked ")}) {
      if (key.find(field)) line += words + text_in(key, field);
    }
    return line;
  });
}

Result<int> revoke_key(const Arguments& arguments, AccessDoor& door, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const uint64_t number, door.key_named(arguments.positional[1]));
  FH_RETURN_IF_ERROR(door.revoke_key(number));
  out << fmt::format("{} opens nothing any more\n", arguments.positional[1]);
  return kExitDone;
}

constexpr std::array kMemberDeeds = {Deed{"add", 1, add_member},          //
                                     Deed{"list", 0, list_members},       //
                                     Deed{"link", 1, link_member},        //
                                     Deed{"change", 1, change_member},    //
                                     Deed{"disable", 1, disable_member},  //
                                     Deed{"enable", 1, enable_member}};
constexpr std::array kKeyDeeds = {Deed{"add", 1, add_key}, Deed{"list", 0, list_keys},
                                  Deed{"revoke", 1, revoke_key}};

Result<int> member(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  return run_deed(kMemberDeeds, arguments, out, err);
}

Result<int> key(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  return run_deed(kKeyDeeds, arguments, out, err);
}

Result<int> audit(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const uint64_t limit, number_option(arguments, "limit", 1, 1000));
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  const engine::AuditAsk ask = {.limit = static_cast<uint32_t>(limit),
                                .filter = {.actor = arguments.option("actor").value_or(""),
                                           .action = arguments.option("action").value_or("")}};
  FH_ASSIGN_OR_RETURN(const std::string answer, AccessDoor(access).audit(ask));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  FH_ASSIGN_OR_RETURN(const int code, print_list(answer, "entries", out, [](Json entry) {
                        return fmt::format("{:>6}  {}  {:<12} {:<14} {}", text_in(entry, "entry"),
                                           text_in(entry, "at"), text_in(entry, "actor"),
                                           text_in(entry, "action"), text_in(entry, "detail"));
                      }));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  if (const std::optional<Json> chain = json.find("chain")) {
    out << fmt::format("chained from entry {} to {}: {}\n", text_in(*chain, "first"),
                       text_in(*chain, "last"), text_in(*chain, "hash"));
  }
  return code;
}

Option scope_option() {
  return {.name = "scope",
          .value = "QUERY",
          .help = "nothing but what the query matches is there for them; empty: everything"};
}

}  // namespace

const Command& member_command() {
  static const Command command = {
      .name = "member",
      .summary = "who works with the landscape: add, list, link, change, disable, enable",
      .usage = "add|list|link|change|disable|enable [NAME]",
      .description =
          "A listener reads and counts, a steward may also ask tellers again, a keeper may\n"
          "everything. add and link print a link that signs them in once, within 15 minutes.\n"
          "Where the server knows an OpenID Connect provider, --sign-in says who they are there.",
      .positional_min = 1,
      .positional_max = 2,
      .options = {data_option(),
                  token_option(),
                  {.name = "role",
                   .value = "ROLE",
                   .help = "listener, steward or keeper",
                   .fallback = "listener"},
                  scope_option(),
                  {.name = "sign-in",
                   .value = "WHO",
                   .help = "who they are at the provider: an e-mail address that it has verified, "
                           "or sub: and its name for them; empty: nobody"}},
      .examples = {{"firsthand member add Ann --role keeper", "the first keeper"},
                   {"firsthand member add Bea --scope 'unit:(\"Depot North\")'",
                    "who sees one unit only"},
                   {"firsthand member link Ann", "a new sign-in link"},
                   {"firsthand member change Bea --sign-in bea@example.org",
                    "who signs in at the provider from now on"},
                   {"firsthand member disable Bea", "out at once"}},
      .run = run<member>,
  };
  return command;
}

const Command& key_command() {
  static const Command command = {
      .name = "key",
      .summary = "machines' ways in: add, list, revoke",
      .usage = "add|list|revoke [NAME]",
      .description =
          "Rights are among tell, count, read, contact, export, erase, audit,\n"
          "administer, request. The key is printed once; kept is only its hash.",
      .positional_min = 1,
      .positional_max = 2,
      .options = {data_option(),
                  token_option(),
                  {.name = "rights",
                   .value = "RIGHTS",
                   .help = "with add: what it opens, separated by commas"},
                  scope_option(),
                  {.name = "expires",
                   .value = "WHEN",
                   .help = "with add: 90d, 12h or a date; else never"}},
      .examples = {{"firsthand key add till --rights tell --expires 90d", "for a shop's till"},
                   {"firsthand key revoke till", "it opens nothing any more"}},
      .run = run<key>,
  };
  return command;
}

const Command& audit_command() {
  static const Command command = {
      .name = "audit",
      .summary = "who did what, newest first",
      .usage = "",
      .description =
          "The last line is the end of the chain that holds the entries together: noted\n"
          "elsewhere, it shows whether anything before it was changed. `firsthand\n"
          "verify` walks the chain.",
      .options = {data_option(),
                  token_option(),
                  {.name = "limit", .value = "N", .help = "how many entries", .fallback = "20"},
                  {.name = "actor", .value = "WHO", .help = "only theirs: 'member 4', cli"},
                  {.name = "action", .value = "WHAT", .help = "only such deeds: erase, settings"},
                  {.name = "json", .help = "answer as JSON"}},
      .examples = {{"firsthand audit --limit 50", "the last fifty things that were done"}},
      .run = run<audit>,
  };
  return command;
}

}  // namespace fh::cli
