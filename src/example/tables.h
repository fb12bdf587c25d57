// example/tables.h: the words of the example organisation, as text.
//
// One table a file, in the notation of grammar.h: slots ("$ late: late|delayed") and
// sections ("# bus_time.bad", then one pattern a line). Patterns begin in lower case
// and need no full stop; compose.h sees to both.
#pragma once

#include <span>
#include <string_view>

namespace fh::example {

extern const std::string_view kEverydaySlots;
extern const std::string_view kPlaceSlots;
extern const std::string_view kCustomerFrames;
extern const std::string_view kCustomerKinds;
extern const std::string_view kRideTopics;
extern const std::string_view kServiceTopics;
extern const std::string_view kCustomerTruthTopics;
extern const std::string_view kEmployeeFrames;
extern const std::string_view kEmployeeTopics;
extern const std::string_view kPartnerTables;
extern const std::string_view kGermanTables;
extern const std::string_view kFrenchTables;
extern const std::string_view kDutchTables;

// All of them, in a fixed order.
std::span<const std::string_view> all_tables();

}  // namespace fh::example
