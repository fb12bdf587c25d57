#include "example/tables.h"

// The mechanics of the maintenance partner: terse, technical, first name basis
// with the machines.
namespace fh::example {

constexpr std::string_view kPartnerTables = R"~(
$ mech: measured|stripped|greased|swapped|bench-tested|re-crimped|adjusted|cleaned|shimmed|torqued
$ defect: corrosion on the pins|a cracked bracket|a loose crimp|water in the connector|a worn bush|grit in the guide|a hairline crack|wrong grease|a bent tab|a chafed loom|low spring tension
# partner.open
job {vehicle},
night call-out, {clock},
on the bench today:
unit {vehicle} came in with {part} and
as the contractor on site
our crew, {weekday},
third visit this month:
from the workshop side
{years} years on this type and
at {unit}, track two,
# partner.scene
{mech} {part}, found {defect}
paperwork took longer than the job
had the unit for {minutes} minutes before it was wanted back
the depot foreman held the lamp, good man
drawing is revision C, vehicle is revision F
two of us, one torch, {sky}
parts list said {count}, box held fewer
driver's own words on the card helped more than the code
the same batch as last {month} I bet
{mech} it, ran it {count} cycles, no fault
waited at the gate {while}
# partner.consequence.bad
had to put it back as it was
sent home without doing the job, still invoiced
fault will come back before {month}
we do the same job twice, you pay twice
vehicle stood three days for a part worth {price} crowns
my people lost a {weekday} over it
# partner.consequence.good
out again by {clock}
no repeat since
saved a gearbox, maybe
one visit instead of three
documented with photos for the next one
# partner.reflection.bad
if we could talk to the drivers directly we would know in five minutes
portal people and pit people should meet once
everyone optimises his own box
cheap part, dear day
we see the pattern across depots, nobody asks us
root cause is known on our side, no field for it in the form
# partner.reflection.good
talking to the crew first is half the repair
that is proper cooperation
good foreman, good access, good work
{think} joint rounds pay for themselves
# partner.close.bad
noted for the record
ask the bench
to be continued, sadly
same again next month
regards from the pit
# partner.close.good
job done
happy to do it that way again
regards from the bench
good cooperation, {unit}
# partner.close.mixed
works for now
watch it for a week
acceptable
# partner.short.bad
{part}: {defect}. {again}
no access, {minutes} min at the gate
order without photo, unit {vehicle}
wrong {part} delivered
{thing}: {bad}
# partner.short.good
{part} done, unit {vehicle}
{defect} found and fixed
{thing}: {good}
quick access, quick job
# partner.interaction
unit {vehicle} in {clock}, out later, {part}
{part} {mech}, {count} cycles
order {vehicle} accepted, {weekday}
badge in at {unit}, {clock}
# partner.question
who at {unit} signs for {part} on nights?
which drawing is valid for {part} on unit {vehicle}?
can we see what the driver wrote before the order reaches us?
why does an order for {thing} come to us without a mileage?
is {part} to be changed by age or by wear?
# partner.wish
a line to the driver, five words are enough
photos with every order for {part}, please
a shelf of our own at {unit} for {part}
one monthly hour with the crews about {thing}
standard bolts for {part}, {why_care}
# partner.wish_shelter
a roof over the outside track, fitters get as wet as your passengers at the stops
# partner.wish_wifi
network in the pit, the tablet is blind down there
# partner.expectation
I expect the unit to be there when the order says so
for a job on {part} I expect a drawing that fits
we expect an answer within two days when we report {defect}
# partner.concern
{defect} on {part}, unit {vehicle}: do not run it through another winter
found {defect} on {count} units, this is a series and not a case
access by the yard is unsafe {sky}, no lamp, open pit
# partner.thanks
thanks to the foreman at {unit} for the key and the coffee
thanks to the driver of unit {vehicle}, the note on {part} was exact
good handover by {unit}, thank you
# partner.workaround
we carry our own {part} in the van, ordering takes {days} days
I mark units with chalk on the frame, the portal does not show what we did last
we book {part} under another number, the right one was deleted
# portal.thing
the partner portal
the order text
sign-in to the portal
# portal.bad
the portal drops me after ten minutes with gloves on
order text cut off after {count} characters, the fault was in the rest
status can only go forward, so a wrong click is for ever
three log-ins for one job on {part}
the portal closed the job while I was under unit {vehicle}
# portal.good
the new order page shows mileage and last repair, useful
could sign off on the phone, next to the vehicle
clear order, photo of {part}, name of the driver
# parts.thing
delivery of parts
{part} in the store
the quality of {part}
# parts.bad
{part} ordered in {month}, promised in days, {days} days now
got {part} for the old series, {mech} it, does not fit
new {part} out of the box with {defect}
stores hatch shut at {clock}, job stands
# parts.good
{part} in stock and labelled, first time in {years} years
the kit for {part} was complete down to the split pins
# access_depot.thing
access to {unit}
track time at {unit}
the gate
# access_depot.bad
gate at {unit} did not know about us, {minutes} minutes gone
unit {vehicle} was out on line when we came for {part}
no pit free, did {part} kneeling {sky}
key for {workplace} with a man on holiday
# access_depot.good
at {unit} the track was clear and the unit parked to the inch
badge works at every gate now
foreman had {part} exposed before we came
# together.thing
work with the depot crew
joint rounds
the handover
# together.bad
we fix what is on paper and the driver meant something else
told off for talking to the crew, all contact via the portal please
nobody from {upstairs} has seen the bench {since}
# together.good
joint round with drivers of {line}: {count} small faults found, fixed before dusk
the fitter and I {mech} {part} together, learned from each other
driver explained the noise, I heard it at once, {defect}
# invoice.thing
the invoice for {part}
acceptance of our work
# invoice.bad
invoice back because {part} is spelled in two ways
{days} days until acceptance, work was done in one
# invoice.good
acceptance same day, paid within the month
# door_known.thing
fault 37
the step microswitch of door three
# door_known.bad
fault 37 on door three: it is the step microswitch, the lever wears and water gets in. {mech} it, gone
we know fault 37 on our bench, worn lever on the step microswitch, {mech} {count} so far
door three, fault 37: do not reset it, change the step microswitch, {minutes} minutes of work
fault 37 again, same as always: step microswitch, {defect}. nobody has ever asked us
the cause of fault 37 is the microswitch under the third step, road salt eats the lever
for fault 37 we put a drop of wax and a new lever on the step microswitch, holds a year
# phone_foreman.thing
orders without photos
the photos the portal throws away
# phone_foreman.bad
the portal throws away the photos, so I phone the foreman and he sends them to my own phone
no photo in the portal ever arrives, we ring the foreman directly before each job on {part}
instead of the portal I call the depot foreman, photos get lost in there
photos by phone from the foreman, order in the portal afterwards for form's sake
I ring the foreman first, the portal strips every picture, without a picture I bring the wrong {part}
)~";

}  // namespace fh::example
