#include "landscape/leaf.h"

#include <algorithm>
#include <map>
#include <variant>

#include "base/check.h"
#include "base/limits.h"
#include "landscape/fuzzy.h"
#include "landscape/stem_term.h"

namespace fh::landscape {
namespace {

struct FormRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

FormRange forms_of_surface(const Segment& segment, std::string_view surface) {
  FormRange range{.begin = segment.forms().lower_bound(surface)};
  range.end = range.begin;
  while (range.end < segment.forms().size() && segment.forms().at(range.end) == surface) {
    ++range.end;
  }
  return range;
}

uint64_t count_living(const std::vector<Posting>& postings, const Overlay& overlay) {
  return static_cast<uint64_t>(std::ranges::count_if(
      postings, [&](const Posting& posting) { return !overlay.is_dead(posting.document); }));
}

// Documents of any of the lists, their counts added.
std::vector<Posting> unite(const Segment& segment, std::span<const PostingRef> refs) {
  std::vector<Posting> all;
  for (const PostingRef& ref : refs) {
    PostingCursor cursor = segment.open_list(ref);
    for (uint32_t from = 0; cursor.load_from(from);) {
      const auto documents = cursor.block_documents();
      const auto counts = cursor.block_counts();
      for (size_t i = 0; i < documents.size(); ++i) all.push_back({documents[i], counts[i]});
      from = documents.back() + 1;
    }
  }
  if (refs.size() <= 1) return all;
  std::ranges::sort(all, {}, &Posting::document);
  size_t kept = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (kept > 0 && all[kept - 1].document == all[i].document) {
      uint32_t& sum = all[kept - 1].count;
      sum += std::min(all[i].count, UINT32_MAX - sum);
    } else {
      all[kept++] = all[i];
    }
  }
  all.resize(kept);
  return all;
}

class Resolver {
 public:
  Resolver(const Snapshot& snapshot, text::Analyser& analyser)
      : snapshot_(snapshot), analyser_(analyser) {
    leaf_.lists.resize(snapshot.segments.size());
  }

  Leaf operator()(const WordNode& word);
  Leaf operator()(const PhraseNode& phrase);
  Leaf operator()(const PrefixNode& prefix);
  Leaf operator()(const FuzzyNode& fuzzy);
  template <typename Other>
  Leaf operator()(const Other&) {
    const bool is_a_leaf = false;
    FH_CHECK(is_a_leaf);
    return {};
  }

 private:
  void take_forms(size_t index, std::span<const uint32_t> forms);
  void take_united(size_t index, const std::vector<Posting>& postings);
  Leaf expand(const std::vector<std::vector<uint32_t>>& forms);

