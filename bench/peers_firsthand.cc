// peers_firsthand TSV QUERIES.json DIR RESULTS: firsthand's side of bench/peers.
//
// Loads the made corpus through the engine (durable, words kept), then asks its
// landscape the nine queries in process with one thread, as the peers do: no words are
// fetched. Once as the load left it, once merged into one segment as Lucene's and FTS5's
// optimize do. Writes RESULTS/firsthand.$N.json and RESULTS/firsthand_unmerged.$N.json.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/json.h"
#include "engine/engine.h"

namespace {

using namespace fh;
using SteadyClock = std::chrono::steady_clock;

constexpr size_t kGroup = 4000;
// As the peers in C++ do it.
constexpr int kWarmUps = 5;
constexpr size_t kRunsMin = 5;
constexpr size_t kRunsMax = 25;
constexpr double kSecondsMax = 6;
constexpr uint32_t kTellingWords = 10;
constexpr uint32_t kFacetValues = 64;  // all of them, as the peers count all

double seconds_since(SteadyClock::time_point begin) {
  return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

template <typename T>
T or_die(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << to_string(result.error()) << '\n';
  std::exit(1);
}

void or_die(const Status& status) {
  if (status) return;
  std::cerr << to_string(status.error()) << '\n';
  std::exit(1);
}

// Parties are firsthand's own four; all else in the corpus may have any value.
std::string party_of(std::string_view made) {
  static constexpr std::array<std::string_view, 3> kParties = {"customer", "employee", "partner"};
  FH_CHECK(made.size() == 3 && made[2] >= '0' && made[2] <= '2');
  return std::string(kParties[static_cast<size_t>(made[2] - '0')]);
}

// id person ts touchpoint stage party channel product region segment expectation felt text
model::Draft draft_of(const std::string& line) {
  std::array<std::string, 13> field;
  size_t begin = 0;
  for (std::string& value : field) {
    const size_t end = std::min(line.find('\t', begin), line.size());
    value = line.substr(begin, end - begin);
    begin = end + 1;
  }
  model::Draft draft;
  draft.source = "peers";
  draft.source_id = field[0];
  draft.person = field[1];
  draft.lived_at = format_time(Instant{.ms = std::stoll(field[2]) * 1000});
  draft.touchpoint = field[3];
  draft.stage = field[4];
  draft.party = party_of(field[5]);
  draft.channel = field[6];
  draft.signifiers = {{"product", field[7]}, {"region", field[8]}, {"segment", field[9]}};
  draft.expected = std::stod(field[10]);
  draft.felt = std::stod(field[11]);
  draft.lang = "zxx";  // no language: the peers neither guess one nor stem
  draft.text = std::move(field[12]);
  return draft;
}

// A few groups under way at once, as an import has them.
void tell_all(engine::Engine& engine, const std::string& path) {
  constexpr size_t kUnderWay = 8;
  std::ifstream lines(path);
  if (!lines) {
    std::cerr << path << ": cannot be read\n";
    std::exit(1);
  }
  const std::unique_ptr<engine::Intake> intake = engine.take_in({.caller = engine::Caller::host()});
  std::deque<std::future<engine::Answers>> under_way;
  const auto finish_first = [&] {
    for (const auto& receipt : or_die(under_way.front().get())) or_die(receipt);
    under_way.pop_front();
  };
  std::vector<model::Draft> group;
  const auto tell_group = [&] {
    if (under_way.size() == kUnderWay) finish_first();
    under_way.push_back(intake->tell(std::exchange(group, {})));
  };
  for (std::string line; std::getline(lines, line);) {
    group.push_back(draft_of(line));
    if (group.size() == kGroup) tell_group();
  }
  if (!group.empty()) tell_group();
  while (!under_way.empty()) finish_first();
}

double megabytes(const std::string& directory) {
  uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return static_cast<double>(bytes) / 1e6;
}

std::vector<std::string> strings_of(const Json& array) {
  std::vector<std::string> strings;
  or_die(array.for_each_element([&](const Json& element) -> Status {
    strings.emplace_back(element.as_string().value_or(""));
    return {};
  }));
  return strings;
}

struct Query {
  std::string name;
  landscape::Request request;
  bool whole = false;  // the landscape answer, not a search alone
};

landscape::Node one_of(std::string column, const std::vector<std::string>& values) {
  landscape::ColumnNode node{.column = std::move(column), .any_of = {}};
  for (const std::string& value : values) {
    const bool party = node.column == "party";
    node.any_of.emplace_back(landscape::KeywordIs{.folded = party ? party_of(value) : value});
  }
  return {std::move(node)};
}

void add_filter(const Json& filter, landscape::AndNode& all) {
  for (const char* column : {"channel", "party"}) {
    all.children.push_back(one_of(column, strings_of(*filter.find(column))));
  }
  const int64_t from = filter.find("ts_from")->as_integer().value_or(0);
  const int64_t to = filter.find("ts_to")->as_integer().value_or(0);
  const landscape::TimeIn times{.first_ms = from * 1000, .end_ms = to * 1000};
  all.children.push_back({landscape::ColumnNode{.column = "lived_at", .any_of = {times}}});
}

landscape::Node tree_of(const Json& query, const Json& filter) {
  std::vector<landscape::Node> words;
  for (std::string& term : strings_of(*query.find("terms"))) {
    words.push_back({landscape::WordNode{.surface = std::move(term)}});
  }
  const bool filtered = !query.find("filter")->is_null();
  landscape::AndNode all;
  if (query.find("op")->as_string() == "and") {
    all.children = std::move(words);
  } else if (words.size() > 1) {
    all.children.push_back({landscape::OrNode{.children = std::move(words)}});
  } else if (words.size() == 1) {
    all.children.push_back(std::move(words.front()));
  }
  if (filtered) add_filter(filter, all);
  if (all.children.empty()) return {landscape::AllNode{}};
  if (all.children.size() == 1) return std::move(all.children.front());
  return {std::move(all)};
}

std::vector<Query> read_queries(const std::string& path) {
  JsonParser parser;
  const Json root = or_die(parser.parse(or_die(system_files().read(path))));
  const std::vector<std::string> facets = strings_of(*root.find("facets"));
  std::vector<Query> queries;
  or_die(root.find("queries")->for_each_element([&](const Json& json) -> Status {
    Query query{.name = std::string(json.find("name")->as_string().value_or("")),
                .request = {},
                .whole = json.find("agg")->as_bool().value_or(false)};
    query.request.query = tree_of(json, *root.find("filter_F"));
    query.request.limit = json.find("topk")->as_bool().value_or(false) ? 10 : 0;
    if (query.whole) {
      for (const std::string& facet : facets) {
        query.request.facets.push_back({.column = facet, .limit = kFacetValues});
      }
      query.request.ratings = query.request.people = true;
      query.request.histogram = landscape::HistogramStep::kMonth;
    }
    queries.push_back(std::move(query));
    return {};
  }));
  return queries;
}

struct Timing {
  double median_ms = 0;
  double min_ms = 0;
  double cpu_ms = 0;
  landscape::Answer answer;
};

Timing measure(const landscape::Landscape& landscape, const landscape::Request& request) {
  Timing timing;
  const auto run = [&] { timing.answer = or_die(landscape.search(request)); };
  for (int i = 0; i < kWarmUps; ++i) run();
  std::vector<double> took_ms;
  const auto begin = SteadyClock::now();
  const std::clock_t cpu_begin = std::clock();
  while (took_ms.size() < kRunsMin ||
         (took_ms.size() < kRunsMax && seconds_since(begin) < kSecondsMax)) {
    const auto one = SteadyClock::now();
    run();
    took_ms.push_back(seconds_since(one) * 1e3);
  }
  const auto cpu = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
  timing.cpu_ms = cpu * 1e3 / static_cast<double>(took_ms.size());
  std::ranges::sort(took_ms);
  timing.median_ms = took_ms[took_ms.size() / 2];
  timing.min_ms = took_ms.front();
  return timing;
}

void write_timing(JsonWriter& json, const Query& query, const Timing& timing) {
  std::string hits = std::to_string(timing.answer.total);
  if (query.whole) hits += fmt::format("/{}", timing.answer.people.value_or(0));
  fmt::print("  {:36} median {:9.3f}  min {:9.3f}  cpu {:9.3f} ms  hits={}\n", query.name,
             timing.median_ms, timing.min_ms, timing.cpu_ms, hits);
  json.key(query.name).begin_object();
  json.member("ms", timing.median_ms).member("min", timing.min_ms).member("cpu", timing.cpu_ms);
  json.member("hits", hits).key("top").begin_array();
  // Told in the corpus's order into an empty engine: numbers are its ids.
  for (size_t i = 0; i < std::min<size_t>(3, timing.answer.hits.size()); ++i) {
    json.value(timing.answer.hits[i].number);
  }
  json.end_array().end_object();
}

struct Measured {
  std::string engine;
  double load_s = 0;
  double megabytes = 0;
  std::string note;
};

void measure_all(const landscape::Landscape& landscape, std::vector<Query>& queries,
                 const Measured& about, const std::string& results) {
  fmt::print("{} load={:.2f}s size={:.1f}MB {}\n", about.engine, about.load_s, about.megabytes,
             about.note);
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("engine", about.engine).member("load_s", about.load_s);
  json.member("size_mb", about.megabytes).member("note", about.note);
  json.key("queries").begin_object();
  for (Query& query : queries) {
    write_timing(json, query, measure(landscape, query.request));
    if (!query.whole) continue;
    const std::string name = std::exchange(query.name, query.name + "+telling");
    query.request.telling_words = kTellingWords;
    write_timing(json, query, measure(landscape, query.request));
    query.request.telling_words = 0;
    query.name = name;
  }
  json.end_object().end_object();
  const char* size = std::getenv("N");
  std::filesystem::create_directories(results);
  std::ofstream(fmt::format("{}/{}.{}.json", results, about.engine, size ? size : "100k")) << text;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::cerr << "usage: peers_firsthand TSV QUERIES.json DIR RESULTS\n";
    return 2;
  }
  const std::string directory = arguments[3];
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  std::vector<Query> queries = read_queries(arguments[2]);

  const auto begin = SteadyClock::now();
  {
    const auto engine = or_die(engine::Engine::open({.directory = directory}));
    tell_all(*engine, arguments[1]);
    or_die(engine->flush());
  }
  const double told_s = seconds_since(begin);
  const double told_mb = megabytes(directory);
  const std::string index = directory + "/" + std::string(engine::kIndexDirectoryName);
  const auto landscape = or_die(
      landscape::Landscape::open({.directory = index, .background = landscape::Background::kOff}));
  const std::string segments = fmt::format("{} segments", landscape->counts().segments);
  measure_all(
      *landscape, queries,
      {"firsthand_unmerged", told_s, told_mb, "in process; as the load left it: " + segments},
      arguments[4]);

  const auto merge_begin = SteadyClock::now();
  or_die(landscape->merge_all());
  const double load_s = told_s + seconds_since(merge_begin);
  const std::string note = fmt::format(
      "in process; one segment; of its MB the index is {:.0f}, "
      "the rest the record with all words",
      megabytes(index));
  measure_all(*landscape, queries, {"firsthand", load_s, megabytes(directory), note}, arguments[4]);
  return 0;
}
