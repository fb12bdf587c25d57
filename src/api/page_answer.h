// api/page_answer.h: the embedded pages as answers.
#pragma once

#include <span>

#include "api/http_types.h"
#include "api/pages.h"
#include "api/target.h"

namespace fh::api {

// The page at that path; "/" for other page routes: paths without a dot in their last
// segment and outside /v1. None where there is no such page.
const Page* find_page(std::span<const Page> pages, const Target& target);

// As stored for clients that take gzip, unpacked for others; 304 where the client
// has it already.
Response page_answer(const Page& page, const RequestHead& head);

}  // namespace fh::api
