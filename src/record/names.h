// record/names.h: the numbers of sources and people, for the writer.
//
// Looked up in bounded maps first, because imports name the same few sources and
// people again and again. Belongs to the writer: not thread-safe. What the maps
// hold may come from the transaction at hand; forget() when it is rolled back.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"
#include "base/hash.h"
#include "base/random.h"
#include "record/database.h"
#include "record/person_key.h"

namespace fh::record {

struct Person {
  uint64_t number = 0;  // 0: nobody known
  PersonKey key{};
};

class Names {
 public:
  Names(Database& database, Random& random, PersonSecret secret)
      : database_(database), random_(random), secret_(secret) {}

  // Gives a source its number at first sight.
  Result<uint64_t> source(std::string_view name);

  // The person a source knows by `key`; number 0 where it does not.
  Result<Person> find_person(std::string_view source, std::string_view key);
  // The same; at first sight they become person `next_number`.
  Result<Person> person(std::string_view source, std::string_view key, uint64_t next_number);

  void forget();
  void forget_people() { people_.clear(); }

 private:
  // The hash is uniform already: its first bytes do.
  struct KnownAsHash {
    size_t operator()(const KnownAs& name) const {
      size_t hash = 0;
      std::memcpy(&hash, name.data(), sizeof hash);
      return hash;
    }
  };
  Result<Person> find(const KnownAs& name);
  void remember(const KnownAs& name, const Person& person);

  Database& database_;
  Random& random_;
  const PersonSecret secret_;
  std::unordered_map<std::string, uint64_t, StringHash, std::equal_to<>> sources_;
  std::unordered_map<KnownAs, Person, KnownAsHash> people_;
};

}  // namespace fh::record
