#include "example/tables.h"

// What employees tell about, the planted topics among them at the end.
namespace fh::example {

constexpr std::string_view kEmployeeTopics = R"~(
# shift.thing
the roster
the split duties
swapping turns
the turn lists
# shift.bad
my {shift} ends at {clock} and the next begins nine hours later
roster changed on {weekday} evening for {weekday} morning
two split duties in one week, with {years} years of service
the plan gives me six minutes to walk from {stop} to {stop2}, nobody walks that in six
I asked for one free {weekday} in {month}, refused without a word
they planned me on a vehicle I am not trained for
turns on paper without a toilet break, somebody forgot that drivers are people
planning sits in another building and another world
# shift.good
planning rang me before changing my turn and asked
I got my free {weekday} for the school party of {child}
the new roster has fewer splits and one can breathe
swapping in the staff app works, took one minute
{crewmate} and planning sat down together and the turns fit now
# workshop.thing
tools at {unit}
the pit at {unit}
spare parts for the old units
{part}
# workshop.bad
{part} on unit {vehicle} for the third time, and stores has none
the lift in the pit has been waiting for its check {since}
I borrowed a torque wrench from home because ours has gone
we rob unit {vehicle} to get another one out
the heating in {workplace} failed, fingers too stiff for small screws
the list of open defects at {unit} is longer than my arm
one fitter for {count} vehicles on {shift}
the diagnosis laptop takes {minutes} minutes to start
# workshop.good
new jack, new lamps in the pit, you see what you do
{part} came the next morning, fitted by noon
{crewmate} built a trolley for {part} out of scrap and it works better than the bought one
unit {vehicle} back on the road within one {shift}
the parts kits are packed by vehicle now, no more searching
# team.thing
the mood at {unit}
the crew room
working with {crewmate}
# team.bad
earlies and lates at {unit} do not talk to one another any more
new people are left on their own from day two
somebody takes the milk, somebody takes the tools, trust is thin
{count} people left {since} and nobody said goodbye to them
we used to eat together, now each sits in a cab
# team.good
when my father was ill the whole crew took over my turns
{crewmate} showed me everything, without once sighing
we fixed unit {vehicle} together, fitters and drivers, with music on
the breakfast at {unit} on {weekday} is holy
in {years} years I have never had to ask twice for help here
# boss.thing
leadership at {unit}
talks with the boss
how decisions reach us
# boss.bad
my boss has not been in {workplace} {since}
I made a suggestion in {month}, no answer to this day
praise goes up, blame comes down
I heard from a passenger that my line will be cut
the yearly talk lasted eight minutes
a letter with my name misspelled after {years} years
# boss.good
the new depot head does an {shift} once a month and takes notes
I made a mistake, said so, and we talked about how it could happen, nothing else
my suggestion about {part} was taken up within a week
she asked what I needed and then it was there
the boss brought hot soup to {workplace} when it was minus twelve
# passengers.thing
contact with passengers
complaints in the cab
the mood on board
# passengers.bad
a man spat at my window because of a delay I did not make
I have to explain a fare I do not understand myself
{count} people asked me why, and the radio {told} nothing
I was shouted at from {stop} to {stop2}
they film you when you stand up for yourself
a schoolboy was crying, and I had no time, two minutes down already
# passengers.good
a little girl gave me a drawing of unit {vehicle}
an old man gets on every {weekday} and asks after my knees
I waited for a woman with {bag} and the whole bus clapped
{someone} thanked me for the smooth ride, that carries me for days
the regulars on {line} brought cake for my {years} years
# training.thing
training
the course for the new units
the simulator
# training.bad
two hours of slides and then alone on the new unit
the course was on my free day and in {stop2}
nobody has shown us the new radio, there is a film somewhere
I have been driving unit {vehicle} for weeks on what {crewmate} told me
# training.good
a day on the simulator with real faults, best day in {years} years
our trainer drives herself, you can tell
first-aid course with the crew, we laughed and learned
after the course I dared to drive {sky} again
# kit.thing
the state of the vehicles
unit {vehicle}
the cab
# kit.bad
the seat in unit {vehicle} is broken and so is my back
wiper of unit {vehicle} stops in heavy rain, wrote it up {often}
{part} rattles so loudly that I hear no radio
the cab heater is either off or desert
mirror held with tape, tape held with hope
turned out with {part} marked as done, and it was not done
# kit.good
unit {vehicle} came back from overhaul like new
new cab seat, my back says thank you
the new wipers cope with anything the valley throws at them
whoever set the brakes on unit {vehicle} knew what they did
# works_order.thing
the works order system
the works order for {part}
the order that closed itself
# works_order.bad
the works order was closed overnight and {part} is still broken
the order wants a part number, I have a fault, not a number
seven fields, three of them unknown, so people write xxx
I opened an order for {part} in {month}, status waiting, waiting for whom
two orders for the same fault, two fitters, one screw
the tablet lost the order in the pit, there is no signal down there
# works_order.good
the order for {part} had a photo and a name, done in an hour
feedback from the fitter in the works order, for once I know what was wrong
the new list shows what was fixed last night, helps a lot on {shift}
# call_seat.thing
the headset days
the caller notes
the knowledge base
# call_seat.bad
I have four screens and the answer is on none of them
callers know about the diversion before we do
the target is four minutes, the truth takes nine
I can see the refund and must not touch it
{count} calls about the same thing and nobody upstream wants to hear it
# call_seat.good
we may now decide up to {price} crowns ourselves, callers are stunned
planning put the diversion on our screen in time, quiet day
a caller rang back just to say it had worked
{crewmate} wrote a crib sheet and half the questions are gone
# notice.thing
the notice we get of timetable changes
the timetable change
what we learn before a change
# notice.bad
I learned of the new timetable from a poster {place_at}, as the driver
the change came on {weekday}, the paper for it on the {weekday} after
passengers told me my own timetable has changed
new stop times from {month} and the depot was not informed
we get the timetable change in the same hour as the newspapers
nobody at {unit} was asked about the running times, and they do not work
I opened the turn list and it was a different line from the one I was told
# notice.good
this time the change hung in the crew room three weeks ahead
# fear.thing
what one may say at {unit}
the talks behind closed doors
reporting a defect
# fear.bad
I keep my mouth shut, the last one who reported a defect got the Sunday turns
better say nothing here, it comes back to you
whoever speaks up is called into the office
I saw {part} was worn and did not write it down, I have a family
they ask who wrote it, not whether it is true
the list of who complained lies on the desk
we sign that it is checked, nobody dares to say it was not
people go quiet when the door opens
I am afraid of the morning talk, that is the truth
a colleague was told in front of everybody that he is replaceable
nobody reports anything any more, so the figures look lovely
I write this at home, not at {unit}
# paper_list.thing
the closed works orders
the paper list in the drawer
the compulsory part number
# paper_list.bad
we keep a paper list of defects, because the works order closes when the part number is missing
the real list of faults is a school exercise book by {workplace}, the system wants a part number first
I write defects on paper and hand the sheet to the fitter, an order without part number is thrown out
everyone at {unit} has the paper list, the works order form rejects a fault without a number
paper list on the wall: {part}, unit {vehicle}. in the system it would be closed by morning for lack of a number
ask for the exercise book, not for the system, the system eats every order without a part number
# door_question.question
does anyone know why door three on the Line 6 units shows fault 37 and stays shut?
fault 37, door three {again}, unit {vehicle}. what is it and who knows?
why does the third door close and open and close {place_at}, with fault 37 on the display?
has anybody found out what fault 37 really means? the handbook says call service
door fault 37 on unit {vehicle}, reset helps for an hour. why?
can someone tell the crews what to do about fault 37, the third door, before {month}?
{shift}, {clock}: door three, fault 37 {again}. {crewmate} says reset, the book says nothing. who is right?
unit {vehicle} stood {place_at} with door three shut and fault 37 on. does anyone have a cure?
I asked {crewmate} about fault 37 and got a shrug. what is wrong with door three?
is fault 37 dangerous? door three jerks {place_at} and {someone} nearly lost a sleeve
which depot has got rid of fault 37 on door three, and how? at {unit} we {often} reset it
who at {upstairs} collects the cases of fault 37? I have {count} in my book
can we have one sheet about fault 37, hung up by {workplace}? what does it mean?
what sets off fault 37? it comes when it is {sky} or it comes when it wants
we reset fault 37 {often}, is that even allowed?
# door_question.thing
fault 37
the third door
)~";

}  // namespace fh::example
