// rights_cost DIR QUERIES [PERSON]: what people's rights cost whoever asks.
//
// Whole landscape answers over the index in DIR, as it is and with a tenth of all experiences
// refused to figures and another tenth to readers, asked in turns: their processor time and
// its ratio. And the time to everything a person told, where PERSON is their key. Changes
// nothing on disk: the index is copied beside itself and the copy removed.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "bench/measure.h"
#include "engine/engine.h"
#include "landscape/landscape.h"

namespace {

using namespace fh;
using namespace fh::landscape;

constexpr uint64_t kOneIn = 10;

Request whole_answer(const std::string& query) {
  Request request;
  request.query = bench::parse(query);
  request.limit = 10;
  for (const char* column : {"source", "party", "channel", "topic", "org", "lang"}) {
    request.facets.push_back({.column = column});
  }
  request.ratings = true;
  request.histogram = HistogramStep::kMonth;
  request.people = true;
  request.telling_words = 20;
  return request;
}

// Every tenth takes back one thing, every tenth another.
void refuse(Landscape& landscape, uint64_t experiences) {
  std::vector<Change> changes;
  uint64_t sequence = landscape.as_of();
  for (uint64_t number = 1; number <= experiences; ++number) {
    if (number % kOneIn > 1) continue;
    const model::Grants grants = model::Grants::all().without(
        number % kOneIn == 0 ? model::Purpose::kCount : model::Purpose::kRead);
    changes.push_back({.sequence = ++sequence, .number = number, .document = {}, .grants = grants});
  }
  if (const Status done = landscape.apply(changes); !done) {
    std::cerr << to_string(done.error()) << '\n';
    std::exit(1);
  }
}

std::unique_ptr<Landscape> open(const std::string& directory) {
  return bench::or_die(Landscape::open({.directory = directory, .background = Background::kOff}));
}

void measure_masks(const std::string& directory, const std::vector<std::string>& queries) {
  const std::string copy = directory + "/index.masked";
  std::filesystem::copy(directory + "/index", copy, std::filesystem::copy_options::recursive);
  {
    const auto plain = open(directory + "/index");
    const auto masked = open(copy);
    refuse(*masked, plain->counts().experiences);
    double plain_ms = 0;
    double masked_ms = 0;
    uint64_t plain_matches = 0;
    uint64_t masked_matches = 0;
    for (const std::string& query : queries) {
      const Request request = whole_answer(query);
      plain_ms +=
          bench::cost_ms([&] { plain_matches += bench::or_die(plain->search(request)).total; });
      masked_ms +=
          bench::cost_ms([&] { masked_matches += bench::or_die(masked->search(request)).total; });
    }
    fmt::print(
        "whole answers, {} queries: {:.1f} ms as it is, {:.1f} ms with a tenth not "
        "counted and a tenth not read: {:.3f}; a match: {:.3f}\n",
        queries.size(), plain_ms, masked_ms, masked_ms / plain_ms,
        masked_ms / static_cast<double>(masked_matches) /
            (plain_ms / static_cast<double>(plain_matches)));
  }
  std::filesystem::remove_all(copy);
}

void measure_person(const std::string& directory, const std::string& person) {
  const auto engine = bench::or_die(engine::Engine::open({.directory = directory}));
  size_t told = 0;
  std::vector<double> took;
  constexpr int kAsked = 301;
  for (int i = 0; i < kAsked; ++i) {
    const double begin = bench::processor_ms();
    told = bench::or_die(engine->of_person(engine::Caller::host(), person, 1000, 0)).size();
    took.push_back(bench::processor_ms() - begin);
  }
  std::ranges::sort(took);
  fmt::print("one person's everything: {} experiences in {:.3f} ms (median of {}; least {:.3f})\n",
             told, took[kAsked / 2], kAsked, took.front());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::cerr << "usage: rights_cost DIR QUERIES [PERSON]\n";
    return 2;
  }
  measure_masks(argv[1], bench::read_queries(argv[2]));
  if (argc == 4) measure_person(argv[1], argv[3]);
}
