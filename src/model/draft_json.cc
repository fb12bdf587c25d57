#include "model/draft_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <functional>
#include <span>
#include <unordered_set>

#include "base/hash.h"
#include "base/limits.h"

namespace fh::model {
namespace {

std::unexpected<Error> invalid(std::string field, std::string message, std::string advice = {}) {
  return failure(ErrorCode::kInvalid, std::move(message), std::move(field), std::move(advice));
}

std::unexpected<Error> wrong_type(std::string field, std::string_view wanted, Json got) {
  return invalid(std::move(field),
                 fmt::format("{} is needed, not {}", wanted, name_of(got.type())));
}

// A name of the sender's in an error: cut short where it is absurd.
std::string path_of(std::string_view parent, std::string_view name) {
  constexpr size_t kShownMax = 80;
  std::string path(parent);
  if (!path.empty()) path += '.';
  path += name.substr(0, kShownMax);
  return path;
}

Result<std::string> read_text(const std::string& field, Json json) {
  const std::optional<std::string_view> text = json.as_string();
  if (!text) return wrong_type(field, "a string", json);
  return std::string(*text);
}

Result<double> read_number(const std::string& field, Json json) {
  const std::optional<double> number = json.as_number();
  if (!number) return wrong_type(field, "a number", json);
  return *number;
}

// One member an object may have, and what takes its value. A null is not passed on.
struct Member {
  std::string_view name;
  std::function<Status(const std::string& field, Json)> take;
};

// Reads an object that may hold only `members`, each once.
Status read_members(const std::string& path, Json json, std::span<const Member> members) {
  if (json.type() != JsonType::kObject) return wrong_type(path, "an object", json);
  std::bitset<32> seen;
  return json.for_each_member([&](std::string_view name, Json value) -> Status {
    const auto known = std::ranges::find(members, name, &Member::name);
    std::string field = path_of(path, name);
    if (known == members.end()) {
      std::string list;
      for (const Member& member : members) {
        list += list.empty() ? "" : ", ";
        list += member.name;
      }
      return invalid(std::move(field), "unknown field", "Known here: " + list);
    }
    const auto index = static_cast<size_t>(known - members.begin());
    if (seen.test(index)) return invalid(std::move(field), "this field comes twice");
    seen.set(index);
    if (value.is_null()) return {};
    return known->take(field, value);
  });
}

Member text_member(std::string_view name, std::string& into) {
  return {name, [&into](const std::string& field, Json json) -> Status {
            FH_ASSIGN_OR_RETURN(into, read_text(field, json));
            return {};
          }};
}

Member number_member(std::string_view name, std::optional<double>& into) {
  return {name, [&into](const std::string& field, Json json) -> Status {
            FH_ASSIGN_OR_RETURN(into, read_number(field, json));
            return {};
          }};
}

using Subjects = std::vector<std::pair<std::string, std::string>>;

Status read_subject(const std::string& field, Json json, Subjects& into) {
  std::pair<std::string, std::string> subject;
  const std::array<Member, 2> members = {text_member("level", subject.first),
                                         text_member("name", subject.second)};
  FH_RETURN_IF_ERROR(read_members(field, json, members));
  into.push_back(std::move(subject));
  return {};
}

Status read_subjects(const std::string& field, Json json, Subjects& into) {
  if (json.type() != JsonType::kArray) return read_subject(field, json, into);
  return json.for_each_element([&](Json element) {
    return read_subject(fmt::format("{}[{}]", field, into.size()), element, into);
  });
}

Result<std::vector<std::string>> read_keywords(const std::string& field, Json json) {
  std::vector<std::string> keywords;
  FH_RETURN_IF_ERROR(json.for_each_element([&](Json element) -> Status {
    FH_ASSIGN_OR_RETURN(std::string keyword,
                        read_text(fmt::format("{}[{}]", field, keywords.size()), element));
    keywords.push_back(std::move(keyword));
    return {};
  }));
  return keywords;
}

Result<Instant> read_date(const std::string& field, Json json) {
  FH_ASSIGN_OR_RETURN(const std::string text, read_text(field, json));
  Result<Instant> instant = parse_time(text);
  if (!instant) instant.error().field = field;
  return instant;
}

Result<ShareOfThree> read_share(const std::string& field, Json json) {
  ShareOfThree share;
  if (json.type() != JsonType::kObject || json.size() != share.parts.size()) {
    return invalid(field, "an object of three parts is needed",
                   R"(Write it like {"share": {"a": 0.2, "b": 0.3, "c": 0.5}})");
  }
  size_t count = 0;
  FH_RETURN_IF_ERROR(json.for_each_member([&](std::string_view name, Json value) -> Status {
    FH_ASSIGN_OR_RETURN(const double part, read_number(path_of(field, name), value));
    share.parts.at(count++) = {std::string(name), part};
    return {};
  }));
  return share;
}

Result<PoleScale> read_scale(const std::string& field, Json json) {
  std::optional<double> place;
  PoleScale scale;
  const std::array<Member, 3> members = {
      number_member("scale", place), text_member("from", scale.from), text_member("to", scale.to)};
  FH_RETURN_IF_ERROR(read_members(field, json, members));
  if (!place) return invalid(field + ".scale", "a number from 0 to 1 is needed");
  scale.place = *place;
  return scale;
}

Result<SignifierValue> read_object_value(const std::string& field, Json json) {
  const std::optional<Json> date = json.find("date");
  const std::optional<Json> share = json.find("share");
  if ((date || share) && json.size() != 1) {
    return invalid(field, fmt::format("\"{}\" stands alone", date ? "date" : "share"));
  }
  if (date) return read_date(field + ".date", *date);
  if (share) return read_share(field + ".share", *share);
  if (json.find("scale")) return read_scale(field, json);
  return invalid(field, "an object with \"date\", \"scale\" or \"share\" is needed");
}

Result<SignifierValue> read_value(const std::string& field, Json json) {
  switch (json.type()) {
    case JsonType::kString:
      return read_text(field, json);
    case JsonType::kNumber:
      return read_number(field, json);
    case JsonType::kBool:
      return *json.as_bool();
    case JsonType::kArray:
      return read_keywords(field, json);
    case JsonType::kObject:
      return read_object_value(field, json);
    case JsonType::kNull:
      break;
  }
  return invalid(field, "a value is needed");
}

Status read_signifiers(const std::string& field, Json json, std::vector<Signifier>& into) {
  if (json.type() != JsonType::kObject) return wrong_type(field, "an object", json);
  if (json.size() > limits::kSignifiersMax) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("{} signifiers are too many; the limit is {}", json.size(),
                               limits::kSignifiersMax),
                   field);
  }
  std::unordered_set<std::string_view, StringHash, std::equal_to<>> seen;
  return json.for_each_member([&](std::string_view name, Json value) -> Status {
    std::string path = path_of(field, name);
    if (!seen.insert(name).second) return invalid(std::move(path), "this field comes twice");
    if (value.is_null()) return {};
    FH_ASSIGN_OR_RETURN(SignifierValue read, read_value(path, value));
    into.push_back({std::string(name), std::move(read)});
    return {};
  });
}

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.member(name, text);
}

