// api/shape_groups.h: the parts of the table of shapes, one file each, and what they share.
#pragma once

#include <span>
#include <string_view>

#include "api/shapes.h"

namespace fh::api {

std::span<const Shape> experience_shapes();
std::span<const Shape> search_shapes();
std::span<const Shape> access_shapes();
std::span<const Shape> request_shapes();
std::span<const Shape> contact_shapes();
std::span<const Shape> invitation_shapes();
std::span<const Shape> question_shapes();

inline constexpr auto kMaybe = Needed::kMaybe;

inline constexpr std::string_view kKindType =
    R"("story" | "interaction" | "question" | "wish" | "expectation" | "workaround" | "thanks" | "concern")";
inline constexpr std::string_view kPartyType = R"("customer" | "employee" | "partner" | "other")";
inline constexpr std::string_view kGrantsType = R"(("read" | "count" | "contact" | "share")[])";

}  // namespace fh::api
