#include "model/codec.h"

#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "base/bytes.h"

namespace fh::model {
namespace {

constexpr uint8_t kVersion = 1;

// Which optional parts follow; see docs/formats/experience.md.
constexpr uint64_t kHasLivedAt = 1U << 0U;
constexpr uint64_t kHasExpected = 1U << 1U;
constexpr uint64_t kHasFelt = 1U << 2U;
constexpr uint64_t kHasScale = 1U << 3U;
constexpr uint64_t kKnownFlags = (1U << 4U) - 1;

uint64_t zigzag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1U) ^ static_cast<uint64_t>(value >> 63);
}
int64_t unzigzag(uint64_t value) {
  return static_cast<int64_t>((value >> 1U) ^ (0 - (value & 1U)));
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void byte(uint8_t value) { out_ += static_cast<char>(value); }
  void varint(uint64_t value) { append_varint(out_, value); }
  void integer(int64_t value) { varint(zigzag(value)); }
  // The bytes reversed: whole and short numbers end in zero bytes, which then
  // lead and cost nothing.
  void number(double value) { varint(__builtin_bswap64(std::bit_cast<uint64_t>(value))); }
  void text(std::string_view value) { append_sized(out_, value); }

 private:
  std::string& out_;
};

// Reads from left to right, stricter than ByteReader: one valid form only. After the first thing
// that is wrong every further step gives zeros and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }
  size_t at() const { return at_; }
  void fail() { ok_ = false; }

  uint8_t byte() {
    if (!ok_ || at_end()) return fail(), 0;
    return static_cast<uint8_t>(bytes_[at_++]);
  }
  uint64_t varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const uint64_t next = byte();
      if (shift == 63 && next > 1) return fail(), 0;
      value |= (next & 0x7FU) << shift;
      // A last byte of zero says nothing: only the shortest form is valid.
      if (next < 0x80) return next == 0 && shift > 0 ? (fail(), 0) : value;
    }
    return fail(), 0;
  }
  int64_t integer() { return unzigzag(varint()); }
  int32_t small_integer() {
    const int64_t value = integer();
    using Limits = std::numeric_limits<int32_t>;
    if (value < Limits::min() || value > Limits::max()) return fail(), 0;
    return static_cast<int32_t>(value);
  }
  double number() {
    const auto value = std::bit_cast<double>(__builtin_bswap64(varint()));
    if (!std::isfinite(value)) return fail(), 0;
    return value;
  }
  std::string text() {
    const uint64_t size = varint();
    if (!ok_ || size > bytes_.size() - at_) return fail(), std::string();
    std::string value(bytes_.substr(at_, size));
    at_ += size;
    return value;
  }
  // How many things follow, each at least `bytes_min` long: what memory is taken
  // is bounded by the bytes that are there.
  size_t count(size_t bytes_min) {
    const uint64_t value = varint();
    if (value > (bytes_.size() - at_) / bytes_min) return fail(), 0;
    return value;
  }
  template <typename Enum>
  Enum one_of(Enum last) {
    const uint8_t value = byte();
    if (value > static_cast<uint8_t>(last)) return fail(), Enum{};
    return static_cast<Enum>(value);
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

// The variant's index is the type byte on disk: its order must never change.
static_assert(std::is_same_v<std::variant_alternative_t<0, SignifierValue>, std::string>);
static_assert(std::is_same_v<std::variant_alternative_t<6, SignifierValue>, ShareOfThree>);

struct ValueWriter {
  Writer& out;
  void operator()(const std::string& keyword) const { out.text(keyword); }
  void operator()(const std::vector<std::string>& keywords) const {
    out.varint(keywords.size());
    for (const std::string& keyword : keywords) out.text(keyword);
  }
  void operator()(double number) const { out.number(number); }
  void operator()(bool truth) const { out.byte(truth ? 1 : 0); }
  void operator()(Instant instant) const { out.integer(instant.ms); }
  void operator()(const PoleScale& scale) const {
    out.number(scale.place);
    out.text(scale.from);
    out.text(scale.to);
  }
  void operator()(const ShareOfThree& share) const {
    for (const auto& [name, part] : share.parts) {
      out.text(name);
      out.number(part);
    }
  }
};

std::vector<std::string> read_keywords(Reader& in) {
  std::vector<std::string> keywords(in.count(1));
  for (std::string& keyword : keywords) keyword = in.text();
  return keywords;
}

PoleScale read_pole_scale(Reader& in) {
  PoleScale scale;
  scale.place = in.number();
  scale.from = in.text();
  scale.to = in.text();
  return scale;
}

ShareOfThree read_share(Reader& in) {
  ShareOfThree share;
  for (auto& [name, part] : share.parts) {
    name = in.text();
    part = in.number();
  }
  return share;
}

bool read_truth(Reader& in) {
  const uint8_t value = in.byte();
  if (value > 1) in.fail();
  return value == 1;
}

SignifierValue read_value(Reader& in) {
  switch (in.byte()) {
    case 0:
      return in.text();
    case 1:
      return read_keywords(in);
    case 2:
      return in.number();
    case 3:
      return read_truth(in);
    case 4:
      return Instant{in.integer()};
    case 5:
      return read_pole_scale(in);
    case 6:
      return read_share(in);
    default:
      in.fail();
      return false;
  }
}

void write_ratings(Writer& out, const Experience& experience) {
  for (const std::optional<Rating>& rating : {experience.expected, experience.felt}) {
    if (!rating) continue;
    out.integer(rating->hundredths);
    out.number(rating->original);
  }
  if (experience.scale == Scale{}) return;
  out.number(experience.scale.low);
  out.number(experience.scale.high);
}

std::optional<Rating> read_rating(Reader& in, bool there) {
  if (!there) return std::nullopt;
  Rating rating;
  rating.hundredths = in.small_integer();
  rating.original = in.number();
  return rating;
}

uint64_t flags_of(const Experience& experience) {
  uint64_t flags = 0;
  if (experience.lived_at) flags |= kHasLivedAt;
  if (experience.expected) flags |= kHasExpected;
  if (experience.felt) flags |= kHasFelt;
  if (experience.scale != Scale{}) flags |= kHasScale;
  return flags;
}

// The texts in the order of the format.
template <typename Owner, typename Visit>
void for_each_text(Owner& experience, Visit visit) {
  visit(experience.source);
  visit(experience.source_id);
  visit(experience.text);
  visit(experience.touchpoint);
  visit(experience.stage);
  visit(experience.channel);
  visit(experience.unit);
  visit(experience.lang);
  visit(experience.inferred_lang);
}

void read_body(Reader& in, Experience& experience) {
  const uint64_t flags = in.varint();
  if ((flags & ~kKnownFlags) != 0) in.fail();
  experience.kind = in.one_of(Kind::kConcern);
  experience.party = in.one_of(Party::kOther);
  experience.function = in.one_of(Function::kMaintenance);
  experience.told_at.ms = in.integer();
  if ((flags & kHasLivedAt) != 0) experience.lived_at = Instant{in.integer()};
  experience.expected = read_rating(in, (flags & kHasExpected) != 0);
  experience.felt = read_rating(in, (flags & kHasFelt) != 0);
  if ((flags & kHasScale) != 0) {
    experience.scale.low = in.number();
    experience.scale.high = in.number();
    if (experience.scale == Scale{}) in.fail();  // said without need: not the one form
  }
  for_each_text(experience, [&in](std::string& text) { text = in.text(); });
  experience.subjects.resize(in.count(2));
  for (Subject& subject : experience.subjects) {
    subject.level = in.one_of(SubjectLevel::kService);
    subject.name = in.text();
  }
  experience.signifiers.resize(in.count(3));
  for (Signifier& signifier : experience.signifiers) {
    signifier.name = in.text();
    signifier.value = read_value(in);
    if (!in.ok()) return;
  }
}

}  // namespace

