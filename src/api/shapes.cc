#include "api/shapes.h"

#include <array>
#include <vector>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::array kHealth = {Field{"status", "string", "\"ok\"."}};
constexpr Shape kHealthShape = {"Health", "That the server is there.", kHealth};

}  // namespace

std::span<const Shape> shapes() {
  static const std::vector<Shape> kShapes = [] {
    std::vector<Shape> all;
    for (const auto group :
         {experience_shapes(), search_shapes(), access_shapes(), request_shapes(), contact_shapes(),
          invitation_shapes(), question_shapes()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    all.push_back(kHealthShape);
    return all;
  }();
  return kShapes;
}

}  // namespace fh::api
