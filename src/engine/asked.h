// engine/asked.h: what a question asks for, as a tree: whoever asks, and when it is asked again.
#pragma once

#include "base/error.h"
#include "engine/engine.h"
#include "landscape/query.h"
#include "record/figures_asked.h"

namespace fh::engine {

// All that decides what matches, but for the asker's scope. Errors name the field.
Result<landscape::Node> query_of(const SearchOptions& options);

// The same question as it is noted, and as it was.
record::FiguresQuestion figures_question(const SearchOptions& options);
Result<landscape::Node> query_of(const record::FiguresQuestion& question);

}  // namespace fh::engine