// Writes a signifier's value as read_value() takes it.
struct ValueJson {
  JsonWriter& json;
  void operator()(const std::string& keyword) const { json.value(keyword); }
  void operator()(const std::vector<std::string>& keywords) const {
    json.begin_array();
    for (const std::string& keyword : keywords) json.value(keyword);
    json.end_array();
  }
  void operator()(double number) const { json.value(number); }
  void operator()(bool truth) const { json.value(truth); }
  void operator()(Instant instant) const {
    // A whole day goes out as the date it most likely came in as.
    const bool whole_day = start_of_day(date_of(instant)) == instant;
    json.begin_object();
    json.member("date", whole_day ? format_date(date_of(instant)) : format_time(instant));
    json.end_object();
  }
  void operator()(const PoleScale& scale) const {
    json.begin_object().member("scale", scale.place);
    json.member("from", scale.from).member("to", scale.to).end_object();
  }
  void operator()(const ShareOfThree& share) const {
    json.begin_object().key("share").begin_object();
    for (const auto& [name, part] : share.parts) json.member(name, part);
    json.end_object().end_object();
  }
};

void write_ratings(JsonWriter& json, const Experience& experience) {
  if (experience.expected) json.member("expected", experience.expected->original);
  if (experience.felt) json.member("felt", experience.felt->original);
  if (!experience.expected && !experience.felt) return;
  if (experience.scale != Scale{}) {
    json.member("scale", to_string(experience.scale));
    json.key("points").begin_object();
    if (experience.expected) json.member("expected", experience.expected->value());
    if (experience.felt) json.member("felt", experience.felt->value());
    json.end_object();
  }
  if (!experience.expected || !experience.felt) return;
  const int32_t gap = experience.felt->hundredths - experience.expected->hundredths;
  json.member("gap", static_cast<double>(gap) / 100);
}

