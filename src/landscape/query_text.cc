// Trees as text, the way back from parse_query(), and as copies.
#include <algorithm>
#include <string>
#include <vector>

#include "landscape/query.h"
#include "landscape/query_cursor.h"
#include "landscape/query_values.h"
#include "model/columns.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

// How tightly the surroundings of a node bind: what binds less needs brackets.
enum class Around : uint8_t { kNothing, kOr, kAnd, kNot };

class TreeWriter {
 public:
  std::string write(const Node& node, Around around) {
    return std::visit([&](const auto& is) { return text(is, around); }, node.is);
  }

 private:
  std::string text(const AllNode&, Around) { return "*"; }
  std::string text(const WordNode& node, Around) { return word(node.surface); }
  std::string text(const PrefixNode& node, Around) { return word(node.prefix) + '*'; }
  std::string text(const FuzzyNode& node, Around) {
    return word(node.surface) + (node.edits == 2 ? "~2" : "~");
  }
  std::string text(const PhraseNode& node, Around);
  std::string text(const ColumnNode& node, Around);
  std::string text(const AndNode& node, Around around);
  std::string text(const OrNode& node, Around around);
  std::string text(const NotNode& node, Around) { return '-' + write(*node.child, Around::kNot); }

  std::string word(const std::string& surface);
  std::string joined(const std::vector<Node>& children, std::string_view by, Around around);
  bool reads_as(std::string_view text, const std::vector<std::string>& surfaces);

  text::Analyser analyser_;
};

// Whether the analyser finds these very surfaces in the text. Most words stay as
// they are when cut and folded again; "½", found as "1⁄2", would be two.
bool TreeWriter::reads_as(std::string_view text, const std::vector<std::string>& surfaces) {
  return std::ranges::equal(analyser_.analyse(text, ""), surfaces, {}, &text::Token::surface);
}

std::string TreeWriter::word(const std::string& surface) {
  if (surface == "or") return "Or";  // neither lower nor upper case: no operator
  if (surface == "and") return "And";
  if (surface == "not") return "Not";
  std::string bare = escaped(surface, Escape::kBare);
  return reads_as(surface, {surface}) ? bare : "==" + bare;
}

std::string TreeWriter::text(const PhraseNode& node, Around) {
  std::string plain;
  std::string verbatim;
  for (const std::string& surface : node.surfaces) {
    plain += (plain.empty() ? "" : " ") + surface;
    verbatim += (verbatim.empty() ? "" : " ") + escaped(surface, Escape::kBare);
  }
  if (reads_as(plain, node.surfaces)) return '"' + escaped(plain, Escape::kQuoted) + '"';
  return "==\"" + verbatim + '"';
}

std::string TreeWriter::text(const ColumnNode& node, Around) {
  if (node.any_of.empty()) return "-*";
  std::vector<std::string> values;
  for (size_t i = 0; i < node.any_of.size();) {
    // Where a keyword's further readings follow it, one value stands for all.
    const auto* keyword = std::get_if<KeywordIs>(&node.any_of[i]);
    if (keyword && !keyword->prefix && !has_one_type(node.column)) {
      const std::vector<Condition> readings = plain_readings(keyword->folded);
      const size_t count = readings.size();
      if (count > 1 && count <= node.any_of.size() - i &&
          std::equal(readings.begin(), readings.end(),
                     node.any_of.begin() + static_cast<ptrdiff_t>(i))) {
        values.push_back('"' + escaped(keyword->folded, Escape::kQuoted) + '"');
        i += count;
        continue;
      }
    }
    values.push_back(text_of(node.column, node.any_of[i++]));
  }
  std::string out = '"' + escaped(node.column, Escape::kQuoted) + "\":";
  if (values.size() == 1) return out + values.front();
  for (size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "(" : " or ") + values[i];
  return out + ')';
}

std::string TreeWriter::joined(const std::vector<Node>& children, std::string_view by,
                               Around around) {
  std::string out;
  for (const Node& child : children) {
    if (!out.empty()) out += by;
    out += write(child, around);
  }
  return out;
}

std::string TreeWriter::text(const AndNode& node, Around around) {
  if (node.children.empty()) return "*";
  if (node.children.size() == 1) return write(node.children.front(), around);
  const std::string inside = joined(node.children, " ", Around::kAnd);
  return around >= Around::kAnd ? '(' + inside + ')' : inside;
}

std::string TreeWriter::text(const OrNode& node, Around around) {
  if (node.children.empty()) return "-*";
  if (node.children.size() == 1) return write(node.children.front(), around);
  const std::string inside = joined(node.children, " or ", Around::kOr);
  return around >= Around::kOr ? '(' + inside + ')' : inside;
}

Node clone_of(const AndNode& node) {
  AndNode copy;
  for (const Node& child : node.children) copy.children.push_back(clone(child));
  return Node{std::move(copy)};
}
Node clone_of(const OrNode& node) {
  OrNode copy;
  for (const Node& child : node.children) copy.children.push_back(clone(child));
  return Node{std::move(copy)};
}
Node clone_of(const NotNode& node) {
  return Node{NotNode{std::make_unique<Node>(clone(*node.child))}};
}
template <typename Leaf>
Node clone_of(const Leaf& leaf) {
  return Node{leaf};
}

}  // namespace

Node clone(const Node& node) {
  return std::visit([](const auto& is) { return clone_of(is); }, node.is);
}

std::string to_text(const Node& node) {
  return TreeWriter().write(node, Around::kNothing);
}

}  // namespace fh::landscape
