#include "landscape/segment.h"

#include <algorithm>

#include "base/bytes.h"

namespace fh::landscape {
namespace {

std::unexpected<Error> corrupt(std::string what) {
  return failure(ErrorCode::kCorrupt, "segment: " + std::move(what), "",
                 "Run `firsthand rebuild`: the index is made anew from the record");
}

}  // namespace

Result<std::shared_ptr<const Segment>> Segment::open(SegmentFile file, std::string name) {
  auto segment = std::make_shared<Segment>();
  segment->name_ = std::move(name);
  segment->file_ = std::move(file);
  const SegmentFile& bytes = segment->file_;
  const std::span<const uint64_t> meta = bytes.array<uint64_t>(Section::kMeta);
  if (meta.size() < 2 || meta[0] >= (uint64_t{1} << 32) - 1) return corrupt("no document count");
  const auto documents = static_cast<uint32_t>(meta[0]);
  segment->documents_ = documents;
  const auto ints = [&](Section section) {
    return IntColumn::open(bytes.section(section), documents);
  };
  segment->numbers_ = ints(Section::kNumbers);
  if (segment->numbers_.is_empty() && documents > 0) return corrupt("no experience numbers");
  segment->lengths_ = ints(Section::kLengths);
  segment->persons_ = ints(Section::kPersons);
  segment->times_ = ints(Section::kTimes);
  segment->days_ = ints(Section::kDays);
  segment->expected_ = ints(Section::kExpected);
  segment->felt_ = ints(Section::kFelt);
  segment->grants_ = ints(Section::kGrants);
  // What cannot be read must not pass for granted: this one is checked before it is used.
  if (!bytes.is_sound(Section::kGrants) ||
      (segment->grants_.is_empty() && !bytes.section(Section::kGrants).empty())) {
    return corrupt("what its experiences may be used for is damaged");
  }
  segment->languages_ = KeywordColumn::open(bytes, kLanguagePart, documents);
  segment->count_languages();
  segment->number_order_ = bytes.array<uint32_t>(Section::kNumberOrder);
  if (!segment->number_order_.empty() && segment->number_order_.size() < documents) {
    return corrupt("the order of its numbers is short");
  }
  FH_RETURN_IF_ERROR(segment->open_terms());
  FH_RETURN_IF_ERROR(segment->open_columns());
  return segment;
}

void Segment::count_languages() {
  language_counts_.assign(languages_.values().size(), 0);
  for_each_run([&](std::span<const uint32_t> documents) {
    if (!languages_.is_single()) {
      for (const uint32_t document : documents) {
        languages_.for_each(document, [&](uint32_t name) { ++language_counts_[name]; });
      }
      return;
    }
    languages_.codes().with_codes(documents, [&](const auto& run) {
      for (const uint32_t document : documents) {
        const uint64_t code = run[document];
        if (code != 0 && code <= language_counts_.size()) ++language_counts_[code - 1];
      }
    });
  });
}

Status Segment::open_terms() {
  forms_ = Dictionary::open(file_.section(Section::kFormStrings));
  stems_ = Dictionary::open(file_.section(Section::kStemStrings));
  form_stems_ = file_.array<uint32_t>(Section::kFormStems);
  form_lists_ = file_.array<PostingRef>(Section::kFormLists);
  stem_form_starts_ = file_.array<uint32_t>(Section::kStemFormStarts);
  stem_forms_ = file_.array<uint32_t>(Section::kStemForms);
  stem_lists_ = file_.array<PostingRef>(Section::kStemLists);
  stem_hashes_ = file_.array<uint64_t>(Section::kStemHashes);
  postings_ = file_.section(Section::kPostings);
  const std::span<const uint64_t> starts = file_.array<uint64_t>(Section::kTokenStarts);
  const bool whole = form_stems_.size() >= forms_.size() && form_lists_.size() >= forms_.size() &&
                     stem_lists_.size() >= stems_.size() && stem_hashes_.size() >= stems_.size() &&
                     stem_form_starts_.size() > stems_.size() && starts.size() > documents_;
  if (!whole) return corrupt("its words are short");
  for (const PostingRef& list : stem_lists_.first(stems_.size())) mentions_ += list.df;
  token_total_ = starts[documents_];
  tokens_ = TokenStore(starts, file_.section(Section::kTokens), forms_.size());
  return {};
}

// directory := (column:sized label:sized type:u8 with_value:varint)*
// The sections of the first part have index 1.
Status Segment::open_columns() {
  ByteReader directory(file_.section(Section::kColumns));
  uint32_t index = kLanguagePart;
  while (directory.ok() && !directory.at_end()) {
    ColumnPart part;
    ++index;
    part.column = directory.sized();
    part.label = directory.sized();
    const auto type = directory.raw<uint8_t>();
    part.with_value = directory.varint();
    if (!directory.ok() || type > static_cast<uint8_t>(PartType::kTime)) break;
    part.type = static_cast<PartType>(type);
    if (part.type == PartType::kKeyword) {
      part.keywords = KeywordColumn::open(file_, index, documents_);
    } else {
      part.numbers = IntColumn::open(file_.section(Section::kColumnCodes, index), documents_);
    }
    parts_.push_back(std::move(part));
  }
  if (!directory.ok() || !directory.at_end()) return corrupt("its columns are damaged");
  if (!std::ranges::is_sorted(parts_, {}, &ColumnPart::column)) {
    return corrupt("its columns are not in order");
  }
  return {};
}

std::optional<uint32_t> Segment::find(uint64_t number) const {
  uint32_t low = 0;
  uint32_t high = documents_;
  const auto document_at = [&](uint32_t rank) {
    return number_order_.empty() ? rank : std::min(number_order_[rank], documents_ - 1);
  };
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (this->number(document_at(middle)) < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == documents_ || this->number(document_at(low)) != number) return std::nullopt;
  return document_at(low);
}

std::span<const uint32_t> Segment::forms_of(uint32_t stem) const {
  if (stem >= stems_.size()) return {};
  const uint32_t begin = stem_form_starts_[stem];
  const uint32_t end = stem_form_starts_[stem + 1];
  if (end < begin || end > stem_forms_.size()) return {};
  return stem_forms_.subspan(begin, end - begin);
}

std::optional<uint32_t> Segment::stem_ordinal(std::string_view stem) const {
  const uint32_t ordinal = stems_.lower_bound(stem);
  if (ordinal == stems_.size() || stems_.at(ordinal) != stem) return std::nullopt;
  return ordinal;
}

std::span<const ColumnPart> Segment::parts_of(std::string_view column) const {
  const auto range = std::ranges::equal_range(
      parts_, column, {}, [](const ColumnPart& part) { return std::string_view(part.column); });
  return {range.begin(), range.end()};
}

}  // namespace fh::landscape
