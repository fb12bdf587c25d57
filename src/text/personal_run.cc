#include "text/personal_run.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/check.h"

namespace fh::text {
namespace {

struct Separator {
  char kind = '\0';
  size_t bytes = 0;
};

// What stands between digits at `place`; none where no digit follows.
Separator separator_at(std::string_view text, size_t place) {
  constexpr size_t kBytesMax = 6;
  Separator found;
  int marks = 0;
  for (size_t end = place; end < text.size() && end - place <= kBytesMax;) {
    const char c = text[end];
    if (is_ascii_digit(c)) {
      found.bytes = end - place;
      return found;
    }
    const size_t blank = blank_at(text, end);
    if (blank > 0) {
      // "in 2024. 12 of them": a full stop is no separator, nor is a dash for a pause.
      if (found.kind == '.' || found.kind == '-') break;
      if (found.kind == '\0') found.kind = ' ';
      end += blank;
      continue;
    }
    if (c != '-' && c != '.' && c != '/' && c != '(' && c != ')') break;
    const bool bracket = c == '(' || c == ')';
    ++marks;
    if (marks > 2 || (marks == 2 && !bracket && found.kind != '(')) break;
    if (c != '(' && c != '/' && !bracket && found.kind == ' ') break;
    if (found.kind != '(') found.kind = bracket ? '(' : c;
    ++end;
  }
  return {};
}

}  // namespace

NumberRun NumberRun::first(size_t count) const {
  FH_DCHECK(count >= 1 && count <= groups);
  NumberRun part = *this;
  for (size_t i = count; i < groups; ++i) part.size -= lengths[i];
  part.groups = count;
  part.separators[count - 1] = '\0';
  return part;
}

bool NumberRun::is_shaped(std::initializer_list<uint8_t> shape) const {
  return shape.size() == groups && std::equal(shape.begin(), shape.end(), lengths.begin());
}

bool NumberRun::is_parted_by(char separator) const {
  if (groups < 2) return false;
  for (size_t i = 0; i + 1 < groups; ++i) {
    if (separators[i] != separator) return false;
  }
  return true;
}

std::optional<NumberRun> run_at(std::string_view text, size_t begin) {
  NumberRun run;
  run.begin = begin;
  for (size_t place = begin; run.groups < kRunGroupsMax;) {
    size_t end = place;
    while (end < text.size() && is_ascii_digit(text[end]) && end - place <= kRunDigitsMax) ++end;
    if (run.size + (end - place) > kRunDigitsMax) break;
    std::copy(text.begin() + static_cast<ptrdiff_t>(place),
              text.begin() + static_cast<ptrdiff_t>(end),
              run.digits.begin() + static_cast<ptrdiff_t>(run.size));
    run.size += end - place;
    run.lengths[run.groups] = static_cast<uint8_t>(end - place);
    run.ends[run.groups] = end;
    ++run.groups;
    const Separator next = separator_at(text, end);
    if (next.bytes == 0) break;
    run.separators[run.groups - 1] = next.kind;
    place = end + next.bytes;
  }
  if (run.groups == 0) return std::nullopt;
  run.separators[run.groups - 1] = '\0';
  return run;
}

}  // namespace fh::text
