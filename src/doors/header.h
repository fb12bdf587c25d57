// doors/header.h: the names of a table's columns.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "doors/dialect.h"
#include "doors/row.h"

namespace fh::doors {

// Whether the first of these rows names the columns: not where it holds a number, a
// date or a long text as the rows below it do.
bool has_header(std::span<const TextRow> rows);

// The rows above the data, as tools write them.
enum class HeaderKind : uint8_t {
  kNames,         // the last header row names the columns
  kQualtrics,     // names, questions, and (unless legacy) JSON with import ids
  kSurveyMonkey,  // questions, and below them the choices
};

// Names and labels of the columns. Repeated names become "x (2)", "x (3)"; an empty
// one becomes the column's number, as do all where there is no header.
std::vector<Column> name_columns(std::span<const TextRow> header, HeaderKind kind,
                                 size_t columns_min);

}  // namespace fh::doors
