// testing/fake_post_box.h: a post box that keeps its letters.
#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/post_box.h"

namespace fh::testing {

// Thread-safe.
class FakePostBox final : public engine::PostBox {
 public:
  Status post(Write write) override {
    const std::lock_guard lock(mutex_);
    if (full) return failure(ErrorCode::kBusy, "the box is full");
    waiting_.push_back(std::move(write));
    return {};
  }

  // Writes all that waits, as the sending thread would, and gives the letters.
  std::vector<engine::Letter> deliver() {
    std::vector<Write> due;
    {
      const std::lock_guard lock(mutex_);
      due = std::exchange(waiting_, {});
    }
    std::vector<engine::Letter> letters;
    for (const Write& write : due) {
      const Result<std::vector<engine::Letter>> written = write();
      if (!written) continue;
      letters.insert(letters.end(), written->begin(), written->end());
    }
    return letters;
  }

  size_t waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

  bool full = false;

 private:
  std::mutex mutex_;
  std::vector<Write> waiting_;
};

// The tokens of a letter's links.
inline std::vector<std::string> links_in(const engine::Letter& letter) {
  constexpr size_t kTokenLetters = 56;
  std::vector<std::string> links;
  for (size_t at = letter.text.find("fhm_"); at != std::string::npos;
       at = letter.text.find("fhm_", at + 1)) {
    links.push_back(letter.text.substr(at, kTokenLetters));
  }
  return links;
}

}  // namespace fh::testing
