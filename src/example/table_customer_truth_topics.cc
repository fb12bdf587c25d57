#include "example/tables.h"

// Topics that exist because a truth was planted (truths.h) among customers.
namespace fh::example {

constexpr std::string_view kCustomerTruthTopics = R"~(
$ frozen: froze|hung|got stuck|went blank|stopped responding|just sat there with a turning wheel
$ machine_noun: ticket machine|machine|red machine|new machine|machine on the platform
# machine_freeze.thing
the frozen ticket machine {place_at}
the card reader of the machine
the machines since the update
# machine_freeze.bad
the {machine_noun} {place_at} {frozen} right after I put my card in
card in, pin typed, screen {frozen}, card kept for {minutes} minutes
since the update the {machine_noun} freezes at the card reader, and the train does not wait
the {machine_noun} {frozen}, I boarded without a ticket and was fined {price} crowns
both machines {frozen} {place_at}, a queue to the stairs
{someone} hit the {machine_noun} because it {frozen} with the card inside
it says please wait after the card, and then it waits for ever
the {machine_noun} charged my card, {frozen} and printed nothing
three mornings in a row the {machine_noun} {frozen} at the same step, after the card
the card reader of the {machine_noun} blinks, the screen {frozen}, {nobody} there to ask
# zwip_gone.thing
my booked van
the booking that vanished
the confirmation for the van
# zwip_gone.bad
I booked {zwip} for {clock}, it was confirmed, and no van came
the booking simply vanished from my list, the van with it
{zwip}: confirmed, then gone, no message, {minutes} minutes {sky}
the app says I did not show up, but it was the van that did not show up
my confirmed trip to {errand} disappeared at {clock} and nobody could find it
twice this week the booked {zwip} never came
{companion} stood at the virtual stop with the confirmation on the screen, no van
the call centre could not see any booking, I had the confirmation in my hand
{zwip} drove past empty while my booking was deleted in front of my eyes
I got a bill for a no-show, and I was there, {zwip} was not
# stop_moved.thing
the moved stop in Vantry Mills
the stop on the far side of the bridge works
the way to the replacement stop
# stop_moved.bad
the stop in Vantry Mills has been moved behind the bridge works, {minutes} minutes on foot
nobody {told} that the Vantry Mills stop is now across the river
the replacement stop in Vantry Mills has no pavement, just mud
I stood at the old stop in Vantry Mills and saw the bus go by on the other bank
the sign at the old stop points the wrong way, half of Vantry Mills is lost
with {bag} it is impossible to reach the new stop by the bridge works
the temporary stop is so narrow that lorries brush your sleeve
the school children cross the building site because the stop was moved
at the moved stop there is no timetable, no lamp, no seat
how is {companion} with a stick to get over the bridge works to the bus
# app_logout.thing
being logged out of the app
the app's login
the code that never arrives
# app_logout.bad
the app logged me out on the platform and the code came after the inspector
logged out {again}, password rejected, ticket inside
every morning Quillgo asks me to sign in, and the code takes {minutes} minutes
I was logged out in the middle of the trip and had to pay {price} crowns
the app signs me out as soon as I change from home wifi to the road
my {ticket} is in the app and the app no longer knows me
sign in, code, sign in, code, I missed {line} because of a login
since the last version I am logged out twice a day
they say reinstall, I did, and it logged me out {again}
without login no ticket, without code no login, without network no code
# line4_late.thing
Line 4 in the morning
the delays on Line 4
the single track at Gorsel Cross
# line4_late.bad
Line 4 {late} {again}, we stood before Gorsel Cross for {minutes} minutes
the passing loop at Gorsel Cross {again}, Line 4 waits for the other train every day
Line 4 has never once been on time at {clock} in {years} years
I take Line 4 and tell my boss the truth: it depends on Gorsel Cross
on Line 4 {minutes} minutes are normal, they do not even announce it
Line 4: stop, wait, creep, wait, and nobody says that it is the single track
another morning, another wait on Line 4, I know every tree at Gorsel Cross
when Line 4 is on time people look at each other and check their watches
the delay on Line 4 means my connection at {stop2} is gone, {often}
# refund_slow.thing
my refund
the refund form
the {price} crowns you owe me
# refund_slow.bad
I have waited {days} days for my refund of {price} crowns
the refund form came back because the number has one digit too few
refund asked in {month}, {days} days, three mails, no money
they say the refund is on its way, it must be on foot
for {price} crowns I have now written four letters and waited {days} days
refund refused, then granted, then lost, {days} days so far
the call centre can see my refund but cannot touch it
I no longer ask for refunds, it takes {days} days and all my patience
# heating.thing
the heating on {line}
the cold carriage
the temperature on {line}
# heating.bad
no heating on {line}, I could see my breath {route}
the heating in the second carriage is dead {again}, gloves on all the way
freezing cold at {clock}, {child} shivered
the heater blows cold air at your ankles and that is all
I wore two pairs of socks and still froze on {line}
they heat the empty carriage, and we sit in the cold one
ice on the inside of the window, in a train, this century
{someone} gave {child} a blanket because it was so cold {seat}
# two_singles.thing
the through ticket by way of Pellowick
the zone border at Pellowick
the fare over the zone border
# two_singles.bad
I buy two singles and split the trip at Pellowick, it is {price} crowns cheaper than the through ticket
everyone here splits the ticket at the Pellowick zone border, get out, tap, get in
two tickets instead of one: because the zone border at Pellowick counts double I pay in two pieces
{companion} showed me the trick: one ticket to Pellowick, a second from there, never the through fare
I tap out and in again at Pellowick while the train stands, or else it charges three zones
to dodge the zone border I ride to Pellowick on one ticket and go on with another
# screenshot.thing
the ticket in the tunnel
showing the ticket without network
the ticket that needs a signal
# screenshot.bad
I take a screenshot of the ticket before the tunnel, the app is blank without network
before every inspection hole I photograph my ticket, as the app can't show it offline
my trick is a screenshot, since between {stop} and the tunnel the app loses the ticket
all regulars on {line} keep a screenshot, the app needs a signal just when the guard comes
screenshot at home, airplane mode on the train, that way the ticket does not vanish offline
{child} taught me to save the ticket as a picture because there is no network in the valley
# night_bus.thing
the hourly night bus
the promised night bus
the N9 after midnight
# night_bus.bad
the hourly night bus you promised did not come, {minutes} minutes {sky}
N9, hourly, says the poster. I saw one bus in three hours
promised every hour, the night bus runs when it feels like it
after the late shift I trusted the new night bus and {other_way}
the driver of the N9 told me there are only two drivers for the whole night
where is the night bus that was in all the papers
at one o'clock no N9, at two o'clock no N9, at three I was at home, on foot
your director promised us the night bus at the village evening, {companion} was there
)~";

}  // namespace fh::example
