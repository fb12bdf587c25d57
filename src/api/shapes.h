// api/shapes.h: every JSON value of the interface, described once.
//
// Types are written as the client's language writes them: string, integer, number,
// boolean, null, "word", a shape's name, T[], [T, T], Record<string, T>, and A | B.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fh::api {

enum class Needed : uint8_t { kAlways, kMaybe };

struct Field {
  std::string_view name;
  std::string_view type;
  std::string_view help;
  Needed needed = Needed::kAlways;
};

struct Shape {
  std::string_view name;
  std::string_view help;
  std::span<const Field> fields = {};
  std::string_view extends = {};  // another shape whose fields it has too
  std::string_view alias = {};    // the type it stands for, instead of fields
};

std::span<const Shape> shapes();

// A type of the above as a JSON Schema. REQUIRES: well-formed (it is ours).
std::string schema_of_type(std::string_view type);
// The shape itself as a JSON Schema.
std::string schema_of(const Shape& shape);

}  // namespace fh::api
