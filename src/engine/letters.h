// engine/letters.h: what stands in letters to tellers. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/post_box.h"

namespace fh::engine {

// `pages` as in Posting; `link` is the token that the link ends with.
Letter verifying_letter(const std::string& to, std::string_view pages, std::string_view link);
// One link for each person who can be reached there.
Letter coming_back_letter(const std::string& to, std::string_view pages,
                          std::span<const std::string> links);
// That a question waits: neither it nor what it is about stands in it.
Letter question_letter(const std::string& to, std::string_view pages);
// To try out how mail is sent.
Letter trial_letter(const std::string& to);

}  // namespace fh::engine
