#include "record/writing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "model/codec.h"
#include "record/audit.h"
#include "record/rows.h"
#include "record/stored_words.h"
#include "record/taken_back.h"

namespace fh::record {
namespace {

// What a teller or source said, for comparing. told_at is left out, because a
// source that does not say it gets the moment of each import; inferred_lang,
// because it is the engine's guess and better guesses come with newer programs.
std::string what_was_said(Experience experience) {
  experience.told_at = {};
  experience.inferred_lang.clear();
  return model::encode(experience);
}

Error other_content(const Experience& earlier) {
  return Error{.code = ErrorCode::kConflict,
               .message = fmt::format("this source id was told before, as {}, with other content",
                                      model::id_of(earlier.number)),
               .field = "source_id",
               .advice = "Amend the earlier one, or use another source id."};
}

Error its_tellers_own() {
  return Error{.code = ErrorCode::kConflict,
               .message = "this source id was told before, and its teller holds a claim to it",
               .field = "source_id",
               .advice = "It is theirs to amend now."};
}

Error erased_before() {
  return Error{.code = ErrorCode::kDenied,
               .message = "whom it belongs to had this erased; it is not taken again",
               .field = "source_id"};
}

Error not_here(uint64_t number) {
  return Error{.code = ErrorCode::kNotFound,
               .message = fmt::format("{} is not in the record", model::id_of(number))};
}

}  // namespace

std::string ids_of(std::span<const uint64_t> numbers) {
  constexpr size_t kNamedMax = 20;
  if (numbers.size() > kNamedMax) {
    return fmt::format("{} experiences, {} to {}", numbers.size(),
                       model::id_of(std::ranges::min(numbers)),
                       model::id_of(std::ranges::max(numbers)));
  }
  std::string ids;
  for (const uint64_t number : numbers) {
    if (!ids.empty()) ids += ' ';
    ids += model::id_of(number);
  }
  return ids;
}

std::string ids_for_audit(std::span<const uint64_t> numbers, std::string_view actor) {
  const bool by_tellers = actor == kTellerActor || actor == kErasureLogActor;
  return by_tellers ? fmt::format("experiences={}", numbers.size()) : ids_of(numbers);
}

Result<Writing> Writing::start(Database& database, Names& names) {
  FH_ASSIGN_OR_RETURN(Use state, database.use("SELECT last_sequence, last_number, last_person, "
                                              "people, erased, earlier_versions FROM state"));
  FH_ASSIGN_OR_RETURN(const bool row, state->step());
  if (!row) return failure(ErrorCode::kCorrupt, "the record has lost its counters");
  Writing writing(database, names);
  writing.first_sequence_ = state->number(0);
  writing.sequence_ = state->number(0);
  writing.number_ = state->number(1);
  writing.people_ = {.last = state->number(2), .people = state->number(3)};
  writing.people_before_ = writing.people_.people;
  writing.erased_ = state->number(4);
  writing.earlier_versions_ = state->number(5);
  return writing;
}

Status Writing::finish(const AuditEntry& entry) {
  FH_ASSIGN_OR_RETURN(Use state,
                      database_.use("UPDATE state SET last_sequence = ?1, last_number = ?2, "
                                    "last_person = ?3, people = ?4, erased = ?5, "
                                    "earlier_versions = ?6"));
  state->bind(1, sequence_).bind(2, number_).bind(3, people_.last).bind(4, people_.people);
  state->bind(5, erased_).bind(6, earlier_versions_);
  FH_RETURN_IF_ERROR(state->run());
  AuditEntry whole = entry;
  whole.sequence = sequence_;
  return append_audit(database_, whole);
}

// The key goes in first: only where it was there already is anything looked up. What is
// new is inserted together, its people first; before a repeat, which may be of one of them.
Result<std::vector<Taken>> Writing::tell(std::span<const Telling> group) {
  std::vector<Taken> taken(group.size());
  std::vector<Fresh> fresh;
  FH_RETURN_IF_ERROR(read_source_grants());
  FH_ASSIGN_OR_RETURN(const uint64_t erased,
                      database_.number("SELECT EXISTS (SELECT 1 FROM erased_key)"));
  for (size_t i = 0; i < group.size(); ++i) {
    const Experience& experience = group[i].experience;
    const uint32_t teller = group[i].behalf ? group[i].behalf->teller : group[i].own_person;
    if (teller != 0) {
      // They may have erased everything a moment ago: that is no failure of the others.
      if (const Result<Person> person = person_numbered(teller); !person) {
        taken[i].refused = person.error();
        continue;
      }
    }
    FH_ASSIGN_OR_RETURN(const uint64_t source, names_.source(experience.source));
    if (!experience.source_id.empty()) {
      FH_ASSIGN_OR_RETURN(const bool claimed, claim_key(source, experience.source_id));
      if (!claimed) {
        FH_RETURN_IF_ERROR(insert_all(fresh));
        FH_ASSIGN_OR_RETURN(taken[i], tell_again(group[i], source));
        continue;
      }
      if (erased != 0) {
        FH_ASSIGN_OR_RETURN(const bool gone, was_erased(source, experience));
        if (gone) {
          taken[i].refused = erased_before();
          continue;
        }
      }
    }
    if (group[i].invitation) {
      if (const Status good = use_invitation(*group[i].invitation); !good) {
        taken[i].refused = good.error();
        FH_RETURN_IF_ERROR(let_go_of_key(source, experience.source_id));
        continue;
      }
    }
    taken[i].receipt = {.number = ++number_, .sequence = ++sequence_, .outcome = Outcome::kTold};
    taken[i].version = 1;
    fresh.push_back({.telling = &group[i], .source = source, .taken = &taken[i]});
  }
  FH_RETURN_IF_ERROR(insert_all(fresh));
  return taken;
}

Status Writing::insert_all(std::vector<Fresh>& fresh) {
  std::vector<Names::Named> named;
  named.reserve(fresh.size());
  for (const Fresh& one : fresh) {
    named.push_back({.source = one.telling->experience.source, .key = one.telling->person});
  }
  FH_ASSIGN_OR_RETURN(const std::vector<Person> people, names_.people(named, people_));
  for (size_t i = 0; i < fresh.size(); ++i) {
    fresh[i].taken->person = people[i];
    if (const uint32_t own = fresh[i].telling->own_person; own != 0) {
      FH_ASSIGN_OR_RETURN(fresh[i].taken->person, person_numbered(own));
    }
    FH_RETURN_IF_ERROR(insert(fresh[i]));
    if (fresh[i].telling->claim) FH_RETURN_IF_ERROR(add_claim(fresh[i]));
    if (fresh[i].telling->behalf) FH_RETURN_IF_ERROR(add_behalf(fresh[i]));
  }
  fresh.clear();
  return {};
}

Result<bool> Writing::claim_key(uint64_t source, std::string_view source_id) {
  FH_ASSIGN_OR_RETURN(Use claim, database_.use("INSERT INTO told_key (source, source_id, number) "
                                               "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"));
  FH_RETURN_IF_ERROR(claim->bind(1, source).bind_text(2, source_id).bind(3, number_ + 1).run());
  return database_.changed_rows() == 1;
}

Result<uint64_t> Writing::number_of_key(uint64_t source, std::string_view source_id) {
  FH_ASSIGN_OR_RETURN(
      Use find, database_.use("SELECT number FROM told_key WHERE source = ?1 AND source_id = ?2"));
  find->bind(1, source).bind_text(2, source_id);
  FH_ASSIGN_OR_RETURN(const bool row, find->step());
  return row ? find->number(0) : 0;
}

Result<Person> Writing::person_of(const Telling& telling) {
  const Names::Named named = {.source = telling.experience.source, .key = telling.person};
  FH_ASSIGN_OR_RETURN(const std::vector<Person> people,
                      names_.people(std::span(&named, 1), people_));
  return people.front();
}

Status Writing::insert(const Fresh& fresh) {
  FH_ASSIGN_OR_RETURN(
      Use row, database_.use("INSERT INTO experience (number, told_sequence, version, source, "
                             "person, body, grants) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6)"));
  const Taken& taken = *fresh.taken;
  row->bind(1, taken.receipt.number).bind(2, taken.receipt.sequence).bind(3, fresh.source);
  row->bind_bytes(5, fresh.telling->body);
  taken.person.number == 0 ? row->bind_null(4) : row->bind(4, taken.person.number);
  FH_ASSIGN_OR_RETURN(const model::Grants grants, grants_of(fresh));
  fresh.taken->grants = grants;
  grants == model::kUsualGrants ? row->bind_null(6) : row->bind(6, grants.bits());
  FH_RETURN_IF_ERROR(row->run());
  if (!fresh.telling->grants && !fresh.telling->behalf) return {};
  return note_grants(taken.receipt.number, taken.receipt.sequence,
                     {.at = fresh.telling->experience.told_at,
                      .grants = grants,
                      .by = fresh.telling->granted_by,
                      .basis = fresh.telling->basis});
}

// A telling that names nobody does not dispute whose the earlier one is. Where the
// source may not amend, a repeat of words that the teller has amended since is
// still just a repeat.
Result<Taken> Writing::tell_again(const Telling& telling, uint64_t source) {
  const Experience& next = telling.experience;
  FH_ASSIGN_OR_RETURN(const uint64_t number, number_of_key(source, next.source_id));
  FH_ASSIGN_OR_RETURN(const std::optional<Experience> earlier, current(number));
  if (!earlier) return failure(ErrorCode::kCorrupt, "a source id in the record leads nowhere");

  Person person{.number = earlier->person_number};
  // Who holds a claim has come into their own: what a source says of whose it is, or says anew
  // in their place, does not undo that. Nor does a claim asked for again name somebody else.
  FH_ASSIGN_OR_RETURN(const bool claimed, has_claim(earlier->person_number));
  const bool names_someone = !telling.person.empty() && !telling.claim && !claimed;
  if (names_someone) {
    FH_ASSIGN_OR_RETURN(person, names_.find_person({next.source, telling.person}));
  }
  const bool is_same_person =
      person.number == earlier->person_number && (person.number != 0 || !names_someone);
  const std::string said = what_was_said(next);
  Taken taken;
  taken.receipt = {
      .number = number, .sequence = earlier->sequence, .outcome = Outcome::kAlreadyTold};
  if (is_same_person && said == what_was_said(*earlier)) return taken;

  if (telling.same_key == SameKey::kRefuse || claimed) {
    uint64_t sequence = 0;
    if (is_same_person) {
      FH_ASSIGN_OR_RETURN(sequence, earlier_that_said(*earlier, said));
    }
    taken.receipt.sequence = sequence;
    if (sequence == 0) taken.refused = claimed ? its_tellers_own() : other_content(*earlier);
    return taken;
  }
  if (names_someone) {
    FH_ASSIGN_OR_RETURN(person, person_of(telling));
  } else if (const auto key = person_key_of(earlier->person_key)) {
    person.key = *key;
  }
  // When it was told stays when it is told anew: timers count from there.
  Experience kept = next;
  kept.told_at = earlier->told_at;
  const bool as_packed = next.told_at == earlier->told_at;
  FH_ASSIGN_OR_RETURN(taken.receipt,
                      replace(*earlier, as_packed ? telling.body : pack(kept), person.number));
  taken.told_at = earlier->told_at;
  taken.version = earlier->version + 1;
  taken.person = person;
  taken.grants = earlier->grants;
  if (earlier->person_number != person.number) {
    FH_RETURN_IF_ERROR(remove_person_without_experiences(earlier->person_number));
  }
  return taken;
}

Result<std::optional<Experience>> Writing::current(uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use find, database_.use(FH_EXPERIENCE_ROWS "WHERE e.number = ?1"));
  find->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, find->step());
  if (!row) return std::nullopt;
  FH_ASSIGN_OR_RETURN(Experience experience, experience_of(*find));
  return experience;
}

