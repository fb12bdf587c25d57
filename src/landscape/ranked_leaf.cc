#include "landscape/ranked_leaf.h"

namespace fh::landscape {

void Candidates::keep_from(int64_t least) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; ++i) {
    documents[kept] = documents[i];
    scores[kept] = scores[i];
    kept += int64_t{scores[i]} >= least ? 1 : 0;
  }
  count = kept;
}

RankedLeaf::RankedLeaf(const PostingCursor& cursor, float weight, const LengthNorms& lengths,
                       const Kernels& kernels)
    : cursor_(cursor), weight_(weight), lengths_(lengths), kernels_(kernels) {}

Score RankedLeaf::bound(uint32_t begin, uint64_t end) {
  if (cursor_.df() == 0) return 0;
  if (cursor_.single().df == 1) {
    const bool inside = cursor_.single().single >= begin && cursor_.single().single < end &&
                        cursor_.single().place > 0;
    return inside ? leaf_score(weight_, static_cast<uint32_t>(cursor_.single().place),
                               lengths_.norm().of(0))
                  : 0;
  }
  const std::span<const uint32_t> loaded = cursor_.block_documents();
  if (at_ < loaded.size() && loaded[at_] >= end) return 0;  // the next is known to be beyond
  return bound_of(cursor_.impact_between(begin, end), weight_, lengths_.norm());
}

bool RankedLeaf::load_from(uint32_t from) {
  at_ = 0;
  shared_ = false;
  return cursor_.load_from(from);
}

std::span<const Score> RankedLeaf::shares() {
  const std::span<const uint32_t> documents = cursor_.block_documents();
  if (shared_) return {shares_.data(), documents.size()};
  shared_ = true;
  std::array<float, kBlockSize> norms;
  lengths_.gather(documents, norms.data());
  const std::span<const uint32_t> counts = cursor_.block_counts();
  if (documents.size() == kBlockSize) {
    kernels_.leaf_scores(weight_, counts.data(), norms.data(), shares_.data());
  } else {
    for (size_t i = 0; i < documents.size(); ++i) {
      shares_[i] = leaf_score(weight_, counts[i], norms[i]);
    }
  }
  return {shares_.data(), documents.size()};
}

void RankedLeaf::add_to(ScoredWindow& window, int64_t least) {
  const uint32_t begin = window.begin;
  const uint64_t end = window.end;
  for (;;) {
    const std::span<const uint32_t> documents = cursor_.block_documents();
    if (documents.empty() || documents.back() < begin || at_ == documents.size()) {
      const uint32_t from = documents.empty() ? begin : std::max(begin, documents.back() + 1);
      if (!load_from(from)) return;
      continue;
    }
    if (documents[at_] < begin) at_ = gallop(documents, at_, begin);
    if (documents[at_] >= end) return;
    if (df() > 1 && int64_t{bound_of(cursor_.block_impact(), weight_, lengths_.norm())} < least) {
      if (documents.back() >= end) return;
      at_ = documents.size();
      continue;
    }
    const std::span<const Score> shares = this->shares();
    for (; at_ < documents.size() && documents[at_] < end; ++at_) {
      const uint32_t offset = documents[at_] - begin;
      window.scores[offset] += shares[at_];
      window.touched[offset / 64] |= uint64_t{1} << (offset % 64);
    }
    if (at_ < documents.size()) return;
  }
}

void RankedLeaf::add_to(Candidates& candidates) {
  for (uint32_t i = 0; i < candidates.count; ++i) {
    const uint32_t wanted = candidates.documents[i];
    if (cursor_.block_documents().empty() || cursor_.block_documents().back() < wanted) {
      if (!load_from(wanted)) return;
    }
    const std::span<const uint32_t> documents = cursor_.block_documents();
    at_ = gallop(documents, at_, wanted);
    if (documents[at_] == wanted) candidates.scores[i] += share_of_one(wanted);
  }
}

// Candidates are few: their block's other documents need not be scored.
Score RankedLeaf::share_of_one(uint32_t document) {
  if (shared_) return shares_[at_];
  return leaf_score(weight_, cursor_.block_counts()[at_], lengths_.of(document));
}

std::span<const uint32_t> RankedLeaf::next_block(int64_t least) {
  shared_ = false;
  cursor_.load_next([&](const Impact& impact) {
    return int64_t{bound_of(impact, weight_, lengths_.norm())} >= least;
  });
  return cursor_.block_documents();
}

}  // namespace fh::landscape
