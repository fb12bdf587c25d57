// Made-up experiences for the mock server: nobody lived any of this.
const tellings = [
  ['They said it would be there by noon. I took the day off for it, and at six a card lay on the mat.', 'customer', 'delivery', 'use', 'web', 8, 1],
  ['As a driver I can only mark it tried. There is no button for nobody answered the gate code, so that is what the customer reads.', 'employee', 'delivery', 'use', 'app', 6, 3],
  ['The voucher they sent for the late delivery could not be used on the next order. Out of stock, it said, for a voucher.', 'customer', 'checkout', 'purchase', 'web', 7, 2],
  ['I rang on Saturday and a person answered at the second ring. She stayed on the line until the redelivery was booked.', 'customer', 'call', 'use', 'phone', 4, 9],
  ['Every weekend the redelivery calls come in and we have no list of what is still on the vans. I keep one on paper.', 'employee', 'call', 'use', 'phone', 5, 2],
  ['The app shows the van on the map. It sat round the corner for an hour, and then it drove away.', 'customer', 'app', 'use', 'app', 7, 3],
  ['Opened the app to move the day, it took two taps. That was all I wanted.', 'customer', 'app', 'use', 'app', 6, 9],
  ['Our shop hands parcels over to the depot at four. If the van comes late nobody tells us, and the people stand at our counter.', 'partner', 'pickup', 'use', 'in person', 7, 4],
  ['Picked it up myself in the end. The man at the counter knew my name from last time and had it ready.', 'customer', 'pickup', 'use', 'in person', 5, 9],
  ['The new label printer means I no longer write addresses twice. Thank you to whoever fought for that.', 'employee', 'depot', 'use', 'in person', 5, 8],
  ['Es hieß, die Lieferung käme zwischen acht und zwölf. Um drei rief ich an, und niemand wusste, wo der Wagen war.', 'customer', 'delivery', 'use', 'phone', 8, 2],
  ['Der Fahrer hat das Paket beim Nachbarn abgegeben, obwohl ich zu Hause war. Geklingelt hat er nicht.', 'customer', 'delivery', 'use', 'app', 7, 2],
  ['Why is the delivery window not on the confirmation? I had to look for it in three places.', 'customer', 'checkout', 'purchase', 'web', 7, 4],
  ['The chat told me it was delivered. It was not. I sent a photograph of the empty step and it told me again.', 'customer', 'chat', 'use', 'chat', 6, 1],
  ['I wish I could leave the gate code once, for every driver, instead of writing it on each order.', 'customer', 'delivery', 'use', 'web', undefined, undefined],
  ['We tell each other in the drivers\u2019 group which gates are broken, because the note field is cut off after twenty letters.', 'employee', 'delivery', 'use', 'app', 5, 3],
  ['Friends told me about it when I moved here. First order, everything came, nothing broken.', 'customer', 'delivery', 'discovery', 'web', 5, 8],
  ['I read the returns page twice and still do not know who pays.', 'customer', 'website', 'awareness', 'web', undefined, 3],
  ['Refund in two days, without asking why. I did not expect that.', 'customer', 'call', 'use', 'phone', 4, 10],
  ['The scanner freezes in the cold. I put it inside my jacket between stops.', 'employee', 'depot', 'use', 'in person', 6, 3],
  ['He lied. He wrote that he rang and the camera over my door shows that he did not stop.', 'customer', 'delivery', 'use', 'web', 8, 0],
  ['I recommend it to everyone in the house now; the evening slot is what made the difference.', 'customer', 'delivery', 'advocacy', 'in person', 7, 9],
  ['The substitute for what was out of stock was better than what I had ordered.', 'customer', 'delivery', 'use', 'app', 6, 8],
  ['Two hours of hold music, then the line went dead at closing time.', 'customer', 'call', 'use', 'phone', 6, 0],
  ['As a supplier I see the order change after the truck has left. Then it is my fault that something is missing.', 'partner', 'depot', 'purchase', 'web', 7, 3],
  ['The loyalty letter came on real paper, with a name under it. I kept it.', 'customer', 'letter', 'cultivation', 'post', undefined, 9],
  ['Paid, waited, nothing. The basket had emptied itself and the money was gone until Monday.', 'customer', 'checkout', 'purchase', 'web', 9, 1],
  ['On the phone I am measured by how short I am. The ones who need long I have to hand on.', 'employee', 'call', 'use', 'phone', 7, 2],
  ['I saw the advertisement with the smiling driver. Ours is like that, he really is.', 'customer', 'advertisement', 'attraction', 'television', 4, 8],
  ['Delivery was on the day they said, at the hour they said. I only notice because it was the first time.', 'customer', 'delivery', 'use', 'web', 3, 7],
];
const units = { delivery: 'Depot North', depot: 'Depot North', call: 'Service line', chat: 'Service line', pickup: 'Shops', app: 'Digital', website: 'Digital', checkout: 'Digital' };
const moods = ['let down', 'relieved', 'angry', 'surprised', 'calm', 'tired'];
const long = ' I have been with them for six years and I know that things go wrong. What I cannot understand is that nobody who could have changed anything ever heard of it. The driver said he would tell the depot. The depot said the line would write it down. The line said that the depot must have seen it. In the end I wrote it on a card and gave it to the driver again, and he laughed and showed me that he had four of these cards in his jacket already, from other people in the same street. That is how we found out that it was the gate, the same gate, every Saturday, and that the code had been changed in March by the people who own the yard. Nobody had told anyone, and everyone had been told.';