Result<uint64_t> Writing::earlier_that_said(const Experience& now, const std::string& said) {
  // Those between have no words any more: they are not even looked at.
  const uint32_t first = now.version - std::min(now.version, kEarlierWordsKept);
  FH_ASSIGN_OR_RETURN(Use versions,
                      database_.use("SELECT sequence, body FROM earlier_version WHERE number = ?1 "
                                    "AND (version >= ?2 OR version = 1) ORDER BY version"));
  versions->bind(1, now.number).bind(2, first);
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, versions->step());
    if (!row) return 0;
    if (versions->bytes(1).empty()) continue;  // dropped
    FH_ASSIGN_OR_RETURN(Experience earlier, unpack(versions->bytes(1)));
    if (what_was_said(std::move(earlier)) == said) return versions->number(0);
  }
}

Result<Receipt> Writing::amend(uint64_t number, const Experience& experience) {
  FH_ASSIGN_OR_RETURN(const std::optional<Experience> earlier, current(number));
  if (!earlier) return std::unexpected(not_here(number));
  const auto differs = [](const std::string& next, const std::string& kept) {
    return !next.empty() && next != kept;
  };
  if (differs(experience.source, earlier->source)) {
    return failure(ErrorCode::kInvalid, "an amendment keeps the source it was told with", "source");
  }
  if (differs(experience.source_id, earlier->source_id)) {
    return failure(ErrorCode::kInvalid, "an amendment keeps the source id it was told with",
                   "source_id");
  }
  Experience next = experience;
  next.source = earlier->source;
  next.source_id = earlier->source_id;
  next.told_at = earlier->told_at;
  if (what_was_said(next) == what_was_said(*earlier)) {
    return Receipt{
        .number = number, .sequence = earlier->sequence, .outcome = Outcome::kAlreadyTold};
  }
  return replace(*earlier, pack(next), earlier->person_number);
}

