#include "example/tables.h"

// Everything round the ride: tickets, screens, telephones, desks and first contact.
namespace fh::example {

constexpr std::string_view kServiceTopics = R"~(
# machine.thing
the ticket machine {place_at}
the screen of the ticket machine
paying at the machine
the choice of tickets at the machine
# machine.bad
the machine took my twenty and gave back a smile, no ticket
eleven screens for one trip to {stop2}, meanwhile the train left
in low sun you can't read the screen {place_at} at all
the machine wants to know my zone, how should I know my zone
it only takes exact change and I had a note
the machine spoke a language I have never heard
somebody had glued the coin slot
it printed half a ticket, and the inspector wanted the other half
# machine.good
three taps, {price} crowns, ticket in hand
the machine remembered that I always go {route}
big letters, clear colours, {companion} managed alone
I paid by card and it took four seconds
the machine even asked whether I have a {ticket} already
the help button on the machine was answered by a real person
# app.thing
the Quillgo app
buying in the app
live times in the app
the app's map
# app.bad
the app showed a bus that was not there and hid the one that was
update after update, and I still can't save {stop} as my home
it wants my location, my contacts and nearly my shoe size
I bought the ticket twice because the first tap seemed to do nothing
the app thinks {line} ends in {stop2}, it does not
the letters in the app are so small that I need two pairs of glasses
it warned me about a delay on a line I have never used
the app drains my battery before noon
# app.good
the app told me to leave five minutes later, and it was right
buying {ticketname} in the app takes less than a breath
the live map shows my bus crawl round {landmark}, {child} loves it
the app suggested another way {route} when everything stood still
big type, three buttons, I am seventy and like it
I forgot to check out and the app corrected it by itself
# website.thing
the website
the journey search
the timetable pages
the form on the website
# website.bad
the website offers me the timetable of last year
you click contact and land on a page about careers
the search knows {stop} only if you write it in capitals
the page threw out everything I had typed, after {minutes} minutes
cookie banner over cookie banner and somewhere behind it a timetable
I wanted a PDF of {line} and got a film about values
# website.good
I found the timetable of {line} at once, one page, to print
the form let me say it in my own words, for a change
the site shows which lifts work today, that spares me a lot
the journey search found a way {route} that I did not know after {years} years
clear prices, no tricks, on one page
# price.thing
the price of a {ticket}
the fare {route}
the zones
the price rise in {month}
# price.bad
{price} crowns for four stops, one could almost eat for that
the fare went up {again} and the train got shorter
two of us pay more by train than by car, where is the sense
the zone ends one stop before {errand}, of all places
my {ticket} is not valid on the one evening bus that would be of use
nobody understands which {ticket} is the right one, not even {staff}
# price.good
the {ticket} pays for itself after nine trips, I did the sums
with the family card {child} travels free and I save {price} crowns
the day cap is fair, it simply stops charging
cheaper than parking by {landmark}
they gave me back the difference without a discussion
# call.thing
the call centre
the waiting music
the telephone line in the evening
the advice on the phone
# call.bad
{minutes} minutes of pan pipes and then the line went dead
I told my story four times to four people
the person on the phone was {nice} but had to read from a sheet
press one, press three, press nine, goodbye
they promised to ring back on {weekday}, and that was it
on the phone they said yes, on the bus they said no
# call.good
a real person after two rings, {nice} and with a map in the head
the lady on the phone stayed on until I was on the right bus
they rang me back {weekday} at {clock}, just as they said
he did not know, said so, asked somebody and knew
my complaint was settled in one single call
the young man on the phone noticed that I was lost and never let me feel it
# lost.thing
the lost property office
the search for my {lostitem}
the opening hours of lost property
# lost.bad
lost property opens on two mornings, when everyone works
nobody could tell me whether my {lostitem} had been handed in
my {lostitem} lay {days} days in a depot while the office said there was nothing
you fill in the form, get a number, and never hear again
they wanted {price} crowns for my own {lostitem}
I had to go to {stop2} in person to ask a question
they were {nice}, but I had hoped for a little more after such a promise on the poster
# lost.good
my {lostitem} came back, wrapped in paper, with a note
{staff} searched three buses for my {lostitem} and found it
lost on {line} at {clock}, found by evening
they knew at once which {lostitem} I meant
found it, collected it, paid nothing, a decent service
my {lostitem} was there, though it took two visits
it went all right, {lostitem} back, form filled, done
# desk.thing
the fares desk in {stop}
the advice at the fares desk
the queue at the desk
opening hours of the desk
# desk.bad
one desk open, {count} people waiting, two colleagues chatting behind the glass
at the fares desk I got the dearer {ticket}, as I found out later
the desk in {stop} closed at the very moment I reached the front
she sent me to the machine, which sent me to her
I came for advice and left with a leaflet
I thought they would check all the fares for me, they checked one
fine, polite, but I had counted on someone who knows the odd cases
# desk.good
the lady at the fares desk found a {ticket} that saves me {price} crowns
solid advice at the desk, it just took its time
the desk sorted out my student card, correct and quick enough
{staff} drew me a little map on the back of the receipt
polite, correct, all in order at the desk
they did what I asked, no more and no less
$ zwip: the Zwip|the Zwip van|the on-demand van|the little van|Zwip
# zwip.thing
{zwip} in the evening
booking {zwip}
the waiting time for {zwip}
the pick-up points of {zwip}
# zwip.bad
{zwip} picked me up on the wrong side of {landmark}
{minutes} minutes of detours, I saw every farm in the valley
{zwip} can only be booked with a phone that {companion} does not own
the virtual stop is in the middle of a roundabout
the van came early and left early, while I stood at the door
by {zwip} to {errand}: never again without an hour in hand
# zwip.good
{zwip} brought {companion} to the door of the eye clinic
from {stop} to {stop2} at {clock} {weekday} night, for {price} crowns
the driver of {zwip} knew us by name on the second trip
five strangers in {zwip} and by the end we all knew each other
without {zwip} I would see nobody on a {weekday}
booked at {clock}, seated {minutes} minutes later
# newcomer.thing
moving to {stop}
the first trip on {line}
the welcome packet
finding out how it all works here
# newcomer.bad
we moved to {stop} and nobody could tell us how to get about without a car
as a newcomer I bought the wrong {ticket} three times
your poster by {landmark} promises a bus every ten minutes, at our stop it is every hour
I looked up how to get {route} and gave up after the fourth page
my first trip ended in the depot, because I did not know the bus does not go on
the free trial week could not be activated
# newcomer.good
I saw the poster by {landmark}, tried it, and sold the second car
{companion} told me about {line}, so I gave it a go
on the first day someone at {stop} showed me how to tap in
the trial week convinced me, I have a {ticket} now
before we rented the flat in {stop} I looked at your map, it decided the matter
the welcome packet with two day tickets was a {good} idea
# advocate.thing
travelling by train with friends
what I tell others about {line}
the passengers' evening in {stop}
# advocate.bad
I used to praise you to everyone, now I keep quiet
I brought three colleagues to {line} and all three drive again
I defended you at the village meeting and felt a fool the day after
friends laugh when I say the train is the better way
# advocate.good
I have talked {companion} into a {ticket}, and it stuck
half my office now comes by {line}, we have our own corner {seat}
I tell everybody in {stop} to leave the car and I mean it
my visitors from abroad could not believe how easy it was {route}
when people grumble about you I tell them about that day {place_at}
)~";

}  // namespace fh::example
