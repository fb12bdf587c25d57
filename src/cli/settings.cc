#include "cli/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <ostream>
#include <utility>

#include "base/json.h"
#include "cli/settings_door.h"
#include "model/columns.h"
#include "model/grants.h"

namespace fh::cli {
namespace {

using engine::GroupSettings;

// What has one line in `settings show`.
void line(std::ostream& out, std::string_view what, std::string_view is) {
  out << fmt::format("{:<18} {}\n", what, is);
}

std::string in_words(uint32_t threshold) {
  return threshold == 0 ? "not guarded" : fmt::format("from {} people on", threshold);
}

void show_groups(const GroupSettings& settings, std::ostream& out) {
  for (const auto& [party, threshold] : settings.parties) {
    line(out, "party " + party, in_words(threshold));
  }
  for (const auto& [column, threshold] : settings.columns) {
    line(out, "column " + column, in_words(threshold));
  }
  line(out, "noise", settings.noise ? "on" : "off");
  for (const std::string& party : settings.masked.parties) line(out, "masked party", party);
  for (const std::string& source : settings.masked.sources) {
    line(out, "masked source", fmt::format("\"{}\"", source));
  }
}

Status show_sources(const std::string& answer, std::ostream& out) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> sources = json.find("sources");
  if (!sources || sources->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the answer holds no sources");
  }
  return sources->for_each_element([&](Json source) -> Status {
    const auto text = [&](std::string_view field) {
      const std::optional<Json> value = source.find(field);
      return std::string(value ? value->as_string().value_or("") : "");
    };
    model::Grants grants;
    const std::optional<Json> names = source.find("grants");
    if (names && names->type() == JsonType::kArray) {
      FH_RETURN_IF_ERROR(names->for_each_element([&](Json name) -> Status {
        const auto purpose = model::purpose_named(name.as_string().value_or(""));
        if (purpose) grants = grants.with(*purpose);
        return {};
      }));
    }
    const std::string basis = text("basis");
    const std::optional<Json> stated = source.find("stated");
    const bool usual = !stated || !stated->as_bool().value_or(false);
    out << fmt::format("source \"{}\" grants {}{}{}\n", text("source"), to_string(grants),
                       usual ? " (as usual)" : "", basis.empty() ? "" : ": " + basis);
    return {};
  });
}

Result<int> show(const Arguments& arguments, SettingsDoor& door, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const GroupSettings settings, door.groups());
  FH_ASSIGN_OR_RETURN(const std::string sources, door.sources());
  if (arguments.flag("json")) {
    // Both are objects, ours and whole: {"groups":{…},"sources":[…]}.
    out << fmt::format("{{\"groups\":{},{}\n", to_json(settings), sources.substr(1));
    return kExitDone;
  }
  show_groups(settings, out);
  FH_RETURN_IF_ERROR(show_sources(sources, out));
  return kExitDone;
}

// "employee=7"; the name may hold "=" itself.
Result<std::pair<std::string, uint32_t>> threshold_in(std::string_view option,
                                                      const std::string& text) {
  const size_t at = text.rfind('=');
  uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const char* const begin = at == std::string::npos ? end : text.data() + at + 1;
  const auto [stopped, code] = std::from_chars(begin, end, number);
  if (at != std::string::npos && at > 0 && code == std::errc() && stopped == end) {
    return std::pair(text.substr(0, at), number);
  }
  return failure(ErrorCode::kInvalid,
                 fmt::format("--{} is \"{}\"; it must be as NAME=PEOPLE", option, text));
}

Status set_noise(const Arguments& arguments, GroupSettings& settings) {
  const std::optional<std::string> noise = arguments.option("noise");
  if (!noise) return {};
  if (*noise != "on" && *noise != "off") {
    return failure(ErrorCode::kInvalid,
                   fmt::format("--noise is \"{}\"; it must be on or off", *noise));
  }
  settings.noise = *noise == "on";
  return {};
}

Status change(const Arguments& arguments, GroupSettings& settings) {
  for (const std::string& text : arguments.all("party")) {
    FH_ASSIGN_OR_RETURN(const auto threshold, threshold_in("party", text));
    settings.parties[threshold.first] = threshold.second;
  }
  for (const std::string& text : arguments.all("column")) {
    FH_ASSIGN_OR_RETURN(const auto threshold, threshold_in("column", text));
    settings.columns[model::column_key(threshold.first)] = threshold.second;
  }
  for (const std::string& party : arguments.all("mask-party")) {
    settings.masked.parties.insert(party);
  }
  for (const std::string& party : arguments.all("unmask-party")) {
    settings.masked.parties.erase(party);
  }
  for (const std::string& source : arguments.all("mask-source")) {
    settings.masked.sources.insert(source);
  }
  for (const std::string& source : arguments.all("unmask-source")) {
    settings.masked.sources.erase(source);
  }
  return set_noise(arguments, settings);
}

