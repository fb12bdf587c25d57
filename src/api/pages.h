// api/pages.h: the built web pages, embedded in the program (cmake/Pages.cmake).
#pragma once

#include <span>
#include <string_view>

namespace fh::api {

struct Page {
  std::string_view path;   // "/assets/app.1a2b3c.js"; "/" is index.html
  std::string_view type;   // Content-Type
  std::string_view gzip;   // the body, gzip-compressed
  std::string_view etag;   // quoted, of the body
  bool immutable = false;  // the name holds a hash: may be cached for ever
};

// Empty where the program was built without its pages.
std::span<const Page> embedded_pages();

}  // namespace fh::api
