// landscape/condition.h: a column's conditions, made ready for one segment.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "landscape/kernels.h"
#include "landscape/overlay.h"
#include "landscape/query.h"
#include "landscape/segment.h"

namespace fh::landscape {

// The documents of a segment whose column meets any of the conditions. Conditions
// become sets or ranges of codes once; documents are then judged by codes alone.
class ColumnFilter {
 public:
  ColumnFilter(const Segment& segment, const ColumnNode& node);

  bool is_empty() const { return tests_.empty(); }
  bool matches(uint32_t document) const;
  // Bits of the window's documents, all 4096 anew.
  void fill(uint32_t window, WindowBits& bits, const Kernels& kernels) const;

 private:
  // Either a set of keyword codes or a range of number codes.
  struct Test {
    const ColumnPart* part = nullptr;
    std::vector<uint8_t> wanted;  // by ordinal + 1; kKeyword
    uint64_t low = 1;             // codes, inclusive; whole-number columns
    uint64_t high = 0;
    NumberIn range = {};  // columns of doubles
  };
  void add_keywords(const ColumnPart& part, const ColumnNode& node);
  void add_range(const ColumnPart& part, const Condition& condition);
  bool passes(const Test& test, uint64_t code) const;
  bool passes_document(const Test& test, uint32_t document) const;
  template <typename T>
  bool fill_whole_words(const Test& test, const T* codes, std::span<uint64_t> words,
                        const Kernels& kernels) const;
  void add_passing(const Test& test, uint32_t window, WindowBits& bits,
                   const Kernels& kernels) const;

  uint32_t documents_ = 0;
  std::vector<Test> tests_;
};

}  // namespace fh::landscape
