#include "base/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <bit>
#include <cmath>

#include "base/check.h"
#include "base/limits.h"

namespace fh {
namespace {

using Element = simdjson::dom::element;

template <typename Raw>
Element element_of(const Raw& raw) {
  static_assert(sizeof(Raw) == sizeof(Element));
  return std::bit_cast<Element>(raw);
}

}  // namespace

std::string_view name_of(JsonType type) {
  switch (type) {
    case JsonType::kNull:
      return "null";
    case JsonType::kBool:
      return "true or false";
    case JsonType::kNumber:
      return "a number";
    case JsonType::kString:
      return "a string";
    case JsonType::kArray:
      return "an array";
    case JsonType::kObject:
      return "an object";
  }
  return "something else";
}

JsonType Json::type() const {
  switch (element_of(raw_).type()) {
    case simdjson::dom::element_type::ARRAY:
      return JsonType::kArray;
    case simdjson::dom::element_type::OBJECT:
      return JsonType::kObject;
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
      return JsonType::kNumber;
    case simdjson::dom::element_type::STRING:
      return JsonType::kString;
    case simdjson::dom::element_type::BOOL:
      return JsonType::kBool;
    case simdjson::dom::element_type::NULL_VALUE:
      return JsonType::kNull;
  }
  return JsonType::kNull;
}

std::optional<bool> Json::as_bool() const {
  bool value = false;
  if (element_of(raw_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<double> Json::as_number() const {
  double value = 0;
  if (element_of(raw_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<int64_t> Json::as_integer() const {
  int64_t value = 0;
  if (element_of(raw_).get(value) == simdjson::SUCCESS) return value;
  const std::optional<double> number = as_number();
  constexpr double kExactMax = 9007199254740992.0;  // 2^53
  if (!number || std::abs(*number) > kExactMax || *number != std::floor(*number)) {
    return std::nullopt;
  }
  return static_cast<int64_t>(*number);
}

std::optional<std::string_view> Json::as_string() const {
  std::string_view value;
  if (element_of(raw_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

Status Json::for_each_member(const std::function<Status(std::string_view, Json)>& visit) const {
  simdjson::dom::object object;
  FH_CHECK(element_of(raw_).get(object) == simdjson::SUCCESS);
  for (const auto field : object) {
    FH_RETURN_IF_ERROR(visit(field.key, Json(std::bit_cast<Raw>(field.value))));
  }
  return {};
}

Status Json::for_each_element(const std::function<Status(Json)>& visit) const {
  simdjson::dom::array array;
  FH_CHECK(element_of(raw_).get(array) == simdjson::SUCCESS);
  for (const Element element : array) {
    FH_RETURN_IF_ERROR(visit(Json(std::bit_cast<Raw>(element))));
  }
  return {};
}

std::optional<Json> Json::find(std::string_view key) const {
  simdjson::dom::object object;
  if (element_of(raw_).get(object) != simdjson::SUCCESS) return std::nullopt;
  for (const auto field : object) {
    if (field.key == key) return Json(std::bit_cast<Raw>(field.value));
  }
  return std::nullopt;
}

size_t Json::size() const {
  simdjson::dom::object object;
  if (element_of(raw_).get(object) == simdjson::SUCCESS) return object.size();
  simdjson::dom::array array;
  if (element_of(raw_).get(array) == simdjson::SUCCESS) return array.size();
  return 0;
}

struct JsonParser::Impl {
  simdjson::dom::parser parser;
};

JsonParser::JsonParser() : impl_(std::make_unique<Impl>()) {
  FH_CHECK(impl_->parser.allocate(4096, limits::kJsonDepthMax) == simdjson::SUCCESS);
}
JsonParser::~JsonParser() = default;
JsonParser::JsonParser(JsonParser&&) noexcept = default;
JsonParser& JsonParser::operator=(JsonParser&&) noexcept = default;

Result<Json> JsonParser::parse(std::string_view text) {
  // The parser's own growth would reset the depth limit to its default.
  if (text.size() > impl_->parser.capacity()) {
    const auto grown = impl_->parser.allocate(text.size() + text.size() / 2, limits::kJsonDepthMax);
    if (grown != simdjson::SUCCESS) {
      return failure(ErrorCode::kTooLarge,
                     fmt::format("{} bytes of JSON are more than memory allows", text.size()));
    }
  }
  Element element;
  const auto code = impl_->parser.parse(text.data(), text.size()).get(element);
  if (code == simdjson::SUCCESS) return Json(std::bit_cast<Json::Raw>(element));
  if (code == simdjson::DEPTH_ERROR) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("JSON is nested deeper than {} levels", limits::kJsonDepthMax));
  }
  return failure(ErrorCode::kInvalid,
                 fmt::format("this is not JSON: {}", simdjson::error_message(code)), "",
                 "Check quotes, commas and brackets, and that the text is UTF-8");
}

void JsonWriter::comma() {
  if (!first_) out_ += ',';
  first_ = false;
}

JsonWriter& JsonWriter::begin_object() {
  comma();
  out_ += '{';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_ += '}';
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  comma();
  out_ += '[';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_ += ']';
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  comma();
  out_ += '"';
  size_t plain_from = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out_.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    switch (byte) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default:
        fmt::format_to(std::back_inserter(out_), "\\u{:04x}", byte);
    }
  }
  out_.append(text, plain_from);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  comma();
  constexpr double kExactMax = 9007199254740992.0;  // 2^53: whole numbers without ".0"
  if (number == std::floor(number) && std::abs(number) < kExactMax) {
    fmt::format_to(std::back_inserter(out_), "{}", static_cast<int64_t>(number));
  } else {
    fmt::format_to(std::back_inserter(out_), "{}", number);
  }
  return *this;
}

JsonWriter& JsonWriter::value(int64_t number) {
  comma();
  fmt::format_to(std::back_inserter(out_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::value(uint64_t number) {
  comma();
  fmt::format_to(std::back_inserter(out_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  comma();
  out_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  comma();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  comma();
  out_ += json;
  return *this;
}

}  // namespace fh
