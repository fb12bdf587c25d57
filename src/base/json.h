// base/json.h: reading and writing JSON.
//
// Reading is by simdjson behind these two classes. A Json is a view into its
// JsonParser: it is valid until that parser reads again or dies. Input that is
// not UTF-8, deeper than limits::kJsonDepthMax (the innermost value counts as a
// level) or malformed is an error.
// Not thread-safe; one parser a thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh {

enum class JsonType : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

// "a string", "an object", … for error messages.
std::string_view name_of(JsonType type);

class Json {
 public:
  JsonType type() const;
  bool is_null() const { return type() == JsonType::kNull; }
  // Each is empty where the value has another type.
  std::optional<bool> as_bool() const;
  std::optional<double> as_number() const;
  std::optional<int64_t> as_integer() const;  // only if exact
  std::optional<std::string_view> as_string() const;

  // Calls visit(key, value) for each member, in order; stops at the first error.
  // REQUIRES: an object.
  Status for_each_member(const std::function<Status(std::string_view, Json)>& visit) const;
  // Calls visit(value) for each element. REQUIRES: an array.
  Status for_each_element(const std::function<Status(Json)>& visit) const;
  // The first member of that name, if this is an object and has one.
  std::optional<Json> find(std::string_view key) const;
  // Elements of an array, members of an object, else 0.
  size_t size() const;

 private:
  friend class JsonParser;
  // A simdjson::dom::element, kept as bytes so that its header stays in json.cc.
  struct Raw {
    const void* document = nullptr;
    size_t index = 0;
  };
  explicit Json(Raw raw) : raw_(raw) {}
  Raw raw_;
};

class JsonParser {
 public:
  JsonParser();
  ~JsonParser();
  JsonParser(JsonParser&&) noexcept;
  JsonParser& operator=(JsonParser&&) noexcept;

  // The text is copied; it need not outlive the call. Linear in its length.
  Result<Json> parse(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Appends JSON to a string; commas and escapes are its business. Numbers are the
// shortest that read back the same; what is not finite becomes null.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(int64_t number);
  JsonWriter& value(uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& value(uint32_t number) { return value(static_cast<uint64_t>(number)); }
  JsonWriter& value(bool truth);
  JsonWriter& null();
  // Already JSON: goes out as it is.
  JsonWriter& raw(std::string_view json);

  template <typename T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

 private:
  void comma();
  std::string& out_;
  bool first_ = true;  // nothing stands before the next value at this level
};

// What `write` writes, as text.
template <typename Write>
std::string json_text(const Write& write) {
  std::string text;
  JsonWriter json(text);
  write(json);
  return text;
}

}  // namespace fh
