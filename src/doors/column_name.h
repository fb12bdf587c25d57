// doors/column_name.h: what a column's name says, whatever the spelling.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fh::doors {

// "ReviewCreated (UTC)", "review_created" and "Review Created" alike as words in
// lower case.
struct NameWords {
  std::vector<std::string> words;
  std::string joined;   // "review created"
  bool nested = false;  // a member of an object ("labels.issue"), wrappers not counted

  bool has(std::string_view word) const;
  bool ends_with(std::string_view word) const;
};

// `label` is the question's text where the format has one.
NameWords words_of_name(std::string_view name);

// Where in the list the name stands (0 first), or -1.
int rank_in(std::span<const std::string_view> names, const NameWords& name);

}  // namespace fh::doors
