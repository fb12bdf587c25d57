#include "api/openapi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "api/client_types.h"
#include "api/endpoint.h"
#include "api/shapes.h"
#include "base/json.h"

namespace fh::api {
namespace {

// Every "$ref" anywhere below.
void collect_references(Json json, std::set<std::string>& references) {
  if (json.type() == JsonType::kArray) {
    (void)json.for_each_element([&](Json element) -> Status {
      collect_references(element, references);
      return {};
    });
  } else if (json.type() == JsonType::kObject) {
    (void)json.for_each_member([&](std::string_view key, Json value) -> Status {
      if (key == "$ref") references.emplace(*value.as_string());
      collect_references(value, references);
      return {};
    });
  }
}

class OpenApi : public ::testing::Test {
 protected:
  void SetUp() override {
    auto parsed = parser_.parse(text_);
    ASSERT_TRUE(parsed) << to_string(parsed.error());
    json_ = *parsed;
  }
  const std::string text_ = openapi("1.2.3");
  JsonParser parser_;
  std::optional<Json> json_;
};

TEST_F(OpenApi, SaysItsVersionAndTheProgramsOwn) {
  EXPECT_EQ(json_->find("openapi")->as_string(), "3.1.0");
  EXPECT_EQ(json_->find("info")->find("version")->as_string(), "1.2.3");
}

TEST_F(OpenApi, HasAPathAndAnOperationForEveryEndpoint) {
  std::set<std::string_view> names;
  for (const Endpoint& endpoint : endpoints()) {
    EXPECT_TRUE(names.insert(endpoint.name).second) << endpoint.name << " twice";
    const auto path = json_->find("paths")->find(endpoint.path);
    ASSERT_TRUE(path) << endpoint.path;
    const auto operation = path->find(lower(name_of(endpoint.method)));
    ASSERT_TRUE(operation) << endpoint.path;
    EXPECT_TRUE(operation->find("responses")->find("4XX"));
    EXPECT_EQ(operation->find("requestBody").has_value(), !endpoint.takes.empty());
  }
}

TEST_F(OpenApi, DescribesEveryNameInAPathAsAParameter) {
  for (const Endpoint& endpoint : endpoints()) {
    for (size_t at = endpoint.path.find('{'); at != std::string_view::npos;
         at = endpoint.path.find('{', at + 1)) {
      const std::string_view name =
          endpoint.path.substr(at + 1, endpoint.path.find('}', at) - at - 1);
      const bool described = std::any_of(
          endpoint.parameters.begin(), endpoint.parameters.end(), [&](const Parameter& parameter) {
            return parameter.name == name && parameter.in == In::kPath &&
                   parameter.presence == Presence::kRequired;
          });
      EXPECT_TRUE(described) << endpoint.path;
    }
  }
}

TEST_F(OpenApi, SaysOfEachOperationWhatMustBeShown) {
  const auto schemes = json_->find("components")->find("securitySchemes");
  ASSERT_TRUE(schemes && schemes->find("bearer") && schemes->find("session"));
  for (const Endpoint& endpoint : endpoints()) {
    const auto operation =
        json_->find("paths")->find(endpoint.path)->find(lower(name_of(endpoint.method)));
    const auto security = operation->find("security");
    ASSERT_TRUE(security) << endpoint.name;
    const bool asks = endpoint.needs.kind() != Needs::Kind::kNothing;
    EXPECT_EQ(security->size() > 0, asks) << endpoint.name;
    EXPECT_EQ(operation->find("responses")->find("401").has_value(), asks) << endpoint.name;
    EXPECT_EQ(operation->find("responses")->find("403").has_value(), asks) << endpoint.name;
  }
}

// FH_UPDATE=1 writes the table in the document anew.
TEST(Documents, SayWhatEachEndpointNeeds) {
  const std::filesystem::path path = std::filesystem::path(FH_PROJECT_DIR) / "docs/api.md";
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  std::string text = all.str();
  std::string table = "| | needs |\n|---|---|\n";
  for (const Endpoint& endpoint : endpoints()) {
    const bool anyone = endpoint.needs.met_by(engine::Caller::nobody());
    table +=
        "| `" + std::string(name_of(endpoint.method)) + " " + std::string(endpoint.path) + "` | " +
        in_words(endpoint.needs) +
        (anyone && endpoint.needs.kind() == Needs::Kind::kRight ? ", which everybody has" : "") +
        " |\n";
  }
  const std::string begin = "<!-- needs: written by the unit tests -->\n";
  const std::string end = "<!-- end -->";
  const size_t from = text.find(begin);
  ASSERT_NE(from, std::string::npos);
  const size_t to = text.find(end, from);
  ASSERT_NE(to, std::string::npos);
  const std::string written = text.substr(from + begin.size(), to - from - begin.size());
  if (std::getenv("FH_UPDATE") != nullptr) {
    std::ofstream(path) << text.replace(from + begin.size(), written.size(), table);
    return;
  }
  EXPECT_EQ(written, table) << "run the tests with FH_UPDATE=1 to write it anew";
}

TEST_F(OpenApi, RefersOnlyToShapesItDefines) {
  std::set<std::string> references;
  collect_references(*json_, references);
  EXPECT_GE(references.size(), 15U);
  for (const std::string& reference : references) {
    const std::string prefix = "#/components/schemas/";
    ASSERT_TRUE(reference.starts_with(prefix)) << reference;
    EXPECT_TRUE(json_->find("components")->find("schemas")->find(reference.substr(prefix.size())))
        << reference;
  }
}

// Its own, and those of the shape it extends.
std::vector<Field> fields_of(const Shape& shape) {
  std::vector<Field> fields;
  for (const Shape& base : shapes()) {
    if (base.name == shape.extends) fields = fields_of(base);
  }
  fields.insert(fields.end(), shape.fields.begin(), shape.fields.end());
  return fields;
}

// An example holds only fields its shape has, and all that are always there.
TEST_F(OpenApi, GivesExamplesThatFitTheirShapes) {
  size_t checked = 0;
  for (const Endpoint& endpoint : endpoints()) {
    for (const auto& [name, example] : {std::pair(endpoint.takes, endpoint.takes_example),
                                        std::pair(endpoint.gives, endpoint.gives_example)}) {
      if (example.empty()) continue;
      const auto shape = std::find_if(shapes().begin(), shapes().end(),
                                      [&](const Shape& s) { return s.name == name; });
      ASSERT_NE(shape, shapes().end()) << endpoint.path;
      JsonParser parser;
      const auto value = parser.parse(example);
      ASSERT_TRUE(value) << endpoint.path;
      size_t known = 0;
      for (const Field& field : fields_of(*shape)) {
        if (value->find(field.name)) ++known;
        EXPECT_TRUE(field.needed == Needed::kMaybe || value->find(field.name))
            << endpoint.path << " " << field.name;
      }
      EXPECT_EQ(known, value->size()) << endpoint.path;
      ++checked;
    }
  }
  EXPECT_GE(checked, 10U);
}

TEST(Shapes, TurnTypesIntoSchemas) {
  EXPECT_EQ(schema_of_type("number | null"), R"({"anyOf":[{"type":"number"},{"type":"null"}]})");
  EXPECT_EQ(schema_of_type(R"("a" | "b")"), R"({"type":"string","enum":["a","b"]})");
  EXPECT_EQ(schema_of_type("Hit[]"),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Hit"}})");
  EXPECT_EQ(schema_of_type("Record<string, number>"),
            R"({"type":"object","additionalProperties":{"type":"number"}})");
}

TEST(ClientTypes, DescribeEveryShapeByItsName) {
  const std::string types = client_types();
  for (const char* name :
       {"Experience", "Draft", "Receipt", "SearchAnswer", "Facet", "FacetValue", "Distribution",
        "Ratings", "Histogram", "TellingWord", "Column", "Problem"}) {
    EXPECT_NE(types.find(std::string("export interface ") + name + " {"), std::string::npos)
        << name;
  }
  EXPECT_NE(types.find("export interface Hit extends Experience {"), std::string::npos);
  EXPECT_NE(types.find("  highlights: [number, number][];"), std::string::npos);
  EXPECT_NE(types.find("  lived_at?: string;"), std::string::npos);
}

// FH_UPDATE=1 writes the file anew.
TEST(ClientTypes, AreWhatThePagesAreBuiltWith) {
  const std::filesystem::path path = std::filesystem::path(FH_PROJECT_DIR) / "web/src/api/types.ts";
  if (std::getenv("FH_UPDATE") != nullptr) std::ofstream(path) << client_types();
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "no web/src/api/types.ts: run with FH_UPDATE=1 to write it";
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), client_types()) << "run the tests with FH_UPDATE=1 to write it anew";
}

}  // namespace
}  // namespace fh::api
