// api/fields.h: a small JSON object as named fields, each of a plain kind.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace fh::api {

// Of a body whose fields are text, lists of text, whole numbers, or yes and no. Not there and null
// are the same.
class Fields {
 public:
  // kInvalid where the body is no object, holds another name than `known`, one twice, or
  // another kind of value.
  static Result<Fields> read(std::string_view body, std::initializer_list<std::string_view> known);

  // kInvalid where the value is of another kind.
  Result<std::optional<std::string>> text(std::string_view name) const;
  Result<std::optional<bool>> yes(std::string_view name) const;
  Result<std::optional<int64_t>> integer(std::string_view name) const;
  Result<std::optional<std::vector<std::string>>> list(std::string_view name) const;
  // kInvalid where it is not there.
  Result<std::string> needed_text(std::string_view name) const;

 private:
  struct Value {
    std::optional<std::string> text;
    std::optional<bool> yes;
    std::optional<int64_t> integer;
    std::optional<std::vector<std::string>> list;
  };
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace fh::api