Result<Receipt> Writing::replace(const Experience& current, std::string_view body,
                                 uint64_t person) {
  ++sequence_;
  FH_ASSIGN_OR_RETURN(
      Use keep, database_.use("INSERT INTO earlier_version (number, version, sequence, body) "
                              "SELECT number, version, coalesce(changed_sequence, told_sequence), "
                              "body FROM experience WHERE number = ?1"));
  FH_RETURN_IF_ERROR(keep->bind(1, current.number).run());
  ++earlier_versions_;
  FH_RETURN_IF_ERROR(let_go_of_words(current));
  FH_ASSIGN_OR_RETURN(Use update,
                      database_.use("UPDATE experience SET changed_sequence = ?2, version = ?3, "
                                    "person = ?4, body = ?5 WHERE number = ?1"));
  update->bind(1, current.number).bind(2, sequence_).bind(3, uint64_t{current.version} + 1);
  person == 0 ? update->bind_null(4) : update->bind(4, person);
  FH_RETURN_IF_ERROR(update->bind_bytes(5, body).run());
  return Receipt{.number = current.number, .sequence = sequence_, .outcome = Outcome::kAmended};
}

Status Writing::let_go_of_words(const Experience& replaced) {
  if (replaced.version <= kEarlierWordsKept + 1) return {};  // as its source tells it once more
  FH_ASSIGN_OR_RETURN(Use drop, database_.use("UPDATE earlier_version SET body = x'' WHERE number "
                                              "= ?1 AND version = ?2"));
  return drop->bind(1, replaced.number).bind(2, replaced.version - kEarlierWordsKept).run();
}

