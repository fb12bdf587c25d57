#include "example/tables.h"

// How employees tell: shifts, rosters, depots; shorter, drier, with trade words.
namespace fh::example {

constexpr std::string_view kEmployeeFrames = R"~(
$ crewmate: my relief|the foreman|the lad from stores|our trainee|the dispatcher|a colleague from {unit}|the old hand next to me|my co-driver|the night cleaner|the fitter|the one from planning
$ shift: early turn|late turn|split duty|night turn|relief turn|Sunday turn|spare turn|first duty|yard turn
$ upstairs: upstairs|the office|management|head office|the third floor|those who plan|control
# employee.open
on {shift},
{shift}, {weekday},
took over unit {vehicle} at {clock} and
at {unit} we all know this:
{years} years in and
as usual at {unit},
during handover
at the briefing {weekday}
for what it is worth,
I work at {unit} and
last {shift}
short note from {workplace}:
came on at {clock} and
when I started here {years} years ago
second week of {month},
between two turns
# employee.scene
{crewmate} saw it too
unit {vehicle} stood next to us with the lights on all night
we were two short that day, one sick and one on a course
it was {clock} and {workplace} was empty
outside minus four, inside not much better
I had been up since three
the radio was busy the whole time
we had {count} vehicles to turn out before {clock}
{crewmate} made coffee, which is the only thing that always works
passengers were knocking on the cab window
the clipboard by {workplace} says something else than the screen
it was my fourth {shift} in a row
{crewmate} has been here {years} years and had never seen that
the phone in {workplace} kept ringing for another department
I asked {crewmate} and {crewmate} asked somebody else
we keep a kettle, a chessboard and a first-aid box, and all three are in use
rain came through the roof over {workplace} {again}
the new people stood about because nobody had time for them
on paper there is a break between {clock} and the next turn
I wrote it into the book as we are told to
# employee.consequence.bad
we went out with {minutes} minutes delay and I got the blame from the passengers
had to cancel the first run, {count} people left standing
I drove without a break until {clock}
the fault travelled through half the valley with unit {vehicle}
{crewmate} did a double turn, unpaid in the end
I stayed {minutes} minutes longer and will not see that time again
we had to take a part from another vehicle
nobody told the crew of the next turn
I said sorry to passengers for something I did not do
a trainee handed in his notice the week after
we did it with tape, as always
I swapped with {crewmate}, otherwise it would not have run at all
it ended up in a report that nobody reads
I took it home with me and slept badly
# employee.consequence.good
we turned out everything on time
nobody had to stay longer
the passengers noticed, two of them thanked me
{crewmate} and I were done before {clock}
we saved a whole {shift} of running about
unit {vehicle} has been quiet since
even {upstairs} took note
the trainee can do it alone now
I went home whistling
# employee.reflection.bad
{upstairs} sees numbers, we see faces
{think} nobody who plans this has ever done a {shift}
we could solve it ourselves if someone let us
it is not the work, it is the running after things
I like this job, I do not like what it has become {since}
you do your best and are told about the one thing that went wrong
every department is right on its own and together it does not work
a question would have been enough, but nobody asks
we know it, they know it, and the form goes round in circles
what annoys us today annoys the passengers tomorrow
I have stopped making suggestions
there is always money for a campaign and never for a spare part
I would tell the director to his face if he came on an {shift}
# employee.reflection.good
when we are asked it works
that is the firm I signed up with
{think} this is what keeps people here
a word of thanks goes further than a poster
you can feel it in the crew room
I have {years} years to go and would like to spend them here
that is how a team ought to be
it shows that somebody listened
the passengers get it back from us, one to one
# employee.close.bad
just so it is written down somewhere
talk to us, {workplace}, any {shift}
I expect nothing, surprise me
that is how it is at {unit}
over and out
greetings from {workplace}
same again tomorrow
somebody should come and look
for the third time of writing
no names please
# employee.close.good
more of that
thanks to {crewmate}
greetings from {unit}
well worth telling
pass it on
keep it like this
good work all round
# employee.close.mixed
half good, half not
could be worse
we manage
it depends on who is on
so-so
we will see after {month}
# employee.short.bad
{shift}, two short {again}
no spare for unit {vehicle}
{thing}: {bad}
{late} out of {unit}, no {part}
{workplace} cold {again}
roster changed {again}, told by accident
{reaction}. {unit}
unit {vehicle}: {part}. {again}
{thing}, {since}
tired. {shift} after {shift}
# employee.short.good
good {shift}, good crew
{thing}: {good}
unit {vehicle} runs {good} {again}
{crewmate} saved the day
all out on time at {unit}
proper break today, {cheer}
{feeling_good}
# employee.interaction
took over unit {vehicle} at {clock}
fault booked: {part}, unit {vehicle}
handed in unit {vehicle}, {workplace}
swapped {shift} with a colleague
signed off at {clock}, {minutes} min over
defect card {part} passed on, {weekday}
# employee.question
who decides about {thing}?
can somebody tell {unit} what is planned with {thing}?
why do we hear about {thing} last?
is there a rule for {thing} on {shift}, or does each depot do its own?
where do I report {part} when {workplace} is not staffed?
how do other depots deal with {thing}?
will {thing} be part of the next roster talks in {month}?
has anyone measured what {thing} costs us in minutes?
# employee.wish
I wish for {thing} that is planned together with us
a second {part} in stores would save us three turns a month
let the crews draw up {shift} themselves for a trial
one fixed day a month where {upstairs} rides along
please, lockers that lock and a dryer for wet jackets
a quiet room at {unit}, not much bigger than a cupboard
plan the handover with ten minutes instead of two
I'd like to learn {workplace}, I have asked for {years} years
more time for {thing}, {why_care}
a proper heater for {workplace} before {month}
# employee.wish_shelter
give the passengers a roof {place_at}, they are wet before they board and I get the mood
I see them every {shift} {sky}: build shelters and lamps at the stops
a lamp at the stop {place_at}, I cannot see who is waiting
# employee.wish_wifi
wifi in the crew room at {unit} would be enough
faster wifi for the tablets in the cab
# employee.expectation
I expect to know my {shift} two weeks ahead
when I report {part} I expect an answer within days
I expect {upstairs} to ask us before {thing} is changed
after {years} years I expect to be believed
I expect a vehicle that is fit to go out, no more
I expect {thing} to be settled before {month}
# employee.concern
one day {part} will go at speed and then everybody will ask who knew
I worry about the young ones on {shift}, they do not last
with {thing} like this we will lose more people by {month}
{workplace} is not safe {sky}, the floor is like soap
I am concerned about unit {vehicle}, the brakes feel soft {again}
tired drivers are dangerous drivers, look at {shift}
people go home ill because of {thing}
# employee.thanks
thanks to {crewmate}, without whom {shift} would have fallen flat
thank you to planning for listening about {thing}
to the cleaners at {unit}: you see more than you are paid for
thanks for the new {part}, {feeling_good}
thank you {unit}, best crew I have had in {years} years
a passenger gave me a jar of honey, I share the thanks with {crewmate}
# employee.workaround
we keep our own {part} in a locker, stores takes too long
I ring {crewmate} at home before {shift}, otherwise I would not know about {thing}
we swap turns by a list on the fridge and tell planning afterwards
because of {thing} I come {minutes} minutes early and prepare the vehicle unpaid
we park unit {vehicle} on the slope so that it rolls if {part} fails
I note the real times in my own book since {thing} does not show them
)~";

}  // namespace fh::example