Result<std::optional<record::SourceGrants>> source_asked(const Arguments& arguments) {
  const std::optional<std::string> source = arguments.option("source");
  const std::optional<std::string> grants = arguments.option("grants");
  if (!source && !grants && !arguments.option("basis")) return std::nullopt;
  if (!source || !grants) {
    return failure(ErrorCode::kInvalid, "--source and --grants are given together");
  }
  const std::optional<model::Grants> named = model::grants_named(*grants);
  if (!named) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("--grants is \"{}\"; it must be among read, count, contact, share, "
                               "or none alone",
                               *grants));
  }
  return record::SourceGrants{
      .source = *source, .grants = *named, .basis = arguments.option("basis").value_or("")};
}

// What is wrong in any of it is said before anything is changed.
Result<int> set(const Arguments& arguments, SettingsDoor& door, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const GroupSettings before, door.groups());
  GroupSettings after = before;
  FH_RETURN_IF_ERROR(change(arguments, after));
  FH_ASSIGN_OR_RETURN(after, engine::read_group_settings(to_json(after)));
  FH_ASSIGN_OR_RETURN(const std::optional<record::SourceGrants> source, source_asked(arguments));
  const std::string changed = difference(before, after);
  if (changed.empty() && !source) {
    out << "nothing changed\n";
    return kExitDone;
  }
  if (source) {
    FH_RETURN_IF_ERROR(door.set_source_grants(*source));
    out << fmt::format("what is told at \"{}\" from now on grants {}\n", source->source,
                       to_string(source->grants));
  }
  if (changed.empty()) return kExitDone;
  FH_RETURN_IF_ERROR(door.set_groups(after));
  out << fmt::format("{}\nThis holds from the next question on.\n", changed);
  return kExitDone;
}

Result<int> settings(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::string& deed = arguments.positional.front();
  if (deed != "show" && deed != "set") {
    return failure(ErrorCode::kInvalid, "settings is followed by one of show, set");
  }
  // A source's grants are best said before the first import.
  FH_ASSIGN_OR_RETURN(
      Access access,
      open_access(arguments, err, deed == "set" ? Missing::kCreate : Missing::kRefuse));
  SettingsDoor door(access);
  return deed == "show" ? show(arguments, door, out) : set(arguments, door, out);
}

Option named(std::string_view name, std::string_view value, std::string_view help) {
  return {.name = name, .value = value, .help = help, .repeats = true};
}

}  // namespace

const Command& settings_command() {
  static const Command command = {
      .name = "settings",
      .summary = "what holds for all: small groups, masking, sources' grants: show, set",
      .usage = "show|set",
      .description =
          "Of a guarded party members are told by people, in steps of its threshold;\n"
          "employees always are guarded. A column's threshold counts where it is greater.\n"
          "Options that are not given leave what they name as it is.",
      .positional_min = 1,
      .positional_max = 1,
      .options = {data_option(),
                  token_option(),
                  named("party", "NAME=PEOPLE", "a party's threshold; 0: not guarded"),
                  named("column", "NAME=PEOPLE", "a column's threshold; 0: none of its own"),
                  {.name = "noise", .value = "on|off", .help = "steps begin at a secret place"},
                  named("mask-party", "NAME", "mask names and addresses in their words"),
                  named("unmask-party", "NAME", "mask them no more"),
                  named("mask-source", "NAME", "mask names and addresses in words told there"),
                  named("unmask-source", "NAME", "mask them no more"),
                  {.name = "source",
                   .value = "NAME",
                   .help = "with --grants: whose tellers grant that from now on"},
                  {.name = "grants",
                   .value = "PURPOSES",
                   .help = "among read, count, contact, share, by commas; or none"},
                  {.name = "basis",
                   .value = "TEXT",
                   .help = "with --grants: why it may be used so; tellers see it"},
                  {.name = "json", .help = "with show: answer as JSON"}},
      .examples = {{"firsthand settings show", "what holds now"},
                   {"firsthand settings set --party employee=7 --column unit=10",
                    "greater groups, and greater ones by unit"},
                   {"firsthand settings set --mask-source 'complaints'",
                    "no names in what was told there"},
                   {"firsthand settings set --source survey --grants read,count --basis 'notice 3'",
                    "for what is told there from now on"}},
      .run = run<settings>,
  };
  return command;
}

}  // namespace fh::cli
