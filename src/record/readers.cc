#include "record/readers.h"

namespace fh::record {
namespace {

// As many as a small machine has threads that read at once; 4 MiB of cache each.
constexpr size_t kIdleMax = 8;

}  // namespace

Result<Readers::Lease> Readers::lend() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Database> database = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(database));
    }
  }
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::open(path_, Access::kRead));
  return Lease(*this, std::move(database));
}

void Readers::take_back(std::unique_ptr<Database> database) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleMax) idle_.push_back(std::move(database));
}

}  // namespace fh::record
