// What it costs to keep and to read one experience's words: a text of 172 bytes, the mean of
// a large corpus of real ones.

#include <benchmark/benchmark.h>

#include <string>

#include "model/codec.h"
#include "record/stored_words.h"

namespace {

using namespace fh;

model::Experience experience() {
  model::Experience told;
  told.source = "web-form";
  told.source_id = "1-c-000417-02";
  told.told_at = Instant{.ms = 1'753'989'060'000};
  told.text =
      "The lift at the museum stop has been broken since Monday. I rang twice, waited for half an "
      "hour, and then two strangers carried the pram up. Thank you to both of them, truly!";
  told.text.resize(172, '.');
  told.touchpoint = "station";
  told.channel = "web";
  told.lang = "en";
  told.signifiers.push_back({.name = "ticket type", .value = std::string("month pass")});
  return told;
}

void encode_plain(benchmark::State& state) {
  const model::Experience told = experience();
  for (auto _ : state) benchmark::DoNotOptimize(model::encode(told));
}
BENCHMARK(encode_plain);

void pack(benchmark::State& state) {
  const model::Experience told = experience();
  for (auto _ : state) benchmark::DoNotOptimize(record::pack(told));
  state.counters["plain"] = static_cast<double>(model::encode(told).size());
  state.counters["stored"] = static_cast<double>(record::pack(told).size());
}
BENCHMARK(pack);

void decode_plain(benchmark::State& state) {
  const std::string body = model::encode(experience());
  for (auto _ : state) benchmark::DoNotOptimize(model::decode(body));
}
BENCHMARK(decode_plain);

void unpack(benchmark::State& state) {
  const std::string stored = record::pack(experience());
  for (auto _ : state) benchmark::DoNotOptimize(record::unpack(stored));
}
BENCHMARK(unpack);

}  // namespace
