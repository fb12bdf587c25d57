// engine/small_groups.h: nothing is told of fewer people than a party's threshold.
//
// The one place where that is seen to (docs/methods.md says what it is worth). Experiences
// of a party with a threshold k are guarded. Figures hold of them only how many different
// people there are, in steps of k, whatever the figure; of the others they are exact. What
// becomes of each part of landscape::Answer:
//
//   total, people             the others exactly, and the steps of the guarded people
//   readable                  the others', and the guarded where their words are listed
//   landscape                 the others exactly, and the steps of all guarded people
//   as_of                     as it is: that something was told is no secret, by whom is
//   hits                      guarded ones only of at least k people, under other names and
//                             without what singles out; scores are 0 where any are guarded
//   facets: values            of guarded people only those at least k have
//           distinct          how many values that are named, or cut off by the limit
//           with_, without_value, experiences, people, ratings    as totals
//   ratings                   steps at whole points; mean, spread, quartiles from these
//   histogram                 steps in each bucket; its span from those that have any
//   without_person            of the others
//   telling_words, _sample    from the others alone; where none of them matches, from words
//                             of at least k people, by steps
//   apart                     the steps in each of these
//
// Nothing says whether a group too small is there at all: fewer than k may be none. And
// as long as there are fewer than k in the whole landscape, it is as if there were none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/hidden_number.h"
#include "base/random.h"
#include "engine/caller.h"
#include "engine/group_settings.h"
#include "landscape/request.h"
#include "model/experience.h"
#include "record/record.h"

namespace fh::engine {

// How an answer speaks of the guarded.
struct GuardedNote {
  uint64_t threshold = 0;  // people, and the steps they are counted in
  bool words = false;      // whether their words are among the hits
  // The same for figures over columns that may have a greater one.
  std::vector<uint64_t> facets;  // in the order asked
  uint64_t ratings = 0;
  uint64_t times = 0;
};

// Thread-safe: nothing changes.
class SmallGroups {
 public:
  struct Secret {
    HidingKey names;
    uint64_t marks = 0;
  };
  SmallGroups(GroupSettings settings, const Secret& secret);
  // With the settings and the secret that the record keeps; makes what is missing.
  static Result<std::shared_ptr<const SmallGroups>> open(record::Record& record, Random& random);
  static Status keep(record::Record& record, const GroupSettings& settings, const record::Act& act);

  const GroupSettings& settings() const { return settings_; }

  // Whether the caller is told of the guarded only as above. Who runs the program sees all.
  bool bind(const Caller& caller) const;
  bool is_guarded(const model::Experience& experience) const;
  // Whether the caller may have it as it is.
  bool may_see_whole(const Caller& caller, const model::Experience& experience) const;

  // Whether personal data is masked in its words for the caller, as long as its teller has not
  // lifted that: of the guarded, and where a keeper says so.
  bool masks(const Caller& caller, const model::Experience& experience) const;
  bool is_masked(const model::Experience& experience) const;

  // Makes the request one whose answer may be given. The query is there already.
  void guard(landscape::Request& request) const;
  // None where nothing in the answer is guarded.
  std::optional<GuardedNote> note_on(const landscape::Request& request,
                                     const landscape::Answer& answer) const;

  // The experience by the name it goes by here; its own number where it has no other.
  uint64_t number_behind(uint64_t name) const;
  static bool is_name(uint64_t number) { return number >= HiddenNumbers::kFirst; }
  // What is left for who may not see it whole.
  model::Experience reduced(model::Experience experience) const;
  // Whether words of so many guarded people may be taken away.
  bool are_enough(uint64_t people) const { return people >= threshold_; }
  uint64_t name_of(uint64_t number) const { return names_.hide(number); }

 private:
  uint64_t threshold_of(const landscape::Node& query) const;
  uint64_t threshold_of_column(std::string_view column) const;

  const GroupSettings settings_;
  const HiddenNumbers names_;
  const uint64_t mark_key_;
  uint64_t threshold_ = 0;  // 0: nobody is guarded
  landscape::ColumnNode which_;
};

// Whether a question asks only by what guarded words are shown with: words, kind, party,
// touchpoint, stage, channel, subjects, language, ratings, and times by whole months.
bool asks_broadly(const landscape::Node& query);

}  // namespace fh::engine
