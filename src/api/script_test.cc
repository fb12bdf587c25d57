// Runs every tests/api/*.test against a server with the real engine, under several
// ways the index may lie. The answers have to be the same.
//
// A script is steps with blank lines between them:
//   POST /v1/experiences {"text": "…"}     method, target, JSON body (may be absent)
//   > {"text": "…"}                        or the lines of an NDJSON body
//   >*20 {"text": "…"}                     the same line so many times
//   201 {"id": "$first"}                   status and what the answer holds at least
//   < {"line": 1}                          or the lines of an NDJSON answer (<*20 too)
// Objects match on the members given (null: not there), arrays wholly. "$name" is
// bound on first sight, and stands for that value from then on, in targets as well.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "api/client.h"
#include "api/server.h"
#include "base/json.h"
#include "testing/fake_clock.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

struct Step {
  size_t line = 0;
  std::string method;
  std::string target;
  std::string body;
  bool body_is_lines = false;
  int status = 0;
  std::string pattern;
  std::vector<std::string> pattern_lines;
};

std::string rest_after(std::string_view line, size_t words) {
  for (; words > 0; --words) {
    const size_t space = line.find(' ');
    if (space == std::string_view::npos) return {};
    line.remove_prefix(space + 1);
  }
  return std::string(line);
}

std::string word(std::string_view line, size_t which) {
  const std::string rest = rest_after(line, which);
  return rest.substr(0, rest.find(' '));
}

// "<*20 …" is 20, "< …" is 1.
size_t times(std::string_view line) {
  return line.size() > 1 && line[1] == '*' ? std::stoul(std::string(line.substr(2))) : 1;
}

std::vector<Step> read_script(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Step> steps;
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('>')) {
      for (size_t i = times(line); i > 0; --i) steps.back().body += rest_after(line, 1) + "\n";
      steps.back().body_is_lines = true;
    } else if (line.starts_with('<')) {
      steps.back().pattern_lines.insert(steps.back().pattern_lines.end(), times(line),
                                        rest_after(line, 1));
    } else if (std::isdigit(static_cast<unsigned char>(line[0])) != 0) {
      steps.back().status = std::stoi(line);
      steps.back().pattern = rest_after(line, 1);
    } else {
      steps.push_back({.line = number,
                       .method = word(line, 0),
                       .target = word(line, 1),
                       .body = rest_after(line, 2),
                       .pattern = {},
                       .pattern_lines = {}});
    }
  }
  return steps;
}

using Bindings = std::map<std::string, std::string>;