Result<uint64_t> Writing::earlier_versions(uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use count,
                      database_.use("SELECT count(*) FROM earlier_version WHERE number = ?1"));
  count->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, count->step());
  return row ? count->number(0) : 0;
}

// Works on a body that cannot be read, too: what is damaged must still go.
Result<Receipt> Writing::erase(uint64_t number) {
  uint64_t changes = 0;
  uint64_t person = 0;
  {
    FH_ASSIGN_OR_RETURN(
        Use find, database_.use("SELECT version + (SELECT count(*) FROM grant_change AS g WHERE "
                                "g.number = e.number AND g.sequence <> e.told_sequence), person, "
                                "source, body FROM experience AS e WHERE number = ?1"));
    find->bind(1, number);
    FH_ASSIGN_OR_RETURN(const bool row, find->step());
    if (!row) return std::unexpected(not_here(number));
    changes = find->number(0);
    person = find->is_null(1) ? 0 : find->number(1);
    const Result<Experience> experience = unpack(find->bytes(3));
    FH_RETURN_IF_ERROR(remove_key(number, experience.has_value(),
                                  experience ? experience->source_id : std::string()));
  }
  FH_ASSIGN_OR_RETURN(const std::optional<uint64_t> teller, forget_who_told(number));
  FH_ASSIGN_OR_RETURN(const uint64_t versions, earlier_versions(number));
  {
    FH_ASSIGN_OR_RETURN(Use remove, database_.use("DELETE FROM experience WHERE number = ?1"));
    FH_RETURN_IF_ERROR(remove->bind(1, number).run());
  }
  earlier_versions_ -= std::min(versions, earlier_versions_);  // they went with it
  ++erased_;
  ++sequence_;
  FH_ASSIGN_OR_RETURN(
      Use gone, database_.use("INSERT INTO gone (sequence, number, versions) VALUES (?1, ?2, ?3)"));
  FH_RETURN_IF_ERROR(gone->bind(1, sequence_).bind(2, number).bind(3, changes).run());
  FH_RETURN_IF_ERROR(remove_person_without_experiences(person));
  FH_RETURN_IF_ERROR(remove_person_without_experiences(teller.value_or(0)));
  return Receipt{.number = number, .sequence = sequence_, .outcome = Outcome::kTold};
}

