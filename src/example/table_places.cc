#include "example/tables.h"

// Slots of the valley: landmarks and things that belong to no real place.
namespace fh::example {

constexpr std::string_view kPlaceSlots = R"~(
$ landmark: the old tannery|the salt bridge|the fish steps|the clock with one hand|the pear market|the ropewalk|the paper mill|the blue chapel|the skating pond|the brick kilns|the seed hall|the weir|the glass school|the lime walk|the ferry house
$ place_at: at {stop}|in {stop}|near {stop}|by {landmark}|outside {landmark}|at {stop} by {landmark}|just before {stop}|just after {stop}|between {stop} and {stop2}|at the far end of {stop}
$ route: from {stop} to {stop2}|between {stop} and {stop2}|towards {stop2}|out to {stop2}|home to {stop}|in from {stop}|back from {stop2}|via {stop} to {stop2}
$ seat: by the window|near the door|on a folding seat|in the last row|upstairs|at the very front|opposite a pram|over the wheel|facing backwards|in the quiet part
$ part: the back door|the ramp|the heater|the ticket reader|the step light|the display|the wiper|the stop button|the compressor|the coupling|the brake lever|the cab window|the air dryer|the step sensor|the horn|the sand box|the pantograph head|the battery tray|the door leaf|the guide rail
$ workplace: the pit|the wash road|the canteen|the wheel lathe|the yard|the roster board|the stores hatch|the tool crib|the locker room|the control desk|the fuelling point|the night shed|the cab|the paint bay|the training room
)~";

}  // namespace fh::example
