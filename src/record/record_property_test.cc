#include <map>
#include <set>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

// The dull twin: the promises of record.h over maps, without a thought for speed.
class DullRecord {
 public:
  struct Kept {
    uint64_t sequence = 0;
    std::vector<std::pair<uint64_t, std::string>> versions;  // sequence, text
    std::string source_id;
    std::string person;
    model::Grants grants = model::kUsualGrants;
  };

  // Nothing: refused.
  std::optional<Receipt> tell(const Telling& telling) {
    const Experience& next = telling.experience;
    if (erased_.contains(next.source_id)) return std::nullopt;
    const auto key = keys_.find(next.source_id);
    if (next.source_id.empty() || key == keys_.end()) {
      kept_[++number_] = Kept{.sequence = ++sequence_,
                              .versions = {{sequence_, next.text}},
                              .source_id = next.source_id,
                              .person = telling.person,
                              .grants = telling.grants.value_or(model::kUsualGrants)};
      if (!next.source_id.empty()) keys_[next.source_id] = number_;
      return Receipt{.number = number_, .sequence = sequence_, .outcome = Outcome::kTold};
    }
    Kept& kept = kept_[key->second];
    Receipt receipt{
        .number = key->second, .sequence = kept.sequence, .outcome = Outcome::kAlreadyTold};
    const bool same_person = telling.person.empty() || telling.person == kept.person;
    if (same_person && kept.versions.back().second == next.text) return receipt;
    if (telling.same_key == SameKey::kAmend) {
      if (!telling.person.empty()) kept.person = telling.person;
      return put(key->second, next.text);
    }
    for (const auto& [sequence, text] : kept.versions) {
      receipt.sequence = sequence;
      if (same_person && text == next.text) return receipt;
    }
    return std::nullopt;
  }

  std::optional<Receipt> amend(uint64_t number, const std::string& text) {
    const auto kept = kept_.find(number);
    if (kept == kept_.end()) return std::nullopt;
    if (kept->second.versions.back().second != text) return put(number, text);
    return Receipt{
        .number = number, .sequence = kept->second.sequence, .outcome = Outcome::kAlreadyTold};
  }

  std::optional<uint64_t> erase(uint64_t number) {
    const auto kept = kept_.find(number);
    if (kept == kept_.end()) return std::nullopt;
    keys_.erase(kept->second.source_id);
    if (!kept->second.source_id.empty()) erased_.insert(kept->second.source_id);
    kept_.erase(kept);
    gone_[++sequence_] = number;
    return sequence_;
  }

  std::optional<Receipt> set_grants(uint64_t number, model::Grants grants) {
    const auto kept = kept_.find(number);
    if (kept == kept_.end()) return std::nullopt;
    Receipt receipt = {
        .number = number, .sequence = kept->second.sequence, .outcome = Outcome::kAlreadyTold};
    if (kept->second.grants == grants) return receipt;
    kept->second.grants = grants;
    receipt.sequence = kept->second.sequence = ++sequence_;
    receipt.outcome = Outcome::kAmended;
    return receipt;
  }

  std::map<uint64_t, uint64_t> changes_after(uint64_t after) const {
    std::map<uint64_t, uint64_t> changes;
    for (const auto& [number, kept] : kept_) changes[kept.sequence] = number;
    changes.insert(gone_.begin(), gone_.end());
    changes.erase(changes.begin(), changes.upper_bound(after));
    return changes;
  }

  const std::map<uint64_t, Kept>& kept() const { return kept_; }
  uint64_t sequence() const { return sequence_; }
  uint64_t number() const { return number_; }

 private:
  Receipt put(uint64_t number, const std::string& text) {
    Kept& kept = kept_[number];
    kept.sequence = ++sequence_;
    kept.versions.emplace_back(sequence_, text);
    return {.number = number, .sequence = sequence_, .outcome = Outcome::kAmended};
  }

  std::map<uint64_t, Kept> kept_;
  std::map<std::string, uint64_t> keys_;
  std::set<std::string> erased_;
  std::map<uint64_t, uint64_t> gone_;
  uint64_t sequence_ = 0;
  uint64_t number_ = 0;
};

void expect_same(const std::optional<Receipt>& dull, const Result<Receipt>& real) {
  ASSERT_EQ(dull.has_value(), real.has_value());
  if (!dull) return;
  EXPECT_EQ(dull->number, real->number);
  EXPECT_EQ(dull->sequence, real->sequence);
  EXPECT_EQ(dull->outcome, real->outcome);
}

