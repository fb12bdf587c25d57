// engine/document.h: an experience as the landscape sees it.
#pragma once

#include "landscape/landscape.h"
#include "model/experience.h"

namespace fh::engine {

// The one place that says what of an experience can be searched and counted: its
// words, its times and ratings, its person and all its columns.
landscape::Document document_of(const model::Experience& experience);

// The language its words are read in: as told, else as inferred; may be empty.
inline const std::string& language_of(const model::Experience& experience) {
  return experience.lang.empty() ? experience.inferred_lang : experience.lang;
}

}  // namespace fh::engine