export function made(count) {
  let seed = 11;
  const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const now = Date.UTC(2026, 2, 20);
  return Array.from({ length: count }, (_, i) => {
    const [text, party, touchpoint, stage, channel, expected, felt] = tellings[i < tellings.length ? i : next(tellings.length)];
    const age = Math.floor(Math.pow(next(1000) / 1000, 1.6) * 800) + 1;
    const shake = (r) => (r === undefined ? undefined : Math.max(0, Math.min(10, r + (i < 30 ? 0 : next(5) - 2))));
    const wish = /^I wish/.test(text);
    const kind = wish ? 'wish' : /\?/.test(text) ? 'question' : /Thank you/.test(text) ? 'thanks' : /jacket|on paper|group which/.test(text) ? 'workaround' : 'story';
    const one = {
      id: `e${i + 1}`, sequence: i + 1, version: 1, source: ['tell', 'survey', 'panel'][next(3)], source_id: `m-${i + 1}`,
      text: i === 3 || i % 41 === 40 ? text + long : text, kind, party, touchpoint, stage, channel,
      lived_at: new Date(now - age * 86400000).toISOString().slice(0, 10), told_at: new Date(now - (age - 1) * 86400000).toISOString(),
      expected: shake(expected), felt: shake(felt), person: `p${next(Math.ceil(count * 0.7))}`,
      subjects: [{ level: 'organisation', name: ['Halm & Sons', 'Larkspur Parcels'][next(2)] }],
      signifiers: {
        Mood: [moods[next(6)], moods[next(6)]].filter((m, j, all) => all.indexOf(m) === j), Week: next(52) + 1,
        'Who could change it': { scale: next(101) / 100, from: 'nobody', to: 'one person today' },
      },
    };
    if (units[touchpoint] && next(6)) one.unit = touchpoint === 'delivery' && next(2) ? 'Depot South' : units[touchpoint];
    if (/[äöüß]/.test(text)) one.inferred = { lang: 'de' };
    else one.lang = 'en';
    if (i % 7 === 2) one.signifiers['What it was about'] = { share: { people: 0.5, rules: 0.3, machines: 0.2 } };
    for (const key of ['expected', 'felt']) if (one[key] === undefined) delete one[key];
    if (one.expected !== undefined && one.felt !== undefined) one.gap = one.felt - one.expected;
    return one;
  });
}