class RecordProperty : public RecordFixture {
 protected:
  // Few ids, texts and people, so that repeats and conflicts are common.
  static Telling random_telling(Rng& rng) {
    const uint64_t person = rng.below(4);
    Telling told =
        telling(rng.chance(0.2) ? "" : std::to_string(rng.below(80)),
                "text " + std::to_string(rng.below(3)), person == 0 ? "" : std::to_string(person),
                rng.chance(0.5) ? SameKey::kAmend : SameKey::kRefuse);
    if (rng.chance(0.2)) told.grants = random_grants(rng);
    return told;
  }
  static model::Grants random_grants(Rng& rng) {
    return model::Grants::of_bits(static_cast<uint8_t>(rng.below(16)));
  }

  void tell_group(Rng& rng) {
    std::vector<Telling> group(1 + rng.below(12));
    for (Telling& one : group) one = random_telling(rng);
    const Result<std::vector<Result<Receipt>>> answers = record_->tell(group, "test");
    ASSERT_TRUE(answers) << to_string(answers.error());
    ASSERT_EQ(answers->size(), group.size());
    for (size_t i = 0; i < group.size(); ++i) expect_same(dull_.tell(group[i]), (*answers)[i]);
  }

  void step(Rng& rng) {
    const uint64_t choice = rng.below(10);
    const uint64_t number = 1 + rng.below(dull_.number() + 2);
    if (choice < 5) {
      tell_group(rng);
    } else if (choice < 6) {
      const model::Grants grants = random_grants(rng);
      const Result<std::vector<Receipt>> receipts = record_->set_grants(
          std::span(&number, 1),
          {.at = clock_.now(), .grants = grants, .by = "test", .basis = "a test"});
      expect_same(dull_.set_grants(number, grants), receipts ? Result<Receipt>(receipts->front())
                                                             : std::unexpected(receipts.error()));
    } else if (choice < 7) {
      Telling next = telling("", "text " + std::to_string(rng.below(3)));
      expect_same(dull_.amend(number, next.experience.text),
                  record_->amend(number, next.experience, "test"));
    } else if (choice < 9) {
      const std::optional<uint64_t> sequence = dull_.erase(number);
      const Result<Receipt> receipt = record_->erase(number, "test");
      ASSERT_EQ(sequence.has_value(), receipt.has_value());
      if (receipt) {
        EXPECT_EQ(receipt->sequence, *sequence);
      }
    } else {
      reopen();
    }
  }

  void compare(Rng& rng) {
    std::map<uint64_t, std::string> texts;
    std::map<std::string, std::string> owners;  // person key to the source's key
    FH_EXPECT_OK(record_->for_each([&](const Experience& one) -> Status {
      const auto kept = dull_.kept().find(one.number);
      if (kept == dull_.kept().end()) return failure(ErrorCode::kCorrupt, "not in the dull one");
      EXPECT_EQ(one.text, kept->second.versions.back().second);
      EXPECT_EQ(one.version, kept->second.versions.size());
      EXPECT_EQ(one.sequence, kept->second.sequence);
      EXPECT_EQ(one.source_id, kept->second.source_id);
      EXPECT_EQ(one.grants, kept->second.grants);
      EXPECT_EQ(record_->grant_history(one.number)->back().grants, one.grants);
      EXPECT_EQ(one.person_key.empty(), kept->second.person.empty());
      const auto [owner, fresh] = owners.emplace(one.person_key, kept->second.person);
      EXPECT_EQ(owner->second, kept->second.person);
      texts[one.number] = one.text;
      return {};
    }));
    EXPECT_EQ(texts.size(), dull_.kept().size());
    EXPECT_EQ(record_->counts()->last_sequence, dull_.sequence());
    uint64_t versions = 0;
    for (const auto& [number, kept] : dull_.kept()) versions += kept.versions.size();
    EXPECT_EQ(record_->counts()->experiences, dull_.kept().size());
    EXPECT_EQ(record_->counts()->versions, versions);

    const uint64_t after = rng.below(dull_.sequence() + 2);
    std::map<uint64_t, uint64_t> changes;
    uint64_t before = after;
    for (const Change& change : changes_after(after)) {
      EXPECT_GT(change.sequence, before);
      before = change.sequence;
      EXPECT_EQ(change.experience.has_value(), dull_.kept().contains(change.number));
      changes[change.sequence] = change.number;
    }
    EXPECT_EQ(changes, dull_.changes_after(after));
    expect_sound();
  }

  DullRecord dull_;
};

// Goal: any order of telling, repeating, amending, erasing and reopening leaves
// what the dull twin has, with the same receipts.
TEST_F(RecordProperty, AgreesWithTheDullTwin) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    record_.reset();
    std::filesystem::remove_all(options().directory);
    dull_ = DullRecord();
    reopen();
    for (int i = 0; i < 60; ++i) {
      step(rng);
      if (HasFatalFailure()) return;
      if (i % 20 == 19) compare(rng);
    }
  }
}

}  // namespace
}  // namespace fh::record