  const Snapshot& snapshot_;
  text::Analyser& analyser_;
  Leaf leaf_;
};

void Resolver::take_united(size_t index, const std::vector<Posting>& postings) {
  const auto& [segment, overlay] = snapshot_.segments[index];
  leaf_.df += count_living(postings, *overlay);
  LeafList& list = leaf_.lists[index];
  if (postings.empty()) return;
  if (postings.size() == 1) {
    list.refs = {{.df = 1, .single = postings[0].document, .place = postings[0].count}};
    return;
  }
  list.refs = {{.df = static_cast<uint32_t>(postings.size())}};
  const auto length_of = [&](uint32_t document) { return segment->length(document); };
  encode_postings(postings, length_of, list.made);
}

void Resolver::take_forms(size_t index, std::span<const uint32_t> forms) {
  const auto& [segment, overlay] = snapshot_.segments[index];
  // A surface has one form in a document: that of its language.
  const bool apart = std::ranges::all_of(forms, [&](uint32_t form) {
    return segment->forms().at(form) == segment->forms().at(forms.front());
  });
  if (apart) {
    for (const uint32_t form : forms) {
      leaf_.lists[index].refs.push_back(segment->form_list(form));
      leaf_.df += segment->form_list(form).df - overlay->dead_with_form(form);
    }
    return;
  }
  std::vector<PostingRef> refs;
  for (const uint32_t form : forms) refs.push_back(segment->form_list(form));
  take_united(index, unite(*segment, refs));
}

Leaf Resolver::operator()(const WordNode& word) {
  for (const std::string& language : snapshot_.languages) {
    leaf_.stems.push_back(stem_term(analyser_.stem(word.surface, language), language));
  }
  for (size_t index = 0; index < snapshot_.segments.size(); ++index) {
    const SegmentState& state = snapshot_.segments[index];
    for (const std::string& stem : leaf_.stems) {
      const auto ordinal = state.segment->stem_ordinal(stem);
      if (!ordinal) continue;
      leaf_.lists[index].refs.push_back(state.segment->stem_list(*ordinal));
      leaf_.df += state.living_with_stem(*ordinal);
    }
  }
  leaf_.surfaces.push_back(word.surface);
  return std::move(leaf_);
}

// How often the surfaces stand in a row; each given as the range of its forms.
uint32_t count_in_row(const Segment& segment, uint32_t document, std::span<const FormRange> row,
                      std::vector<uint32_t>& tokens) {
  tokens.clear();
  segment.tokens().for_each(document, [&](uint32_t, uint32_t form) { tokens.push_back(form); });
  uint32_t found = 0;
  for (size_t start = 0; start + row.size() <= tokens.size(); ++start) {
    bool all = true;
    for (size_t i = 0; i < row.size() && all; ++i) {
      all = tokens[start + i] >= row[i].begin && tokens[start + i] < row[i].end;
    }
    if (all) ++found;
  }
  return found;
}

// Documents that hold every surface, found from the rarest on; then their tokens decide.
std::vector<Posting> find_phrase(const Segment& segment, std::span<const FormRange> row) {
  std::vector<std::vector<Posting>> lists;
  for (const FormRange& range : row) {
    std::vector<PostingRef> refs;
    for (uint32_t form = range.begin; form < range.end; ++form) {
      refs.push_back(segment.form_list(form));
    }
    lists.push_back(unite(segment, refs));
  }
  std::ranges::sort(lists, {}, [](const auto& list) { return list.size(); });
  std::vector<Posting> found = std::move(lists.front());
  for (size_t i = 1; i < lists.size(); ++i) {
    std::erase_if(found, [&](const Posting& posting) {
      return !std::ranges::binary_search(lists[i], posting.document, {}, &Posting::document);
    });
  }
  std::vector<uint32_t> tokens;
  for (Posting& posting : found) {
    posting.count = count_in_row(segment, posting.document, row, tokens);
  }
  std::erase_if(found, [](const Posting& posting) { return posting.count == 0; });
  return found;
}

Leaf Resolver::operator()(const PhraseNode& phrase) {
  leaf_.surfaces = phrase.surfaces;
  for (size_t index = 0; index < snapshot_.segments.size(); ++index) {
    const Segment& segment = *snapshot_.segments[index].segment;
    std::vector<FormRange> row;
    for (const std::string& surface : phrase.surfaces) {
      row.push_back(forms_of_surface(segment, surface));
      for (uint32_t form = row.back().begin; form < row.back().end; ++form) {
        leaf_.stems.emplace_back(segment.stems().at(segment.stem_of(form)));
      }
    }
    const bool missing =
        std::ranges::any_of(row, [](const FormRange& range) { return range.begin == range.end; });
    if (missing || row.empty()) continue;
    if (row.size() > 1) {
      take_united(index, find_phrase(segment, row));
      continue;
    }
    std::vector<uint32_t> forms;
    for (uint32_t form = row[0].begin; form < row[0].end; ++form) forms.push_back(form);
    take_forms(index, forms);
  }
  return std::move(leaf_);
}

// Of too many surfaces the most frequent are kept; a surface has one form in a document,
// so that its forms' counts add up.
Leaf Resolver::expand(const std::vector<std::vector<uint32_t>>& forms) {
  std::map<std::string_view, uint64_t> living;
  for (size_t index = 0; index < forms.size(); ++index) {
    const auto& [segment, overlay] = snapshot_.segments[index];
    for (const uint32_t form : forms[index]) {
      const uint64_t df = segment->form_list(form).df - overlay->dead_with_form(form);
      if (df > 0) living[segment->forms().at(form)] += df;
    }
  }
  std::vector<std::pair<std::string_view, uint64_t>> kept(living.begin(), living.end());
  if (kept.size() > limits::kTermExpansionsMax) {
    std::ranges::sort(kept, [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    for (size_t i = limits::kTermExpansionsMax; i < kept.size(); ++i) living.erase(kept[i].first);
    kept.resize(limits::kTermExpansionsMax);
  }
  for (size_t index = 0; index < forms.size(); ++index) {
    const Segment& segment = *snapshot_.segments[index].segment;
    std::vector<uint32_t> chosen;
    for (const uint32_t form : forms[index]) {
      if (living.contains(segment.forms().at(form))) chosen.push_back(form);
    }
    for (const uint32_t form : chosen) {
      leaf_.stems.emplace_back(segment.stems().at(segment.stem_of(form)));
    }
    take_forms(index, chosen);
  }
  for (const auto& [surface, df] : kept) leaf_.surfaces.emplace_back(surface);
  return std::move(leaf_);
}

Leaf Resolver::operator()(const PrefixNode& prefix) {
  std::vector<std::vector<uint32_t>> forms;
  for (const SegmentState& state : snapshot_.segments) {
    const Dictionary& dictionary = state.segment->forms();
    forms.emplace_back();
    const uint32_t end = dictionary.prefix_end(prefix.prefix);
    for (uint32_t form = dictionary.lower_bound(prefix.prefix); form < end; ++form) {
      forms.back().push_back(form);
    }
  }
  return expand(forms);
}

Leaf Resolver::operator()(const FuzzyNode& fuzzy) {
  std::vector<std::vector<uint32_t>> forms;
  forms.reserve(snapshot_.segments.size());
  for (const SegmentState& state : snapshot_.segments) {
    forms.push_back(within_edits(state.segment->forms(), fuzzy.surface, fuzzy.edits));
  }
  return expand(forms);
}

}  // namespace

Leaf resolve_leaf(const Node& node, const Snapshot& snapshot, text::Analyser& analyser) {
  return std::visit(Resolver(snapshot, analyser), node.is);
}

void LeafStream::fill(uint32_t window, WindowBits& bits) {
  dense_ != nullptr ? unite(bits, (*dense_)[window]) : unpack(window, bits);
}

void LeafStream::unpack(uint32_t window, WindowBits& bits) {
  const uint32_t begin = window * kWindowSize;
  const uint64_t end = uint64_t{begin} + kWindowSize;
  for (;;) {
    const std::span<const uint32_t> documents = cursor_.block_documents();
    if (documents.empty() || documents.back() < begin || at_ == documents.size()) {
      const uint32_t from = documents.empty() ? begin : std::max(begin, documents.back() + 1);
      if (!cursor_.load_from(from)) return;
      at_ = 0;
      continue;
    }
    while (documents[at_] < begin) ++at_;
    // A word of bits is gathered before it is stored: neighbours mostly share one.
    while (at_ < documents.size() && documents[at_] < end) {
      const uint32_t word = (documents[at_] - begin) / 64;
      uint64_t made = 0;
      for (; at_ < documents.size() && (documents[at_] - begin) / 64 == word; ++at_) {
        made |= uint64_t{1} << (documents[at_] % 64);
      }
      bits[word] |= made;
    }
    if (at_ < documents.size()) return;
  }
}

void LeafStream::keep_those(std::span<const uint32_t> documents, std::span<uint8_t> keep,
                            const Kernels& kernels) {
  if (dense_ != nullptr) {
    for (size_t i = 0; i < documents.size(); ++i) {
      const WindowBits& bits = (*dense_)[documents[i] / kWindowSize];
      const uint64_t word = bits[documents[i] % kWindowSize / 64];
      keep[i] &= static_cast<uint8_t>(word >> (documents[i] % 64) & 1U);
    }
    return;
  }
  for (size_t i = 0; i < documents.size();) {
    if (keep[i] == 0) {
      ++i;
      continue;
    }
    std::span<const uint32_t> block = cursor_.block_documents();
    if (block.empty() || block.back() < documents[i]) {
      if (!cursor_.load_from(documents[i])) {
        std::ranges::fill(keep.subspan(i), uint8_t{0});
        return;
      }
      block = cursor_.block_documents();
    }
    const size_t end = documents.back() <= block.back() ? documents.size()
                                                        : gallop(documents, i, block.back() + 1);
    // The kernels of wide vectors know whole blocks only.
    const Kernels& fit = block.size() == kBlockSize ? kernels : landscape::kernels({});
    fit.keep_members(block.data(), documents.subspan(i, end - i), keep.data() + i);
    i = end;
  }
}

DenseList unpack_all(const PostingCursor& cursor, uint32_t documents) {
  DenseList windows(windows_in(documents));
  LeafStream stream(cursor);
  for (size_t i = 0; i < windows.size(); ++i) stream.fill(static_cast<uint32_t>(i), windows[i]);
  return windows;
}

}  // namespace fh::landscape
