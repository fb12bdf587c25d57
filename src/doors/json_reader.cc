#include "doors/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "doors/flatten.h"
#include "doors/json_split.h"
#include "model/draft_json.h"

namespace fh::doors {
namespace {

void copy(Json value, JsonWriter& out) {
  switch (value.type()) {
    case JsonType::kObject:
      out.begin_object();
      (void)value.for_each_member([&](std::string_view name, Json inner) -> Status {
        out.key(name);
        copy(inner, out);
        return {};
      });
      out.end_object();
      return;
    case JsonType::kArray:
      out.begin_array();
      (void)value.for_each_element([&](Json inner) -> Status {
        copy(inner, out);
        return {};
      });
      out.end_array();
      return;
    case JsonType::kString:
      out.value(*value.as_string());
      return;
    case JsonType::kBool:
      out.value(*value.as_bool());
      return;
    case JsonType::kNumber:
      out.value(value.as_number().value_or(0));
      return;
    case JsonType::kNull:
      out.null();
      return;
  }
}

class JsonReader final : public RowReader {
 public:
  JsonReader(std::unique_ptr<TextSource> text, FormatSettings settings)
      : text_(std::move(text)), settings_(std::move(settings)) {}

  Status find_rows() {
    if (settings_.rows_at.empty()) return {};
    const size_t start = json_gap(text_->window());
    const std::string_view window = text_->window().substr(start);
    const auto inside = window.starts_with('{') ? rows_inside(window) : std::nullopt;
    if (!inside || inside->member != settings_.rows_at) {
      return failure(ErrorCode::kInvalid,
                     fmt::format("there is no list of rows named \"{}\" in the first {} bytes",
                                 settings_.rows_at, kSampleBytesMax),
                     "format.rows_at");
    }
    text_->consume(start + inside->offset);
    return {};
  }

  Result<bool> next(Row& row) override {
    row.clear();
    FH_ASSIGN_OR_RETURN(const Found found,
                        settings_.name == "ndjson" ? next_line() : next_object());
    notes_.damage = text_->damage();
    if (found.state == State::kEnd) return false;
    row.number = ++number_;
    const std::string_view content = text_->window().substr(0, found.length);
    if (found.state == State::kTooLong) {
      row.fault = fmt::format("the row is longer than {} bytes", kRowBytesMax);
    } else if (found.state == State::kCutOff) {
      row.fault = "the file is cut off inside this row";
    } else {
      read_row(content, row);
    }
    if (!row.fault.empty() && row.cells.empty()) add_broken(content, row);
    if (!row.fault.empty() && found.open_end) row.fault = "the file is cut off inside this row";
    text_->consume(found.length);
    skipping_ = found.state == State::kTooLong && settings_.name == "ndjson";
    return true;
  }

  const Table& table() const override { return flattener_.table(); }
  const ReadingNotes& notes() const override { return notes_; }
  uint64_t bytes_read() const override { return text_->bytes_read(); }
  std::optional<uint64_t> bytes_total() const override { return text_->bytes_total(); }

 private:
  enum class State : uint8_t { kRow, kTooLong, kCutOff, kEnd };
  struct Found {
    State state = State::kEnd;
    size_t length = 0;
    bool open_end = false;  // the file ended right behind it, without a line end
  };

  // The rest of a line that was too long.
  Status skip_line_rest() {
    while (skipping_) {
      const size_t end = text_->window().find('\n');
      skipping_ = end == std::string_view::npos;
      text_->consume(skipping_ ? text_->window().size() : end + 1);
      if (!skipping_) break;
      FH_ASSIGN_OR_RETURN(skipping_, text_->grow());
    }
    return {};
  }

  Result<Found> next_line() {
    FH_RETURN_IF_ERROR(skip_line_rest());
    while (true) {
      const std::string_view window = text_->window();
      const size_t end = window.find('\n');
      if (end == std::string_view::npos && window.size() <= kRowBytesMax) {
        FH_ASSIGN_OR_RETURN(const bool grown, text_->grow());
        if (grown) continue;
        const size_t length = text_->window().size();
        if (length == 0) return Found{};
        return Found{.state = State::kRow, .length = length, .open_end = true};
      }
      if (std::min(end, window.size()) > kRowBytesMax) {
        return Found{.state = State::kTooLong, .length = kRowBytesMax};
      }
      const std::string_view line = window.substr(0, end);
      if (line.find_first_not_of(" \t\r\x1E") != std::string_view::npos) {
        return Found{.state = State::kRow, .length = end + 1};
      }
      text_->consume(end + 1);
    }
  }

  Result<Found> next_object() {
    while (true) {
      if (skip_gap()) return Found{};
      const std::string_view window = text_->window();
      if (window.empty()) {
        FH_ASSIGN_OR_RETURN(const bool grown, text_->grow());
        if (!grown) return Found{};
        continue;
      }
      if (window.front() != '{') return stray(window);
      const std::optional<size_t> length = json_object_length(window);
      if (length && *length <= kRowBytesMax) return Found{.state = State::kRow, .length = *length};
      if (length || window.size() > kRowBytesMax) {
        // Where the object ends is not to be trusted any more: go on behind its line.
        return Found{.state = State::kTooLong, .length = length.value_or(line_length(window))};
      }
      FH_ASSIGN_OR_RETURN(const bool grown, text_->grow());
      if (!grown) return Found{.state = State::kCutOff, .length = text_->window().size()};
    }
  }

  // True where the list the rows are in has ended.
  bool skip_gap() {
    const std::string_view window = text_->window();
    const size_t gap = json_gap(window);
    const bool list_ended = !settings_.rows_at.empty() && number_ > 0 &&
                            window.substr(0, gap).find(']') != std::string_view::npos;
    text_->consume(gap);
    return list_ended;
  }

