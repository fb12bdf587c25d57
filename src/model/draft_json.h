// model/draft_json.h: drafts and experiences as JSON, for every door that speaks it.
//
// {"source","source_id","text","kind","lived_at","told_at","person","party",
//  "function","subject":{"level","name"} or [...],"touchpoint","stage","channel",
//  "unit","lang","expected","felt","scale","signifiers":{name: value}}
// A signifier's value: "text", ["several"], 1.5, true, {"date": "2024-03-09"},
// {"scale": 0.3, "from": "…", "to": "…"}, {"share": {"a": 0.2, "b": 0.3, "c": 0.5}}.
// Unknown and repeated fields are errors that name them; null means absent.
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "model/experience.h"

namespace fh::model {

Result<Draft> read_draft(Json json);

// The members of an experience (without the surrounding braces), as read_draft
// takes them plus id, sequence, version, gap and inferred. Absent ones are left out.
// expected and felt are as the source rated; where that is not on 0 to 10, `scale`
// says so and `points` {"expected", "felt"} holds them on 0 to 10. The gap is in points.
void write_members(JsonWriter& json, const Experience& experience);
void write_signifiers(JsonWriter& json, const Experience& experience);

// One object, as read_draft takes it; absent members are left out.
void write_draft(JsonWriter& json, const Draft& draft);

}  // namespace fh::model
