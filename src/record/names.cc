#include "record/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace fh::record {
namespace {

// Some 40 MiB and 0.1 MiB when full; emptied then, which costs one look-up each.
constexpr size_t kPeopleMax = 524'288;
constexpr size_t kSourcesMax = 1024;
constexpr size_t kTailsAhead = 64;

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

size_t KnownPeople::slot_of(const KnownAs& name) const {
  size_t slot = 0;
  std::memcpy(&slot, name.data(), sizeof slot);
  const size_t mask = entries_.size() - 1;
  for (slot &= mask;; slot = (slot + 1) & mask) {
    const Entry& entry = entries_[slot];
    if (entry.person.number == 0 || entry.name == name) return slot;
  }
}

const Person* KnownPeople::find(const KnownAs& name) const {
  if (entries_.empty()) return nullptr;
  const Person& person = entries_[slot_of(name)].person;
  return person.number == 0 ? nullptr : &person;
}

void KnownPeople::add(const KnownAs& name, const Person& person) {
  if (size_ >= kPeopleMax) clear();
  if ((size_ + 1) * 2 > entries_.size()) grow();
  entries_[slot_of(name)] = {.name = name, .person = person};
  ++size_;
}

void KnownPeople::grow() {
  std::vector<Entry> old(std::max<size_t>(entries_.size() * 2, 64));
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.person.number != 0) entries_[slot_of(entry.name)] = entry;
  }
}

void KnownPeople::clear() {
  entries_.clear();
  size_ = 0;
}

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
  if (const Person* person = people_.find(name)) return *person;
  FH_ASSIGN_OR_RETURN(Use find,
                      database_.use("SELECT number, key FROM person WHERE known_as = ?1"));
  find->bind_bytes(1, name);
  FH_ASSIGN_OR_RETURN(const bool row, find->step());
  if (!row) return Person{};
  const Person person = person_of(*find);
  people_.add(name, person);
  return person;
}

Result<Person> Names::find_person(const Named& named) {
  return find(known_as(secret_, named.source, named.key));
}

Result<std::vector<Person>> Names::people(std::span<const Named> named, Counters& counters) {
  std::vector<Person> people(named.size());
  std::vector<std::pair<KnownAs, size_t>> unknown;
  for (size_t i = 0; i < named.size(); ++i) {
    if (named[i].key.empty()) continue;
    const KnownAs name = known_as(secret_, named[i].source, named[i].key);
    if (const Person* person = people_.find(name)) {
      people[i] = *person;
    } else {
      unknown.emplace_back(name, i);
    }
  }
  std::ranges::sort(unknown);
  for (size_t i = 0; i < unknown.size(); ++i) {
    const auto& [name, place] = unknown[i];
    if (i > 0 && unknown[i - 1].first == name) {
      people[place] = people[unknown[i - 1].second];
    } else {
      FH_ASSIGN_OR_RETURN(people[place], find_or_add(name, counters));
    }
  }
  return people;
}

Result<Person> Names::find_or_add(const KnownAs& name, Counters& counters) {
  // Where everybody is remembered, who is not remembered is new.
  if (people_.size() != counters.people) {
    FH_ASSIGN_OR_RETURN(const Person person, find(name));
    if (person.number != 0) return person;
  }
  Person person{.number = counters.last + 1};
  FH_CHECK(person.number <= UINT32_MAX);
  person.key = make_person_key(secret_, static_cast<uint32_t>(person.number), next_tail());
  FH_ASSIGN_OR_RETURN(
      Use insert, database_.use("INSERT INTO person (number, key, known_as) VALUES (?1, ?2, ?3)"));
  insert->bind(1, person.number).bind_bytes(2, person.key).bind_bytes(3, name);
  FH_RETURN_IF_ERROR(insert->run());
  ++counters.last;
  ++counters.people;
  people_.add(name, person);
  return person;
}

// Many at a time: each asking is a call of the system.
PersonKeyTail Names::next_tail() {
  if (tails_.empty()) {
    tails_.resize(kTailsAhead);
    random_.fill(std::as_writable_bytes(std::span(tails_)));
  }
  const PersonKeyTail tail = tails_.back();
  tails_.pop_back();
  return tail;
}

Digest Names::erased_key(std::string_view source, std::string_view source_id) const {
  // The length keeps ("ab", "c") and ("a", "bc") apart.
  const std::string named = fmt::format("{}:{}{}", source.size(), source, source_id);
  return digest_of(named, secret_);
}

void Names::forget() {
  sources_.clear();
  people_.clear();
}

}  // namespace fh::record