  static size_t line_length(std::string_view window) {
    const size_t end = window.find('\n');
    return end == std::string_view::npos ? window.size() : end + 1;
  }

  // Something else than an object stands in the list: refused to the next object.
  static Result<Found> stray(std::string_view window) {
    const size_t next = window.find_first_of("{\n");
    const size_t length =
        next == std::string_view::npos ? window.size() : std::max<size_t>(next, 1);
    return Found{.state = State::kRow, .length = length};
  }

  void read_row(std::string_view content, Row& row) {
    while (content.starts_with('\x1E')) content.remove_prefix(1);
    Result<Json> json = parser_.parse(content);
    if (!json && !is_utf8(content)) {
      decoded_.clear();
      append_cp1252(decoded_, content);
      json = parser_.parse(decoded_);
      ++notes_.rows_cp1252;
    }
    if (!json) {
      row.fault = json.error().message;
    } else if (json->type() != JsonType::kObject) {
      row.fault = fmt::format("is {}; an object was expected", name_of(json->type()));
    } else {
      flattener_.flatten(*json, row);
      if (settings_.own_shape) row.own = own_members_only(*json);
    }
  }

  void add_broken(std::string_view content, Row& row) {
    constexpr size_t kKeptOfBrokenRow = 4096;
    row.bytes.clear();
    row.cells.clear();
    const std::string_view kept = content.substr(0, std::min(content.size(), kKeptOfBrokenRow));
    decoded_.clear();
    append_cp1252(decoded_, kept);
    row.add(0, is_utf8(kept) ? kept : std::string_view(decoded_));
  }

  std::unique_ptr<TextSource> text_;
  const FormatSettings settings_;
  JsonParser parser_;
  Flattener flattener_;
  ReadingNotes notes_;
  std::string decoded_;
  uint64_t number_ = 0;
  bool skipping_ = false;
};

// The first objects of the sample, at most `count_max`.
std::vector<std::string_view> first_objects(std::string_view text, size_t count_max) {
  std::vector<std::string_view> objects;
  while (objects.size() < count_max) {
    text.remove_prefix(json_gap(text));
    if (!text.starts_with('{')) break;
    const auto length = json_object_length(text);
    if (!length) break;
    objects.push_back(text.substr(0, *length));
    text.remove_prefix(*length);
  }
  return objects;
}

// Rows that firsthand reads as they are, and that say something only it says.
bool are_own(const std::vector<std::string_view>& objects) {
  constexpr std::array<std::string_view, 6> kTelling = {"source_id",  "lived_at", "told_at",
                                                        "signifiers", "subject",  "felt"};
  JsonParser parser;
  JsonParser again;
  bool telling = false;
  for (const std::string_view object : objects) {
    const Result<Json> json = parser.parse(object);
    if (!json || json->type() != JsonType::kObject) return false;
    for (const std::string_view name : kTelling) telling = telling || json->find(name).has_value();
    const std::string own = own_members_only(*json);
    const Result<Json> copied = again.parse(own);
    if (!copied || !model::read_draft(*copied)) return false;
  }
  return telling && !objects.empty();
}

constexpr size_t kObjectsTried = 50;

}  // namespace

std::string own_members_only(Json row) {
  constexpr std::array<std::string_view, 6> kGiven = {"id",  "sequence", "version",
                                                      "gap", "points",   "inferred"};
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  (void)row.for_each_member([&](std::string_view name, Json value) -> Status {
    if (std::ranges::find(kGiven, name) != kGiven.end()) return {};
    out.key(name);
    copy(value, out);
    return {};
  });
  const auto id = row.find("id");
  if (id && id->as_string() && !row.find("source_id")) out.member("source_id", *id->as_string());
  out.end_object();
  return text;
}

Recognition recognise_ndjson(const Sample& sample) {
  std::string_view text = sample.text;
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\r\n\x1E")));
  if (!text.starts_with('{')) return {};
  const std::string_view line = text.substr(0, text.find('\n'));
  JsonParser parser;
  if (line.size() > kRowBytesMax || !parser.parse(line)) return {};
  const bool alone = sample.at_end && line.size() + 1 >= text.size();
  Recognition recognition{.confidence = alone ? 0.9 : 0.95, .settings = {}};
  if (alone && rows_inside(text)) recognition.confidence = 0.6;  // one object that wraps its rows
  recognition.settings.own_shape = are_own(first_objects(text, kObjectsTried));
  return recognition;
}

Recognition recognise_json(const Sample& sample) {
  std::string_view text = sample.text;
  const size_t start = text.find_first_not_of(" \t\r\n\x1E");
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start);
  const bool list = text.starts_with('[') && text.substr(json_gap(text)).starts_with('{');
  if (!list && !text.starts_with('{')) return {};
  Recognition recognition{.confidence = 0.92, .settings = {}};
  const auto inside = list ? std::nullopt : rows_inside(text);
  const auto whole = list ? std::nullopt : json_object_length(text);
  // An object with a list inside wraps its rows where it is all there is.
  const bool wraps = inside && is_utf8(inside->member) &&
                     (!whole || json_gap(text.substr(*whole)) + *whole >= text.size());
  if (wraps) {
    recognition.settings.rows_at = inside->member;
    text.remove_prefix(inside->offset);
  }
  recognition.settings.own_shape = are_own(first_objects(text, kObjectsTried));
  return recognition;
}

Result<std::unique_ptr<RowReader>> open_json(std::unique_ptr<TextSource> text,
                                             const FormatSettings& settings) {
  auto reader = std::make_unique<JsonReader>(std::move(text), settings);
  FH_RETURN_IF_ERROR(reader->find_rows());
  return std::unique_ptr<RowReader>(std::move(reader));
}

}  // namespace fh::doors
