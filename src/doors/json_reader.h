// doors/json_reader.h: JSON as rows: one object a line, a list, or a stream of them.
//
// Members of nested objects become dotted names ("labels.issue"); a list of plain
// values becomes several cells of one column; a list of objects that pair a name
// with a value ({"id": 7, "value": "x"}) becomes "fields.7", other lists
// "answers.0.text". null is absent. Lists are read element by element: memory is
// bounded by one row.
#pragma once

#include <memory>
#include <string>

#include "base/json.h"
#include "doors/formats.h"

namespace fh::doors {

Recognition recognise_json(const Sample& sample);
Recognition recognise_ndjson(const Sample& sample);

Result<std::unique_ptr<RowReader>> open_json(std::unique_ptr<TextSource> text,
                                             const FormatSettings& settings);

// A row that firsthand itself wrote, as model::read_draft takes it: what the engine
// gives (id, sequence, version, gap, inferred) is left out, and an id stands in
// where there is no source_id.
std::string own_members_only(Json row);

}  // namespace fh::doors
