#include "doors/draft_writer.h"

#include <array>
#include <utility>

#include "model/draft_json.h"

namespace fh::doors {

void write_draft(JsonWriter& json, const model::Draft& draft) {
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
    model::Experience carrier;  // signifiers are the same values in both
    carrier.signifiers = draft.signifiers;
    json.key("signifiers");
    model::write_signifiers(json, carrier);
  }
  json.end_object();
}

}  // namespace fh::doors
