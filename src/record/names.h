// record/names.h: the numbers of sources and people, for the writer.
//
// Looked up in bounded maps first, because imports name the same sources and people
// again and again. Belongs to the writer: not thread-safe. What the maps
// hold may come from the transaction at hand; forget() when it is rolled back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/random.h"
#include "base/secrets.h"
#include "record/database.h"
#include "record/person_key.h"

namespace fh::record {

struct Person {
  uint64_t number = 0;  // 0: nobody known
  PersonKey key{};
};

// Who has been met, by hash: one look at memory each. Their hashes are uniform already.
class KnownPeople {
 public:
  const Person* find(const KnownAs& name) const;
  // REQUIRES: not there. When full it forgets all first.
  void add(const KnownAs& name, const Person& person);
  size_t size() const { return size_; }
  void clear();

 private:
  struct Entry {
    KnownAs name{};
    Person person;  // number 0: empty
  };
  size_t slot_of(const KnownAs& name) const;
  void grow();

  std::vector<Entry> entries_;  // a power of two, at most half full
  size_t size_ = 0;
};

class Names {
 public:
  Names(Database& database, Random& random, PersonSecret secret)
      : database_(database), random_(random), secret_(secret) {}

  // What is kept of a source's id when the experience is erased.
  Digest erased_key(std::string_view source, std::string_view source_id) const;

  // Gives a source its number at first sight.
  Result<uint64_t> source(std::string_view name);

  // A teller as their source knows them; an empty key names nobody.
  struct Named {
    std::string_view source;
    std::string_view key;
  };
  // The counters of people: the last number given, and how many there are.
  struct Counters {
    uint64_t last = 0;
    uint64_t people = 0;
  };
  // Number 0 where the source does not know them.
  Result<Person> find_person(const Named& named);
  // One for each, in order; at first sight they get the next number. Quicker for many at
  // once: the index over hashes is then gone through in its own order.
  Result<std::vector<Person>> people(std::span<const Named> named, Counters& counters);

  void forget();
  void forget_people() { people_.clear(); }
  void forget_sources() { sources_.clear(); }

 private:
  Result<Person> find(const KnownAs& name);
  Result<Person> find_or_add(const KnownAs& name, Counters& counters);
  PersonKeyTail next_tail();

  Database& database_;
  Random& random_;
  const PersonSecret secret_;
  std::unordered_map<std::string, uint64_t, StringHash, std::equal_to<>> sources_;
  KnownPeople people_;
  std::vector<PersonKeyTail> tails_;  // random, not given away yet
};

}  // namespace fh::record
