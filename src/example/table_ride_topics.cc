#include "example/tables.h"

// Riding: trains, buses, vans, and the places one waits for them.
namespace fh::example {

constexpr std::string_view kRideTopics = R"~(
# train_time.thing
the train at {clock}
punctuality on {line}
the timetable of {line}
the train {route}
# train_time.bad
the {clock} on {line} was {late} {again}, and {nobody} {told} why
{line} left {stop} {minutes} minutes late and lost more at every halt
we stood outside {stop2} for {minutes} minutes waiting for a free track
the train {route} was cancelled two minutes before it should have come
first it said five minutes, then ten, then {minutes}, then nothing at all
the train came early for a change and pulled out before I reached the platform
{line} turned round at {stop} without a word, so everybody for {stop2} was stranded
I {waited} {while} for a train that the timetable swears exists
# train_time.good
{line} was on time to the minute, {route}
the {clock} has not let me down once this month
although there were works near {landmark}, the train {route} was punctual
the new timetable gives me a proper change at {stop2}, {minutes} minutes instead of two
the train waited for our {late} bus, which saved the evening
even {sky} the train {route} ran like clockwork
# bus_time.thing
the bus at {clock}
{line} after {clock}
the bus {route}
the gap between two buses
# bus_time.bad
two buses came at once and then none for {minutes} minutes
the bus drove straight past the stop {place_at} although I waved
{line} never came, and the next one was packed to the windscreen
the bus at {clock} {often} leaves early, so punctual people are the stupid ones
I {waited} {while} {place_at}, {sky}, and the bus simply did not turn up
the diversion round {landmark} was nowhere announced
the bus got stuck behind delivery vans in the high street of {stop2} {again}
at {stop} the driver took a break of {minutes} minutes with all of us on board
# bus_time.good
the bus {route} came on the dot, warm and half empty
every ten minutes a bus, you just go to the stop and it comes
the driver of {line} saw me running and waited
the extra buses on market day {place_at} work {very} well
since the bus lane by {landmark} we fly past the queue of cars
{line} was two minutes late and the driver apologised for it, imagine
# crowding.thing
the crush on {line}
the number of seats at {clock}
the short train on {line}
standing room on {line}
# crowding.bad
only two carriages at {clock}, we stood like pickled herrings
at {stop2} half the platform could not get on
no seat {route}, {minutes} minutes on my feet with {bag}
so full {again} that the doors would not close, three attempts
a wheelchair user had to stay behind {place_at}, there was simply no room
people sat on the stairs, on their cases, on each other
I could not reach a handle and fell onto {someone} at every bend
short train {again} on {line}, in the very hour when all the schools start
the guard could not get through, so nobody checked and nobody helped
# crowding.good
at last a longer train on {line}, everybody sat
there was a seat for each of us, even at {clock}
since the third carriage came back one can breathe
I found a place {seat} without any pushing
# clean.thing
the cleaning of the trains
the toilets on {line}
the seats on {line}
the windows of the train
# clean.bad
the seat was wet and I only noticed once I sat
the toilet on {line} has been locked {since}
sticky tables, crumbs, a banana skin from another age
you can't see {landmark} through these windows for dirt
there was broken glass on the floor, {child} nearly stepped in it
the bin overflowed and somebody had put a nappy on top
a smell of old beer {route}, at {clock} in the morning
gum on the stop button, gum under the table, gum on my coat
# clean.good
the train smelled of soap and the windows were clear
the toilet was spotless and had paper, soap and a hook for my bag
a cleaner went through {place_at} and greeted everyone
I noticed the floors, they shine
even the late train was tidy, and someone had taken the newspapers away
the seats have been washed, the blue is blue again
# driver.thing
the drivers on {line}
the tone of the driver
the way the bus is driven
announcements by the driver
# driver.bad
the driver was {rude} when I asked about {stop2}
the driver pulled away before {companion} had sat down
he shut the door in front of {child} and drove off
she braked so hard that {bag} flew through the bus
I asked for a ticket to {stop} and got a lecture
the driver was on the phone from {stop} onwards
the driver would not lower the ramp, said it takes too long
music from the cab so loud that no stop could be heard
# driver.good
the driver got out and helped {companion} down the step
the driver explained the diversion to each of us, {nice} and without hurry
{line} has a driver who says good morning to every single person
she drove as if there were eggs on board
he waited until the old gentleman sat, every time
the driver rang ahead so that the connection at {stop2} waited
our driver told the school children the story of {landmark}
when {child} was sick, the driver brought a bucket and a kind word
# station.thing
the lift {place_at}
the waiting room in {stop}
the underpass {place_at}
the clocks in {stop}
# station.bad
the lift in {stop} is out of order {again}, {count} steps with {bag}
the waiting room is locked at the very hours when one waits
the underpass {place_at} is flooded and smells
no bench, no roof, no light {place_at}
the clock in {stop} has shown {clock} {since}
the doors of the station stand open and the wind goes through the hall
the ramp ends in a step, who plans such a thing
the toilet costs money and takes only coins nobody carries
# station.good
the waiting room in {stop} is warm, with plants and a shelf of books
the new lift {place_at} works and talks in a pleasant voice
someone has painted the underpass with fish and herons
the little kiosk in {stop} saves every delay
the signs in {stop} are so clear that even {companion} finds the way
there are hooks for dogs and a bowl of water, how kind
# platform.thing
the announcements {place_at}
the display on the platform
the change of platform in {stop2}
the information {place_at}
# platform.bad
the display said on time while the loudspeaker said cancelled
nothing was announced, we {waited} {while} like sheep
platform change thirty seconds before departure, at the other end of {stop2}
the loudspeaker crackles so much it could be a recipe
{nobody} knew anything, the screen was dark
the display has been upside down, no joke, {since}
the announcement came after the train had left
three different times: app, screen and poster, and all wrong
# platform.good
the voice {place_at} {told} what had happened, how long it takes and what to do
clear display, clear voice, no riddles
{staff} walked along the platform and informed everybody in person
they announced the delay at once, so I had time for tea
the new map {place_at} shows where the short train stops
# access.thing
the step at {stop}
the ramp on {line}
the way to the platform with a pram
boarding with a wheelchair
# access.bad
the gap between train and platform is a hand wide, my wheel got caught
I booked the ramp two days before and {nobody} {place_at} knew
with a pram you need two strangers and good luck {place_at}
the call button for help is too high for anyone who needs it
the audible signal has been switched off because of the neighbours, and I am blind
the low-floor bus was replaced by an old one with three steps
my scooter was refused because it was too heavy by a hair
# access.good
they came with the ramp before I could even ask
the guard had kept the wheelchair space free and said so in a {nice} way
level boarding {place_at}, I rolled in as if it were nothing
{staff} walked {companion} to the right platform, arm in arm
the tactile strip now goes right up to the door
the driver knelt the bus without being asked, {feeling_good}
# bike.thing
room for bicycles on {line}
the bicycle hooks
the bicycle rack in {stop}
# bike.bad
no room for my bicycle, the hooks were full of suitcases
I was sent off at {stop} because of the bike, {sky}
the rack {place_at} is full of wrecks
my saddle was stolen {place_at} under the camera
a bicycle ticket costs more than the trip, {price} crowns
the hooks are so high that only giants can use them
# bike.good
six hooks and all free, {companion} and I rode home along the river
the bicycle box {place_at} is dry and locks well
the guard helped me to hang the bike up and tied it
bike and train {route}, it could not be simpler
# night.thing
the last bus from {stop2}
the platform after dark
the lights {place_at}
# night.bad
the lamps {place_at} are out and I hold my keys in my fist
three drunks on the late {line} and not a soul from you
the last train {route} does not wait for the end of the concert
I was alone {place_at} with a man who talked to himself, {minutes} minutes
the emergency phone is wrapped in tape
coming off the late shift there is nothing between {clock} and dawn
# night.good
two of your people ride along at night now, I no longer sit by the driver
the driver stopped between two stops so that I had less dark road to walk
the platform {place_at} is bright as day since the new lamps
the late {line} waited until the last guest of the concert was in
# connection.thing
the change at {stop2}
the connection from bus to train
the two minutes at {stop2}
# connection.bad
the bus arrives when the train leaves, you can wave to it
two minutes to change, stairs down, stairs up, gone
{line} was {late}, the connection at {stop2} did not wait, {minutes} minutes for nothing
the bus driver saw the train come in and left all the same
who drew up a timetable where everything misses everything at {stop2}
we ran, {child} fell, and the doors shut in our faces
# connection.good
the bus waited for the late train, without anyone begging
change at {stop2}: across the platform, three minutes, done
the screen on the train showed my connection and its platform
{staff} held the {line} for a whole group of us
)~";

}  // namespace fh::example
