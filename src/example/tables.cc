#include "example/tables.h"

#include <array>

namespace fh::example {

std::span<const std::string_view> all_tables() {
  // Filled on first use: the tables are constants of other files, whose
  // initialisation order is nobody's promise.
  static const std::array<std::string_view, 13> tables = {
      kEverydaySlots, kPlaceSlots,          kCustomerFrames, kCustomerKinds,  kRideTopics,
      kServiceTopics, kCustomerTruthTopics, kEmployeeFrames, kEmployeeTopics, kPartnerTables,
      kGermanTables,  kFrenchTables,        kDutchTables};
  return tables;
}

}  // namespace fh::example
