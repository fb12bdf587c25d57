#include "example/tables.h"

// Slots everyone uses: how people grade, time and colour what they tell.
namespace fh::example {

constexpr std::string_view kEverydaySlots = R"~(
$ late: late|delayed|behind time|running late|way behind|late as ever
$ very: very|really|so|terribly|extremely|quite|rather|pretty|properly|awfully
$ bit: a bit|slightly|somewhat|a little|rather
$ again: again|once more|yet again|for the third time|one more time|as so often
$ nobody: nobody|no one|not a soul|not one person|none of the staff
$ told: told us|said|explained|let us know|gave|mentioned
$ waited: waited|stood there|hung about|sat around|stood in the cold|kept waiting|stood about
$ while: for ages|half the morning|a good while|longer than I like|what felt like an hour|{minutes} minutes|for {minutes} min|far too long
$ often: often|most days|every other week|nearly every {weekday}|now and then|time after time|more than I can count|three times this month|twice a week
$ bad: poor|bad|awful|shabby|disappointing|useless|a mess|hopeless|not good enough|a disgrace|below par|rubbish
$ good: good|great|lovely|excellent|decent|first class|just right|spot on|brilliant|a pleasure|very fine
$ nice: friendly|kind|patient|cheerful|warm|polite|helpful|calm|attentive|good-humoured
$ rude: rude|short with me|grumpy|cold|impatient|dismissive|snappy|not interested|curt
$ angry: angry|annoyed|fed up|cross|frustrated|furious|irritated|worn out|sick of it|upset
$ glad: glad|pleased|relieved|happy|grateful|delighted|touched|cheered up
$ morning: this morning|on {weekday}|last {weekday}|yesterday|the other day|on {weekday} morning|today|two days ago|on {weekday} evening|earlier this week|last week|one {weekday} in {month}|around {clock}|on the {clock}|at about {clock}
$ child: my daughter|my son|the little one|my two kids|our youngest|my grandson|my granddaughter|the twins
$ companion: my mother|my neighbour|my husband|my wife|an old friend|my sister|a colleague|my father|my flatmate|my aunt
$ errand: the dentist|an appointment|my shift|school|a job interview|the market|choir practice|evening class|the hospital|a funeral|a birthday|the library|football training|the bakery where I work|a meeting|the eye clinic|my first day at work|the swimming pool|the town hall|a concert|an exam|physio|the nursery|a parents' evening
$ bag: two heavy bags|a pram|my suitcase|a rucksack|the shopping|a cello|a cake on my knees|a folding bike|crutches|a cat in a basket|a box of plants|wet boots
$ other_way: walked|took a taxi|called {companion} for a lift|cycled instead|gave up and went home|begged a lift|had to run|borrowed a car|shared a cab with three strangers
$ feeling_bad: I felt {bit} stupid|I felt ignored|I was close to tears|I could have screamed|it spoiled the whole day|I was {very} {angry}|my heart sank|I just shook my head|I felt like a parcel|it made me feel small|I had a lump in my throat
$ feeling_good: I was {very} {glad}|I smiled all the way|it made my day|I felt looked after|I felt welcome|I was honestly surprised|I relaxed at once|it felt human|I could have hugged someone|I felt taken seriously
$ think: I think|I believe|it seems to me|I'd say|in my view|my feeling is|to be honest|frankly
$ why_care: it is not much to ask|it would cost next to nothing|others manage it|it used to work|we pay enough|people depend on it|I have said so before|it is the small things|that is all I want
$ someone: a woman next to me|an elderly man|a young couple|a schoolboy|the man with the dog|a student|a nurse on her way home|a mother with twins|a builder|the lady with the hat|somebody behind me|a tourist
$ reaction: what a shame|typical|no surprise there|I gave up|as usual|brilliant, thanks|unbelievable|I had to laugh|it gets old|so much for that|what can you do|here we go|same story|not funny any more|and the day had hardly begun|one gets used to it, sadly
$ cheer: well done|keep it up|more of that|hats off|thank you|that is how it should be|what a difference|lovely start to the day|credit where it is due|full marks|long may it last|I was impressed
$ ticketname: my {ticket}|the {ticket}|my ticket|my Merecard|the paper ticket
$ staff: the staff|the lady at the desk|the young man on duty|the attendant|the colleague in the blue jacket|the woman with the radio|the gentleman in uniform|a member of staff
$ sky: in the rain|in drizzle|in the wind|under a grey sky|in bright sun|in thick fog|with wet feet|in the half-dark|on a mild evening|with a low sun in my eyes|on a raw grey day
$ since: for weeks now|since {month}|for months|since the new timetable|since last autumn|for two years|for as long as I remember|lately
$ small: a small thing|a detail, I know|a trifle perhaps|nothing dramatic|just one thing|a minor point
)~";

}  // namespace fh::example
