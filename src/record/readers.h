// record/readers.h: connections for reading, lent to one caller at a time.
//
// A few are kept open; where more are wanted at once, more are opened and closed
// again afterwards. Nobody ever waits here, so a visit may itself read.
//
// Threads: any.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "record/database.h"

namespace fh::record {

class Readers {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}

  // Given back when destroyed. REQUIRES: the Readers outlive it.
  class Lease {
   public:
    Lease(Readers& owner, std::unique_ptr<Database> database)
        : owner_(&owner), database_(std::move(database)) {}
    ~Lease() {
      if (database_) owner_->take_back(std::move(database_));
    }
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    Database& operator*() const { return *database_; }
    Database* operator->() const { return database_.get(); }

   private:
    Readers* owner_;
    std::unique_ptr<Database> database_;
  };

  Result<Lease> lend();

 private:
  void take_back(std::unique_ptr<Database> database);

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace fh::record
