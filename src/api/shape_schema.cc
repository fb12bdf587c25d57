// From the types of shapes.h to JSON Schema.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "api/shapes.h"
#include "base/check.h"
#include "base/json.h"

namespace fh::api {
namespace {

// A small recursive reader of type text; whatever it meets is written by us, so a
// surprise is our mistake.
class TypeReader {
 public:
  explicit TypeReader(std::string_view text) : rest_(text) {}

  std::string whole() {
    std::string schema = either();
    FH_CHECK(rest_.empty());
    return schema;
  }

 private:
  void skip_space() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }

  bool take(std::string_view token) {
    skip_space();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  std::string either() {
    std::vector<std::string> options;
    std::vector<std::string> words;
    do {
      skip_space();
      if (rest_.starts_with('"')) {
        words.push_back(word());
      } else {
        options.push_back(with_suffix());
      }
    } while (take("|"));
    if (!words.empty()) options.push_back(enumeration(words));
    if (options.size() == 1) return options.front();
    return R"({"anyOf":)" + array_of(options) + "}";
  }

  // The word with its quotes.
  std::string word() {
    const size_t end = rest_.find('"', 1);
    FH_CHECK(end != std::string_view::npos);
    const std::string out(rest_.substr(0, end + 1));
    rest_.remove_prefix(end + 1);
    return out;
  }

  std::string with_suffix() {
    std::string schema = single();
    while (take("[]")) schema = fmt::format(R"({{"type":"array","items":{}}})", schema);
    return schema;
  }

  std::string single() {
    if (take("(")) {
      std::string schema = either();
      FH_CHECK(take(")"));
      return schema;
    }
    if (take("[")) return pair();
    if (take("Record<string,")) {
      const std::string value = either();
      FH_CHECK(take(">"));
      return R"({"type":"object","additionalProperties":)" + value + "}";
    }
    return named();
  }

  std::string pair() {
    const std::string first = either();
    FH_CHECK(take(","));
    const std::string second = either();
    FH_CHECK(take("]"));
    return R"({"type":"array","prefixItems":)" + array_of({first, second}) +
           R"(,"minItems":2,"maxItems":2})";
  }

  std::string named() {
    size_t end = 0;
    while (end < rest_.size() && std::isalpha(static_cast<unsigned char>(rest_[end])) != 0) ++end;
    FH_CHECK(end > 0);
    const std::string name(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (name == "true") return R"({"const":true})";
    if (std::islower(static_cast<unsigned char>(name.front())) != 0) {
      return R"({"type":")" + name + R"("})";
    }
    const bool known =
        std::ranges::any_of(shapes(), [&](const Shape& shape) { return shape.name == name; });
    FH_CHECK(known);
    return R"({"$ref":"#/components/schemas/)" + name + R"("})";
  }

  static std::string array_of(const std::vector<std::string>& items) {
    std::string out = "[";
    for (const std::string& item : items) out += (out.size() > 1 ? "," : "") + item;
    return out + "]";
  }

  static std::string enumeration(const std::vector<std::string>& words) {
    return R"({"type":"string","enum":)" + array_of(words) + "}";
  }

  std::string_view rest_;
};

// The schema of a type with a description inside it. A reference may have siblings
// in JSON Schema 2020-12, which OpenAPI 3.1 uses.
std::string described(std::string_view type, std::string_view help) {
  std::string schema = schema_of_type(type);
  schema.pop_back();
  schema += ",";
  std::string quoted;
  JsonWriter(quoted).value(help);
  return schema + R"("description":)" + quoted + "}";
}

std::string object_schema(const Shape& shape) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "object").member("description", shape.help);
  json.key("properties").begin_object();
  for (const Field& field : shape.fields) {
    json.key(field.name).raw(described(field.type, field.help));
  }
  json.end_object();
  json.key("required").begin_array();
  for (const Field& field : shape.fields) {
    if (field.needed == Needed::kAlways) json.value(field.name);
  }
  json.end_array().end_object();
  return out;
}

}  // namespace

std::string schema_of_type(std::string_view type) {
  return TypeReader(type).whole();
}

std::string schema_of(const Shape& shape) {
  if (!shape.alias.empty()) return described(shape.alias, shape.help);
  if (shape.extends.empty()) return object_schema(shape);
  return R"({"allOf":[)" + schema_of_type(shape.extends) + "," + object_schema(shape) + "]}";
}

}  // namespace fh::api
