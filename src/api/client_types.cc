#include "api/client_types.h"

#include <fmt/format.h>

#include "api/shapes.h"

namespace fh::api {
namespace {

constexpr std::string_view kHead =
    "// The values the server speaks in, made from its endpoint table.\n"
    "// Do not edit: run the server's unit tests with FH_UPDATE=1 to write this file anew.\n";

// Whole numbers are plain numbers over there.
std::string script_type(std::string_view type) {
  std::string out(type);
  for (size_t at = out.find("integer"); at != std::string::npos; at = out.find("integer", at)) {
    out.replace(at, 7, "number");
  }
  return out;
}

std::string interface_of(const Shape& shape) {
  std::string out = fmt::format("\n/** {} */\n", shape.help);
  if (!shape.alias.empty()) {
    return out + fmt::format("export type {} = {};\n", shape.name, script_type(shape.alias));
  }
  out += fmt::format("export interface {}", shape.name);
  if (!shape.extends.empty()) out += fmt::format(" extends {}", shape.extends);
  out += " {\n";
  for (const Field& field : shape.fields) {
    out += fmt::format("  /** {} */\n  {}{}: {};\n", field.help, field.name,
                       field.needed == Needed::kMaybe ? "?" : "", script_type(field.type));
  }
  return out + "}\n";
}

}  // namespace

std::string client_types() {
  std::string out(kHead);
  for (const Shape& shape : shapes()) out += interface_of(shape);
  return out;
}

}  // namespace fh::api
