#include "base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "base/limits.h"
#include "base/random.h"

namespace fh {
namespace {

TEST(Json, TellsTypesApart) {
  JsonParser parser;
  const Result<Json> json =
      parser.parse(R"({"n": null, "b": true, "i": 5, "f": 1.5, "s": "x", "a": [1, 2], "o": {}})");
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->size(), 7U);
  EXPECT_TRUE(json->find("n")->is_null());
  EXPECT_EQ(json->find("b")->as_bool(), true);
  EXPECT_EQ(json->find("i")->as_integer(), 5);
  EXPECT_EQ(json->find("i")->as_number(), 5.0);
  EXPECT_EQ(json->find("f")->as_number(), 1.5);
  EXPECT_EQ(json->find("f")->as_integer(), std::nullopt);
  EXPECT_EQ(json->find("s")->as_string(), "x");
  EXPECT_EQ(json->find("s")->as_number(), std::nullopt);
  EXPECT_EQ(json->find("a")->size(), 2U);
  EXPECT_EQ(json->find("o")->type(), JsonType::kObject);
  EXPECT_FALSE(json->find("missing").has_value());
  EXPECT_FALSE(json->find("a")->find("x").has_value());
}

TEST(Json, KeepsIntegersExact) {
  JsonParser parser;
  EXPECT_EQ(parser.parse("9223372036854775807")->as_integer(), 9223372036854775807);
  EXPECT_EQ(parser.parse("-9223372036854775808")->as_integer(),
            std::numeric_limits<int64_t>::min());
  EXPECT_EQ(parser.parse("9223372036854775808")->as_integer(), std::nullopt);
  EXPECT_EQ(parser.parse("3.0")->as_integer(), 3);
  EXPECT_EQ(parser.parse("1e300")->as_integer(), std::nullopt);
}

TEST(Json, VisitsInOrderAndStopsAtAnError) {
  JsonParser parser;
  const Result<Json> json = parser.parse(R"({"a": 1, "b": 2, "a": 3})");
  std::string seen;
  EXPECT_TRUE(json->for_each_member([&](std::string_view name, Json) -> Status {
    seen += name;
    return {};
  }));
  EXPECT_EQ(seen, "aba");
  int count = 0;
  const Status status = parser.parse("[1,2,3]")->for_each_element([&](Json element) -> Status {
    ++count;
    if (element.as_integer() == 2) return failure(ErrorCode::kInvalid, "two");
    return {};
  });
  EXPECT_EQ(status.error().message, "two");
  EXPECT_EQ(count, 2);
}

TEST(Json, RefusesWhatIsNone) {
  JsonParser parser;
  for (const std::string_view text :
       {"", " ", "{", "[1,]", "{\"a\":}", "nul", "'x'", "\"\xFF\"", "{} {}", "01", "\"a\nb\""}) {
    const Result<Json> json = parser.parse(text);
    ASSERT_FALSE(json.has_value()) << text;
    EXPECT_EQ(json.error().code, ErrorCode::kInvalid) << text;
  }
  EXPECT_TRUE(parser.parse("{}").has_value());  // an error leaves the parser usable
}

std::string nested(size_t depth) {
  return std::string(depth, '[') + "1" + std::string(depth, ']');
}

TEST(Json, BoundsDepthForShortAndLongTexts) {
  for (const size_t padding : {size_t{0}, size_t{100'000}}) {
    JsonParser parser;
    const std::string space(padding, ' ');
    EXPECT_TRUE(parser.parse(space + nested(limits::kJsonDepthMax - 1)).has_value());
    const Result<Json> json = parser.parse(space + nested(limits::kJsonDepthMax));
    ASSERT_FALSE(json.has_value());
    EXPECT_EQ(json.error().code, ErrorCode::kTooLarge);
  }
}

TEST(Json, TakesTextsThatGrow) {
  JsonParser parser;
  for (const size_t size : {10U, 5000U, 100'000U, 20U, 1'000'000U}) {
    const std::string text = "\"" + std::string(size, 'x') + "\"";
    const Result<Json> json = parser.parse(text);
    ASSERT_TRUE(json.has_value()) << size;
    EXPECT_EQ(json->as_string()->size(), size);
  }
}

TEST(JsonWriter, PlacesCommas) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("a", 1).key("b").begin_array().value("x").null().value(true);
  json.begin_object().end_object().end_array().member("c", 2.5).key("d").raw("[0]").end_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",null,true,{}],"c":2.5,"d":[0]})");
}

TEST(JsonWriter, EscapesWhatMustBe) {
  std::string out;
  JsonWriter(out).value(std::string_view("\"\\\n\t\x01/é\0", 9));
  EXPECT_EQ(out, "\"\\\"\\\\\\n\\t\\u0001/é\\u0000\"");
}

TEST(JsonWriter, WritesNumbersShortAndExact) {
  std::string out;
  JsonWriter json(out);
  json.begin_array().value(0.1).value(5.0).value(1e300).value(std::nan(""));
  json.value(std::numeric_limits<double>::infinity());
  json.value(std::numeric_limits<uint64_t>::max()).value(std::numeric_limits<int64_t>::min());
  json.end_array();
  EXPECT_EQ(out, "[0.1,5,1e+300,null,null,18446744073709551615,-9223372036854775808]");
}

// A random value, and a dull printing of what a reader should see of it.
struct RandomJson {
  Rng rng;
  std::string seen;

  std::string text() {
    std::string made;
    for (uint64_t i = rng.below(6); i > 0; --i) {
      made +=
          rng.chance(0.2) ? std::string("é😀") : std::string(1, static_cast<char>(rng.below(128)));
    }
    return made;
  }
  void write(JsonWriter& json, int depth) {
    switch (rng.below(depth > 4 ? 4 : 6)) {
      case 0:
        json.null(), seen += "n;";
        break;
      case 1: {
        const bool truth = rng.chance(0.5);
        json.value(truth), seen += truth ? "t;" : "f;";
        break;
      }
      case 2: {
        const double number = rng.normal() * std::pow(10, static_cast<double>(rng.between(-9, 9)));
        json.value(number), seen += std::to_string(std::bit_cast<uint64_t>(number)) + ";";
        break;
      }
      case 3: {
        const std::string made = text();
        json.value(made), seen += "'" + made + "';";
        break;
      }
      case 4:
        write_array(json, depth);
        break;
      default:
        write_object(json, depth);
        break;
    }
  }
  void write_array(JsonWriter& json, int depth) {
    json.begin_array(), seen += "[";
    for (uint64_t i = rng.below(4); i > 0; --i) write(json, depth + 1);
    json.end_array(), seen += "]";
  }
  void write_object(JsonWriter& json, int depth) {
    json.begin_object(), seen += "{";
    for (uint64_t i = rng.below(4); i > 0; --i) {
      const std::string name = text();
      json.key(name), seen += name + ":";
      write(json, depth + 1);
    }
    json.end_object(), seen += "}";
  }
};

std::string printed(Json json) {
  switch (json.type()) {
    case JsonType::kNull:
      return "n;";
    case JsonType::kBool:
      return *json.as_bool() ? "t;" : "f;";
    case JsonType::kNumber:
      return std::to_string(std::bit_cast<uint64_t>(*json.as_number())) + ";";
    case JsonType::kString:
      return "'" + std::string(*json.as_string()) + "';";
    case JsonType::kArray: {
      std::string text = "[";
      EXPECT_TRUE(json.for_each_element([&](Json element) -> Status {
        text += printed(element);
        return {};
      }));
      return text + "]";
    }
    case JsonType::kObject:
      break;
  }
  std::string text = "{";
  EXPECT_TRUE(json.for_each_member([&](std::string_view name, Json value) -> Status {
    text += std::string(name) + ":" + printed(value);
    return {};
  }));
  return text + "}";
}

TEST(Json, ReadsBackWhatTheWriterWrites) {
  JsonParser parser;
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    RandomJson random{Rng(seed), {}};
    std::string out;
    JsonWriter json(out);
    random.write(json, 0);
    const Result<Json> read = parser.parse(out);
    ASSERT_TRUE(read.has_value()) << "seed=" << seed << " " << out;
    ASSERT_EQ(printed(*read), random.seen) << "seed=" << seed << " " << out;
  }
}

}  // namespace
}  // namespace fh
