#include "record/names.h"

#include <algorithm>

#include "base/check.h"

namespace fh::record {
namespace {

// Some 5 MiB and 0.1 MiB when full; emptied then, which costs one look-up each.
constexpr size_t kPeopleMax = 65'536;
constexpr size_t kSourcesMax = 1024;

Person person_of(const Statement& row) {
  Person person{.number = row.number(0)};
  const std::string_view bytes = row.bytes(1);
  std::transform(
      bytes.begin(),
      bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), person.key.size())),
      person.key.begin(), [](char c) { return static_cast<std::byte>(c); });
  return person;
}

}  // namespace

Result<uint64_t> Names::source(std::string_view name) {
  if (const auto known = sources_.find(name); known != sources_.end()) return known->second;
  {
    FH_ASSIGN_OR_RETURN(Use insert, database_.use("INSERT INTO source (name) VALUES (?1) "
                                                  "ON CONFLICT (name) DO NOTHING"));
    insert->bind_text(1, name);
    FH_RETURN_IF_ERROR(insert->run());
  }
  FH_ASSIGN_OR_RETURN(Use find, database_.use("SELECT number FROM source WHERE name = ?1"));
  find->bind_text(1, name);
  FH_ASSIGN_OR_RETURN(const bool row, find->step());
  if (!row) return failure(ErrorCode::kCorrupt, "a source cannot be found in the record");
  if (sources_.size() >= kSourcesMax) sources_.clear();
  return sources_.emplace(name, find->number(0)).first->second;
}

Result<Person> Names::find(const KnownAs& name) {
  if (const auto known = people_.find(name); known != people_.end()) return known->second;
  FH_ASSIGN_OR_RETURN(Use find,
                      database_.use("SELECT number, key FROM person WHERE known_as = ?1"));
  find->bind_bytes(1, name);
  FH_ASSIGN_OR_RETURN(const bool row, find->step());
  if (!row) return Person{};
  const Person person = person_of(*find);
  remember(name, person);
  return person;
}

Result<Person> Names::find_person(std::string_view source, std::string_view key) {
  return find(known_as(secret_, source, key));
}

Result<Person> Names::person(std::string_view source, std::string_view key, uint64_t next_number) {
  const KnownAs name = known_as(secret_, source, key);
  FH_ASSIGN_OR_RETURN(Person person, find(name));
  if (person.number != 0) return person;
  person.number = next_number;
  PersonKeyTail tail{};
  random_.fill(tail);
  FH_CHECK(next_number <= UINT32_MAX);
  person.key = make_person_key(secret_, static_cast<uint32_t>(next_number), tail);
  FH_ASSIGN_OR_RETURN(
      Use insert, database_.use("INSERT INTO person (number, key, known_as) VALUES (?1, ?2, ?3)"));
  insert->bind(1, person.number).bind_bytes(2, person.key).bind_bytes(3, name);
  FH_RETURN_IF_ERROR(insert->run());
  remember(name, person);
  return person;
}

void Names::remember(const KnownAs& name, const Person& person) {
  if (people_.size() >= kPeopleMax) people_.clear();
  people_.emplace(name, person);
}

void Names::forget() {
  sources_.clear();
  people_.clear();
}

}  // namespace fh::record
