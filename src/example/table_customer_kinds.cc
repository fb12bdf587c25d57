#include "example/tables.h"

// What customers tell that is not a story: questions, wishes, thanks and so on.
namespace fh::example {

constexpr std::string_view kCustomerKinds = R"~(
# customer.question
why is {thing} like this {since}?
can someone explain to me how {thing} is meant to work?
is it normal that I {waited} {while} because of {thing}?
who is responsible for {thing} {place_at}?
when will {thing} be better on {line}?
does my {ticket} count if I change at {stop2}?
is there any way to find out about {thing} before I leave the house?
how do I reach somebody about {thing} after {clock}?
what am I supposed to do when {thing} fails me {place_at}?
could you tell me whether {thing} will stay this way after {month}?
do you have figures on {thing} or is it just me?
am I the only one who struggles with {thing} {route}?
what happens to {thing} when the new timetable comes?
may I bring {bag} on {line} before {clock}?
how long does it usually take until something is done about {thing}?
why does it take {minutes} minutes {route} on a {weekday}?
who reads this, by the way? it is about {thing}
is {thing} any better on a {weekday}, or should I go at another time?
can {companion} travel on my {ticket} at weekends?
where exactly {place_at} do I wait for {line}?
has anyone thought about {thing} for people with {bag}?
I asked about {thing} at {stop} and got three answers. which one is right?
# customer.wish
I wish {thing} were {good}, {why_care}
please do something about {thing} {place_at}
could {line} stop {place_at} as well? {companion} would use it too
a later {line} on {weekday} evenings would change my life
I would love to have {thing} sorted out before {month}
my wish: that somebody looks after {thing} from start to end
what about one {line} more around {clock}?
more room for {bag}, please
it would help so much if {thing} were the same every day
a bench {place_at}, nothing fancy, just a bench
if I had one wish it would be about {thing}, {why_care}
let {child} travel free until ten years, other valleys do
a clock that works {place_at}
tell us the truth about {thing}, even when it is bad news
I'd like a quiet part on {line}, at least before {clock}
show on the screen how full {line} is before it comes
a drinking fountain {place_at} would be kind
would it be possible to have {thing} explained in plain words?
please let the doors open a little longer {place_at}, I walk with a stick
an easier way {route}, without changing twice
# customer.wish_shelter
please build a shelter {place_at}, we stand {sky} every {weekday}
a roof {place_at} would be worth more than any gadget
we need light and a roof {place_at}, in {month} it is pitch dark at {clock}
I wish there were a bus shelter {place_at}, {companion} is over eighty
a shelter at the stop {place_at} please, {bag} got soaked {again}
when will the stop {place_at} get a roof? {child} was drenched
put a shelter and a lamp {place_at} before anything else, {why_care}
one small roof against the wind {place_at}, {why_care}
a lit shelter {place_at}, I {waited} {while} {sky}
since the old shelter {place_at} was taken away we get wet. bring it back
light at the stop {place_at}! the driver of {line} can't even see us
shelter, bench, lamp {place_at}. in that order
# customer.wish_wifi
wifi on {line} would be nice, I could work {route}
please make the wifi on {line} stronger
a socket and wifi {seat} would be welcome
could the app show the wifi password, I ask every time
I would like wifi {place_at} too
free wifi for {child} on the way to {errand}
# customer.expectation
I expect {thing} to be {good} when I pay {price} crowns
on my {ticket} I expect to get {route} without thinking about it
when I book for {clock} I expect it to come at {clock}
from you I expect an honest word about {thing}
I expect that {line} waits when the connection is two minutes behind
what I expect is simple: {thing} that works on a {weekday} like on any other day
before moving to {stop} I expected {thing} to be {good}
I would expect someone {place_at} when everything stops
next {month} I start my new job and expect {line} to get me there by {clock}
for {price} crowns I expect a seat, or at least a handhold
I expect {thing} to be the same in the evening as at noon
as a newcomer I expect signs {place_at} that a stranger can read
I assume that {thing} will be looked after once I have told you
my expectation after {years} years: {thing} should no longer be a matter of luck
# customer.concern
I worry about {thing} when the evenings get dark
I am uneasy {place_at} after {clock}, there is {nobody} to ask
what if something happens because of {thing}? I would rather warn you
{child} travels alone {route} and {thing} frightens me
I fear {thing} will drive people back to their cars
it worries me that {nobody} seems to look after {thing}
somebody will get hurt {place_at} one day, because of {thing}
{companion} no longer dares to use {line}
I am concerned that {thing} gets worse {since}
I see {thing} getting shabbier {since} and I do not like where it leads
the step {place_at} is loose, {someone} stumbled on it
there is a smell of burning on {line} {place_at}, it may be nothing
I am afraid of losing my job over {thing}
if {line} is cut, how do we get to {errand}?
the crossing {place_at} is dangerous when it is {sky}
I am not sure {thing} is safe for people with {bag}
# customer.thanks
thank you to {staff} {place_at}, {feeling_good}
a big thank you for {thing}
{staff} found my {lostitem} and rang me the same day. thank you!
thanks to the driver of {line} who waited for me {place_at}
I want to thank {staff}: {nice}, quick, and with a smile
thank you for {thing}, {child} still talks about it
to whoever repaired {thing} {place_at}: thank you
{cheer}! {thing} was {good} and I wanted you to know
the crew of {line} helped {companion} with {bag}. thank you so much
many thanks, I made it to {errand} only because {staff} thought along
thanks for telling us straight away what was wrong {place_at}
thank you for {years} years {route}, mostly on time
a stranger and your {nice} driver carried {bag} for me. I am {very} {glad}
warm thanks from {stop}: {thing} is {good}
thank you for the light {place_at}, {feeling_good}
for once a thank you instead of a moan: {thing} is {good}
# customer.workaround
I always take the one before, because of {thing}, and wait {minutes} minutes in the café
because {thing} is {bad} I now get off at {stop2} and walk the rest
our trick: one of us runs ahead and holds the door, the other brings {bag}
I keep a second {ticket} in the drawer in case {thing} fails
since {thing} can't be relied on I keep a bicycle at {stop2}
we have a chat group of neighbours who warn each other about {thing}
I set my watch {minutes} minutes ahead so that {thing} does not catch me out
I stand at the very back {place_at}, there the doors open where the seats are
if {thing} lets me down I ask the driver of {line} directly, they know more than any screen
I print everything at the library because of {thing}
I ring {companion}, who sees the stop from the window, to learn whether {line} has come
I go {route} the wrong way round, it is longer but I get a seat
$ lostitem: glove|umbrella|violin case|reading glasses|lunch box|set of keys|blue scarf|rucksack|hearing aid|bobble hat|sketchbook|wallet
)~";

}  // namespace fh::example
