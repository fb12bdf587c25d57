#include "example/tables.h"

// What surrounds the heart of a customer's telling: how it begins, what else was
// going on, what came of it, and how it ends.
namespace fh::example {

constexpr std::string_view kCustomerFrames = R"~(
# customer.open
{morning},
{morning} I was on my way to {errand} and
I travel {route} nearly every day and
I had {bag} with me and
with {child} in tow,
so,
{companion} and I were going to {errand} when
I do not often write, but
on the way {route},
I use {line} for work and
{small}, but
after a long day
I was visiting {companion} {place_at} and
we had planned to be at {errand} by {clock} and
for the record:
hello,
good day,
it was {weekday}, I had {bag}, and
just before {clock}
as someone who travels on a {ticket},
I am new {place_at} and
{sky},
# customer.scene
I sat {seat} and {someone} told me the same had happened to them
{someone} started to count the people on the platform
I had {bag} with me, which did not help
outside it was getting dark and the lamps {place_at} were not on yet
I had promised {companion} to be there by {clock}
we were on the way to {errand}, and I had left early on purpose
{child} asked me every two minutes how much longer
I know the route {route} by heart, every bend of it
{someone} offered me half a sandwich, so there is that
I had a coffee in one hand and {ticketname} in the other
there were perhaps {count} of us, most of them regulars
I have lived {place_at} for {years} years and do not own a car
my phone was nearly flat, of course
the display said one thing and the loudspeaker another
a dog slept through all of it
you could see {landmark} through the window and I thought of walking
it was one of those days when everything takes longer
two schoolgirls sang the whole way, which I rather liked
{companion} had told me to take the car, and I said no, the train is fine
I had bought {ticketname} the evening before, to be on the safe side
I am not the youngest and standing is hard for me
for once I had nothing to read
everyone looked at their shoes
at {stop2} more people got on and nobody moved down
the heating hummed and the windows were all steamed up
I wrote down the time, {clock}, because I wanted to be fair
somebody's phone played the same tune again and again
I counted {count} steps from the bus to the door
{someone} gave up a seat for me, which almost nobody does now
the air smelled of wet coats and oranges
I had cleaned my shoes for {errand}, that tells you how much it mattered
we passed {landmark} at walking pace
my stop is {stop}, the one with the broken bench
a group on a school trip filled the whole middle part
I travel at this time because the clinic starts at {clock}
there was frost on the handrail
it had rained all night and the underpass {place_at} was a pond
I used to drive, and gave it up {years} years ago
the man from the kiosk shrugged as if he saw it daily
# customer.consequence.bad
I missed the connection at {stop2} and {other_way}
I was {minutes} minutes late for {errand}
in the end I {other_way}
I had to ring {companion} and explain myself
they had started without me
my boss was not amused, it was the second time that week
it cost me {price} crowns extra and an evening
{child} was in tears by then
I lost half a day over it
the appointment is gone and the next free one is in {month}
{companion} had to come and fetch me by car
dinner was cold when I got home
the pharmacy had shut by the time I arrived
I froze for {minutes} minutes with no shelter
I had to stand with {bag} the entire way
we simply turned round and went home
I arrived soaked and out of breath
by then the last connection had gone
I ended up paying twice
I now leave {minutes} minutes earlier, unpaid so to speak
my back hurt for the rest of the week
I sat on the kerb and ate the cake myself
the nursery charges for every late minute
I have still not heard anything
{someone} missed a flight of stairs and nearly fell
I stopped counting after that
# customer.consequence.good
I reached {errand} with time to spare
I even caught the earlier connection at {stop2}
{child} fell asleep on my shoulder
I was home before {clock}, which never happens
it saved me a walk with {bag}
we got there dry and in a good mood
I could answer two letters on the way
{companion} did not believe me when I said how easy it was
I will do it the same way next time
it took less than five minutes in all
I had time for a coffee by {landmark}
the whole carriage was in a better mood
I left the car at home the next day too
I told {companion} about it that evening
it cost me nothing but a smile
nobody had to run, nobody swore
I finished my book
even {someone} looked up and nodded
# customer.reflection.bad
{think} somebody should ride along for a week and just watch
it is not the wait, it is not knowing
{why_care}
nobody asks us, and then they are surprised
I do not blame the people on board, they can't help it
once would be nothing, but it happens {often}
you feel that no one is responsible from end to end
one department says it is the other one
a simple word at the right moment would have changed everything
I pay {price} crowns a month for this
{feeling_bad}
it makes you plan your whole life round the timetable
those who decide this probably drive to work
if it hits me, with time on my hands, what about people on shifts
{feeling_bad}, and that stays longer than the delay itself
I wonder how many others do not bother to write
I would rather have an honest answer than a voucher
trust goes quickly and comes back slowly
I know things break, what matters is what happens then
{think} the information was there and did not reach us
it is always the same stop, the same hour, the same shrug
it feels as if we are in the way
it would be so easy, and that is the sad part
you learn to expect less, and that can't be the aim
my grandmother says it was better with horses, and I begin to see why
I don't want money back, I want it to work
# customer.reflection.good
{feeling_good}
{think} people notice more of this than they ever write down
it shows what is possible when someone cares
small thing, big effect
such moments are why I keep my {ticket}
I had heard other stories, so I was surprised
whoever trained that person did it well
that is worth more to me than a new coat of paint
I have travelled {years} years with you and it still counts
it does not take much, does it
it felt as if someone had thought it through from my side
I came home in a better mood than I left
for people like me that is real freedom
{feeling_good}, honestly
you could tell that it was not done by the book but by heart
I know how hard it must be to get this right every day
if it stays like this I will sell the car
# customer.close.bad
please look into it
{why_care}
I hope somebody reads this
not again please
I will give it one more month
next time I take the car
{reaction}
sort it out
I would like an answer, a real one
that is all
thanks for nothing
I am not asking for the moon
do something before winter
who do I talk to about this
see you tomorrow, I have no choice
with tired greetings from {stop}
best not to think about it
shame, really
# customer.close.good
{cheer}
please pass it on to them
thank you from {stop}
see you tomorrow
give that team a cake
I will tell others
with kind regards from a regular
I just wanted to say so
more like that and I am yours for life
do not change a thing
please keep it that way
{cheer}, and greetings to the crew
five stars if you need stars
# customer.close.mixed
all in all fine, with a but
some good, some bad
it could go either way
room for improvement I would call it
not a drama, just worth knowing
I have seen worse and I have seen better
fine on the whole
the people are good, the system less so
we shall see how it goes
neither here nor there
# customer.short.bad
late {again}
{late} {again}, {line}
{reaction}
{bad}, {line} {route}
{minutes} min late, {nobody} {told} why
no bus {place_at}
cold, full, {late}
{feeling_bad}
never {again} on a {weekday}
{thing}: {bad}
{clock}, nothing came, {other_way}
stood {while} {place_at}
{thing} {again}, {reaction}
still waiting {place_at}
{bad}. {reaction}
full {again} {place_at}
{very} {angry} about {thing}
too {late} for {errand}
missed {errand}, {line} {late}
nobody there {place_at}
# customer.short.good
{good}
{cheer}, {line}
all {good} {route}
{nice} {staff} {place_at}
{good} today, {line}
on time, warm, clean
{feeling_good}
no complaints about {thing}
{thing}: {good}
{cheer}! {thing} {place_at}
quick and {nice}
smooth ride {route}
easy, {very} easy
{child} loved it
thanks to {staff} {place_at}
{glad} about {thing}
# customer.interaction
tapped in at {stop}, {clock}, {line} {route}
tapped out {place_at}, {clock}, with {bag}
opened the gate {place_at}, {line}
ticket bought {place_at}, {price} crowns, {route}
called at {clock} about {thing}, hung up after {minutes} min
booking {stop} to {stop2} for {clock}, {weekday}, to {errand}
booking changed, {weekday} {clock}, {stop2} instead of {stop}
asked {staff} for the way to {stop2}
refund form sent, {price} crowns, {line} {route}
looked up {line} at {clock} {place_at}
card topped up with {price} crowns {place_at}
picked up {place_at}, set down by {landmark}
reported {thing} {place_at}
handed in a {lostitem} found on {line} {place_at}
)~";

}  // namespace fh::example