void write_subjects(JsonWriter& json, const std::vector<Subject>& subjects) {
  if (subjects.empty()) return;
  json.key("subject").begin_array();
  for (const Subject& subject : subjects) {
    json.begin_object().member("level", name_of(subject.level));
    json.member("name", subject.name).end_object();
  }
  json.end_array();
}

}  // namespace

Result<Draft> read_draft(Json json) {
  Draft draft;
  const std::array<Member, 19> members = {
      text_member("source", draft.source),
      text_member("source_id", draft.source_id),
      text_member("text", draft.text),
      text_member("kind", draft.kind),
      text_member("lived_at", draft.lived_at),
      text_member("told_at", draft.told_at),
      text_member("person", draft.person),
      text_member("party", draft.party),
      text_member("function", draft.function),
      Member{"subject",
             [&draft](const std::string& field, Json value) {
               return read_subjects(field, value, draft.subjects);
             }},
      text_member("touchpoint", draft.touchpoint),
      text_member("stage", draft.stage),
      text_member("channel", draft.channel),
      text_member("unit", draft.unit),
      text_member("lang", draft.lang),
      number_member("expected", draft.expected),
      number_member("felt", draft.felt),
      text_member("scale", draft.scale),
      Member{"signifiers",
             [&draft](const std::string& field, Json value) {
               return read_signifiers(field, value, draft.signifiers);
             }},
  };
  FH_RETURN_IF_ERROR(read_members("", json, members));
  return draft;
}

void write_signifiers(JsonWriter& json, const Experience& experience) {
  json.begin_object();
  for (const Signifier& signifier : experience.signifiers) {
    json.key(signifier.name);
    std::visit(ValueJson{json}, signifier.value);
  }
  json.end_object();
}

void write_members(JsonWriter& json, const Experience& experience) {
  if (experience.number != 0) json.member("id", id_of(experience.number));
  if (experience.sequence != 0) json.member("sequence", experience.sequence);
  if (experience.version != 0) json.member("version", experience.version);
  write_text(json, "source", experience.source);
  write_text(json, "source_id", experience.source_id);
  write_text(json, "text", experience.text);
  json.member("kind", name_of(experience.kind));
  if (experience.lived_at) json.member("lived_at", format_time(*experience.lived_at));
  json.member("told_at", format_time(experience.told_at));
  write_text(json, "person", experience.person_key);
  write_text(json, "party", name_of(experience.party));
  write_text(json, "function", name_of(experience.function));
  write_subjects(json, experience.subjects);
  write_text(json, "touchpoint", experience.touchpoint);
  write_text(json, "stage", experience.stage);
  write_text(json, "channel", experience.channel);
  write_text(json, "unit", experience.unit);
  write_text(json, "lang", experience.lang);
  write_ratings(json, experience);
  if (!experience.signifiers.empty()) {
    json.key("signifiers");
    write_signifiers(json, experience);
  }
  if (experience.lang.empty() && !experience.inferred_lang.empty()) {
    json.key("inferred").begin_object().member("lang", experience.inferred_lang).end_object();
  }
}

void write_draft(JsonWriter& json, const Draft& draft) {
  const std::array<std::pair<std::string_view, const std::string*>, 15> texts = {{
      {"source", &draft.source},
      {"source_id", &draft.source_id},
      {"text", &draft.text},
      {"kind", &draft.kind},
      {"lived_at", &draft.lived_at},
      {"told_at", &draft.told_at},
      {"person", &draft.person},
      {"party", &draft.party},
      {"function", &draft.function},
      {"touchpoint", &draft.touchpoint},
      {"stage", &draft.stage},
      {"channel", &draft.channel},
      {"unit", &draft.unit},
      {"lang", &draft.lang},
      {"scale", &draft.scale},
  }};
  json.begin_object();
  for (const auto& [name, text] : texts) {
    if (!text->empty()) json.member(name, *text);
  }
  if (!draft.subjects.empty()) {
    json.key("subject").begin_array();
    for (const auto& [level, name] : draft.subjects) {
      json.begin_object().member("level", level).member("name", name).end_object();
    }
    json.end_array();
  }
  if (draft.expected) json.member("expected", *draft.expected);
  if (draft.felt) json.member("felt", *draft.felt);
  if (!draft.signifiers.empty()) {
    Experience carrier;  // signifiers are the same values in both
    carrier.signifiers = draft.signifiers;
    json.key("signifiers");
    write_signifiers(json, carrier);
  }
  json.end_object();
}

}  // namespace fh::model
