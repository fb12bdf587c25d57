// doors/refused_rows.h: the rows that could not be taken, kept for mending.
//
// NDJSON beside the input, FILE.refused.ndjson, or in the data directory where that
// cannot be written: {"row", "reason", "column", "cells": {name: value}}. The file
// is made at the first refusal. Belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "base/file_system.h"
#include "doors/row.h"

namespace fh::doors {

struct RefusedPlace {
  std::string input;      // path of the file imported; "-" for standard input
  std::string directory;  // the data directory
  bool go_on = false;     // keep what an earlier, interrupted run refused
};

class RefusedRows {
 public:
  RefusedRows(FileSystem& files, RefusedPlace place) : files_(files), place_(std::move(place)) {}

  Status add(const Row& row, std::span<const Column> columns, const Error& error);
  Status close();

  uint64_t count() const { return count_; }
  const std::string& path() const { return path_; }  // empty: nothing was refused
  // How often each reason was given; reasons that differ in numbers only are one.
  const std::map<std::string, uint64_t>& reasons() const { return reasons_; }

 private:
  Status open();

  FileSystem& files_;
  const RefusedPlace place_;
  std::unique_ptr<WritableFile> file_;
  std::string path_;
  uint64_t count_ = 0;
  std::map<std::string, uint64_t> reasons_;
};

}  // namespace fh::doors