// A key that cannot be named is searched for in the whole table; that is rare.
Status Writing::remove_key(uint64_t number, bool is_known, const std::string& source_id) {
  if (!is_known) {
    FH_ASSIGN_OR_RETURN(Use search, database_.use("DELETE FROM told_key WHERE number = ?1"));
    return search->bind(1, number).run();
  }
  if (source_id.empty()) return {};
  FH_RETURN_IF_ERROR(keep_erased_key(number, source_id));
  FH_ASSIGN_OR_RETURN(Use remove,
                      database_.use("DELETE FROM told_key WHERE source_id = ?2 AND source = "
                                    "(SELECT source FROM experience WHERE number = ?1)"));
  return remove->bind(1, number).bind_text(2, source_id).run();
}

// Of someone of whom nothing is kept, nothing is kept: not their hash either.
Status Writing::remove_person_without_experiences(uint64_t person) {
  if (person == 0) return {};
  FH_ASSIGN_OR_RETURN(Use remove,
                      database_.use("DELETE FROM person WHERE number = ?1 AND NOT EXISTS "
                                    "(SELECT 1 FROM experience WHERE person = ?1) AND NOT EXISTS "
                                    "(SELECT 1 FROM told_for WHERE teller = ?1)"));
  FH_RETURN_IF_ERROR(remove->bind(1, person).run());
  if (database_.changed_rows() == 0) return {};
  FH_ASSIGN_OR_RETURN(Use claims, database_.use("DELETE FROM claim WHERE person = ?1"));
  FH_RETURN_IF_ERROR(claims->bind(1, person).run());
  --people_.people;
  forgotten_.push_back(person);
  names_.forget_people();
  return {};
}

}  // namespace fh::record
