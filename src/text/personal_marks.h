// text/personal_marks.h: mail addresses and @names.
#pragma once

#include <optional>

#include "text/personal_scan.h"

namespace fh::text {

// Around the '@' at `place`. A mail address reaches back before it.
std::optional<PersonalSpan> mail_or_handle_at(const Scan& scan, size_t place);
// "name (at) domain dot com", by the bracket at `place`.
std::optional<PersonalSpan> bracketed_mail_at(const Scan& scan, size_t place);
// How the language speaks of the dot in an address, or empty where it says "dot".
std::string_view local_dot(std::string_view lang);
// "name at domain dot com", by the blank before "dot" at `place`.
std::optional<PersonalSpan> spoken_mail_at(const Scan& scan, size_t place);

}  // namespace fh::text
