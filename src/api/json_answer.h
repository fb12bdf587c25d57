// api/json_answer.h: an answer in JSON, written in place.
#pragma once

#include <string>

#include "api/http_types.h"
#include "base/json.h"

namespace fh::api {

// `write` gets a JsonWriter.
template <typename Write>
Response json_answer(const Write& write, Code code = Code::kOk) {
  return {.status = static_cast<unsigned>(code),
          .type = std::string(kJsonType),
          .body = json_text(write)};
}

// The same of an object whose members `write` makes.
template <typename Write>
Response object_answer(const Write& write, Code code = Code::kOk) {
  return json_answer(
      [&](JsonWriter& json) {
        json.begin_object();
        write(json);
        json.end_object();
      },
      code);
}

}  // namespace fh::api