std::string substitute(std::string text, const Bindings& bindings) {
  for (const auto& [name, value] : bindings) {
    for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

// Empty where `actual` fits; else what does not, with its place.
class Matching {
 public:
  explicit Matching(Bindings& bindings) : bindings_(bindings) {}

  std::string compare(const std::string& place, Json pattern, Json actual) {
    if (const auto text = pattern.as_string()) return compare_text(place, *text, actual);
    if (pattern.type() != actual.type()) return place + " has another type";
    if (pattern.type() == JsonType::kObject) return compare_members(place, pattern, actual);
    if (pattern.type() == JsonType::kArray) return compare_elements(place, pattern, actual);
    const bool same =
        pattern.as_number() == actual.as_number() && pattern.as_bool() == actual.as_bool();
    return same ? "" : place + " has another value";
  }

 private:
  std::string compare_text(const std::string& place, std::string_view text, Json actual) {
    const auto found = actual.as_string();
    if (!found) return place + " is no text";
    if (text.starts_with('$')) {
      const auto [bound, fresh] = bindings_.emplace(text, *found);
      if (fresh || bound->second == *found) return "";
      return place + " is not " + bound->second;
    }
    return text == *found ? "" : place + " is \"" + std::string(*found) + "\"";
  }

  std::string compare_members(const std::string& place, Json pattern, Json actual) {
    std::string difference;
    (void)pattern.for_each_member([&](std::string_view key, Json value) -> Status {
      if (!difference.empty()) return {};
      const std::string inner = place + "." + std::string(key);
      const auto found = actual.find(key);
      if (value.is_null()) {
        if (found && !found->is_null()) difference = inner + " is there";
      } else if (!found) {
        difference = inner + " is missing";
      } else {
        difference = compare(inner, value, *found);
      }
      return {};
    });
    return difference;
  }

  std::string compare_elements(const std::string& place, Json pattern, Json actual) {
    if (pattern.size() != actual.size()) {
      return place + " has " + std::to_string(actual.size()) + " elements";
    }
    std::vector<Json> found;
    (void)actual.for_each_element([&](Json element) -> Status {
      found.push_back(element);
      return {};
    });
    std::string difference;
    size_t at = 0;
    (void)pattern.for_each_element([&](Json element) -> Status {
      const std::string inner = place + "[" + std::to_string(at) + "]";
      if (difference.empty()) difference = compare(inner, element, found[at]);
      ++at;
      return {};
    });
    return difference;
  }

  Bindings& bindings_;
};

std::string compare(const std::string& pattern, const std::string& actual, Bindings& bindings) {
  if (pattern.empty()) return "";
  JsonParser pattern_parser;
  JsonParser actual_parser;
  const auto wanted = pattern_parser.parse(pattern);
  const auto found = actual_parser.parse(actual);
  if (!wanted) return "the script's pattern is no JSON: " + wanted.error().message;
  if (!found) return "the answer is no JSON";
  return Matching(bindings).compare("answer", *wanted, *found);
}

enum class Config : uint8_t { kFresh, kReopen, kTinySegments, kMerged, kNoIndex };

class Installation {
 public:
  explicit Installation(Config config) : config_(config) { open(); }

  // What lies between two steps under this config.
  void between_steps() {
    if (config_ == Config::kMerged || config_ == Config::kTinySegments) {
      ASSERT_TRUE(engine_->flush());
    }
    if (config_ != Config::kReopen && config_ != Config::kNoIndex) return;
    close();
    if (config_ == Config::kNoIndex) {
      std::filesystem::remove_all(directory_.file(std::string(engine::kIndexDirectoryName)));
    }
    open();
  }

  Client& client() { return *client_; }

 private:
  void open() {
    engine::EngineOptions options;
    options.directory = directory_.path();
    options.clock = &clock_;
    if (config_ == Config::kTinySegments) options.landscape.head_documents_max = 1;
    if (config_ == Config::kMerged) options.landscape.merge_fan_in = 2;
    if (config_ != Config::kFresh) options.landscape.background = landscape::Background::kOff;
    auto engine = engine::Engine::open(options);
    FH_CHECK(engine.has_value());
    engine_ = std::move(*engine);
    auto server = Server::start(*engine_, {.port = 0, .threads = 1});
    FH_CHECK(server.has_value());
    server_ = std::move(*server);
    auto client = Client::connect("127.0.0.1:" + std::to_string(server_->port()));
    FH_CHECK(client.has_value());
    client_ = std::move(*client);
  }

  void close() {
    client_.reset();
    server_.reset();
    engine_.reset();
  }

  const Config config_;
  const TempDirectory directory_;
  FakeClock clock_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Client> client_;
};

void check_lines(const Step& step, const std::string& body, Bindings& bindings) {
  std::istringstream lines(body);
  std::string line;
  for (const std::string& pattern : step.pattern_lines) {
    ASSERT_TRUE(std::getline(lines, line)) << "fewer lines than expected";
    EXPECT_EQ(compare(substitute(pattern, bindings), line, bindings), "") << line;
  }
  EXPECT_FALSE(std::getline(lines, line)) << "more lines than expected: " << line;
}

void run(const std::filesystem::path& path, Config config) {
  const std::vector<Step> steps = read_script(path);
  ASSERT_FALSE(steps.empty());
  Installation installation(config);
  Bindings bindings;
  for (const Step& step : steps) {
    SCOPED_TRACE(::testing::Message() << path.filename() << ":" << step.line);
    ASSERT_NE(step.status, 0) << "no reply is expected";
    const std::string target = substitute(step.target, bindings);
    const std::string body = substitute(step.body, bindings);
    const std::string_view type = step.body_is_lines ? "application/x-ndjson" : "application/json";
    const auto reply = step.method == "GET"
                           ? installation.client().get(target)
                           : installation.client().send(step.method, target, type, body);
    ASSERT_TRUE(reply) << to_string(reply.error());
    ASSERT_EQ(reply->status, step.status) << reply->body;
    if (step.pattern_lines.empty()) {
      EXPECT_EQ(compare(substitute(step.pattern, bindings), reply->body, bindings), "")
          << reply->body;
    } else {
      check_lines(step, reply->body, bindings);
    }
    installation.between_steps();
  }
}

std::vector<std::filesystem::path> scripts() {
  std::vector<std::filesystem::path> out;
  const auto folder = std::filesystem::path(FH_PROJECT_DIR) / "tests/api";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".test") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Scripts : public ::testing::TestWithParam<Config> {};

TEST_P(Scripts, GiveTheAnswersTheySay) {
  const auto all = scripts();
  ASSERT_GE(all.size(), 15U);
  for (const auto& path : all) run(path, GetParam());
}

std::string name_of_config(const ::testing::TestParamInfo<Config>& info) {
  static constexpr std::array<const char*, 5> kNames = {"fresh", "reopen", "tiny_segments",
                                                        "merged", "no_index"};
  return kNames[static_cast<size_t>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(Configs, Scripts,
                         ::testing::Values(Config::kFresh, Config::kReopen, Config::kTinySegments,
                                           Config::kMerged, Config::kNoIndex),
                         name_of_config);

}  // namespace
}  // namespace fh::api