std::string encode(const Experience& experience) {
  std::string bytes;
  bytes.reserve(64 + experience.text.size() + 24 * experience.signifiers.size());
  Writer out(bytes);
  out.byte(kVersion);
  out.varint(flags_of(experience));
  out.byte(static_cast<uint8_t>(experience.kind));
  out.byte(static_cast<uint8_t>(experience.party));
  out.byte(static_cast<uint8_t>(experience.function));
  out.integer(experience.told_at.ms);
  if (experience.lived_at) out.integer(experience.lived_at->ms);
  write_ratings(out, experience);
  for_each_text(experience, [&out](const std::string& text) { out.text(text); });
  out.varint(experience.subjects.size());
  for (const Subject& subject : experience.subjects) {
    out.byte(static_cast<uint8_t>(subject.level));
    out.text(subject.name);
  }
  out.varint(experience.signifiers.size());
  for (const Signifier& signifier : experience.signifiers) {
    out.text(signifier.name);
    out.byte(static_cast<uint8_t>(signifier.value.index()));
    std::visit(ValueWriter{out}, signifier.value);
  }
  return bytes;
}

Result<Experience> decode(std::string_view bytes) {
  Reader in(bytes);
  const uint8_t version = in.byte();
  if (!in.ok()) return failure(ErrorCode::kCorrupt, "a stored experience has no bytes");
  if (version != kVersion) {
    return failure(ErrorCode::kCorrupt,
                   "a stored experience has format " + std::to_string(version) +
                       "; this program reads format " + std::to_string(kVersion),
                   "", "It may have been written by a newer firsthand");
  }
  Experience experience;
  read_body(in, experience);
  if (!in.ok() || !in.at_end()) {
    return std::unexpected(Error{.code = ErrorCode::kCorrupt,
                                 .message = "a stored experience cannot be read at byte " +
                                            std::to_string(in.at()) + " of " +
                                            std::to_string(bytes.size()),
                                 .position = static_cast<int64_t>(in.at())});
  }
  return experience;
}

}  // namespace fh::model
