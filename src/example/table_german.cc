#include "example/tables.h"

// A smaller grammar in German.
namespace fh::example {

constexpr std::string_view kGermanTables = R"~(
$ de_zeit: heute früh|gestern Abend|letzte Woche|am Montag|am Freitag|neulich|gegen {clock}|auf dem Heimweg|auf dem Weg zur Arbeit|kurz vor {clock}|vorgestern|am Wochenende
$ de_ziel: zum Zahnarzt|zur Schule|zur Spätschicht|zum Markt|zur Chorprobe|ins Krankenhaus|zu einer Taufe|zum Vorstellungsgespräch|in die Bibliothek|zum Training
$ de_mit: mit Kinderwagen|mit zwei Taschen|mit dem Rad|mit meiner Mutter|mit Krücken|mit nassen Schuhen|mit einem Cello|mit drei Kindern
$ de_sehr: sehr|wirklich|richtig|ziemlich|furchtbar|ganz schön
$ de_wieder: schon wieder|wieder einmal|zum dritten Mal|abermals|wie so oft
$ de_gefuehl_s: ich war {de_sehr} verärgert|ich kam mir dumm vor|das hat mir den Tag verdorben|ich fühlte mich im Stich gelassen|mir kamen fast die Tränen
$ de_gefuehl_g: das hat mich {de_sehr} gefreut|ich war positiv überrascht|so fühlt man sich willkommen|da geht einem das Herz auf|ich habe den ganzen Weg gelächelt
# de.open
{de_zeit}
{de_zeit}, {de_mit} unterwegs {de_ziel}:
ich wollte {de_ziel} und
guten Tag,
als Pendler zwischen {stop} und {stop2} kann ich nur sagen:
eine Kleinigkeit:
# de.scene
ich war {de_mit} unterwegs und hatte es eilig
neben mir saß ein älterer Herr, dem ging es genauso
draußen regnete es in Strömen, und ein Dach gibt es in {stop} nicht
ich wohne seit {years} Jahren in {stop} und habe kein Auto
wir waren bestimmt {count} Leute
meine Tochter fragte alle zwei Minuten, wie lange noch
hinter {landmark_de} blieb alles stehen
$ landmark_de: der alten Gerberei|der Salzbrücke|dem Birnenmarkt|der Papiermühle|der blauen Kapelle
# de.late.bad
{line} hatte {de_wieder} {minutes} Minuten Verspätung und keiner sagte etwas
in {stop} standen wir {minutes} Minuten herum, der Anschluss war weg
der Bus fuhr {de_wieder} einfach vorbei, obwohl ich gewinkt habe
angezeigt waren fünf Minuten, daraus wurden {minutes}
die Bahn um {clock} fiel ersatzlos aus, ich bin gelaufen
der Zug kam, nur leider am anderen Bahnsteig
# de.late.good
{line} kam auf die Minute pünktlich und war angenehm leer
trotz Baustelle hat der Anschluss in {stop2} geklappt
der Bus hat auf unseren verspäteten Zug gewartet, großartig
seit dem neuen Fahrplan komme ich ohne Hetze {de_ziel}
# de.ticket.bad
der Automat in {stop} blieb nach der Karte hängen, Zug weg
die App hat mich {de_wieder} abgemeldet, der Kontrolleur war schneller
elf Bildschirme für eine einzige Fahrkarte nach {stop2}
ich habe doppelt bezahlt, {price} Kronen, und warte seit {days} Tagen auf die Erstattung
ohne Netz keine Fahrkarte, im Tal gibt es aber keins
die Buchung war bestätigt und dann spurlos verschwunden
# de.ticket.good
drei Mal getippt, Fahrkarte da, so einfach kann es sein
die App schlug mir einen Weg über {stop2} vor, der wirklich schneller war
große Schrift und klare Knöpfe am Automaten, das schafft auch meine Mutter
das Geld war nach drei Tagen wieder auf dem Konto
# de.people.bad
der Fahrer war {de_sehr} unfreundlich, als ich nach {stop2} fragte
am Telefon {minutes} Minuten Panflöte, danach war die Leitung tot
am Schalter schickte man mich zum Automaten und vom Automaten zum Schalter
vier Menschen habe ich dieselbe Geschichte erzählt, keiner war zuständig
der Busfahrer fuhr an, bevor meine Mutter saß
# de.people.good
die Fahrerin ist ausgestiegen und hat meiner Mutter geholfen
der junge Mann am Telefon blieb dran, bis ich im richtigen Bus saß
die Schaffnerin erklärte allen die Umleitung, ruhig und freundlich
am Schalter hat man mir eine Karte gefunden, die {price} Kronen spart
mein Schirm kam am selben Tag zurück, mit einem Zettel dran
# de.price.bad
{price} Kronen für vier Haltestellen, das ist nicht mehr normal
die Zone endet genau eine Haltestelle vor meinem Ziel
die Preise steigen und die Züge werden kürzer
zu zweit ist das Auto billiger, leider
# de.price.good
die Monatskarte rechnet sich nach neun Fahrten
die Tagesgrenze ist fair, danach wird nichts mehr abgebucht
mit der Familienkarte fahren die Kinder umsonst mit
# de.place.bad
der Aufzug in {stop} ist {de_wieder} kaputt, {count} Stufen {de_mit}
die Unterführung in {stop} steht unter Wasser
keine Bank, kein Dach, kein Licht an der Haltestelle {stop}
die Haltestelle wurde verlegt und niemand hat es gesagt
die Anzeige in {stop2} ist seit Wochen dunkel
# de.place.good
der Warteraum in {stop} ist warm und es gibt sogar Bücher
der neue Aufzug läuft und ist sauber
seit den neuen Lampen traue ich mich abends wieder allein nach {stop}
# de.comfort.bad
keine Heizung in {line}, man sah den eigenen Atem
zu zweit auf einem Sitz, der Rest stand im Gang
die Toilette ist seit Wochen abgesperrt
der Sitz war nass, gemerkt habe ich es zu spät
nur zwei Wagen zur Schulzeit, wir kamen nicht hinein
# de.comfort.good
der Wagen war sauber, die Fenster klar
endlich wieder drei Wagen, jeder hatte einen Platz
vier freie Haken für die Räder, wunderbar
# de.close.bad
{de_gefuehl_s}
bitte kümmern Sie sich darum
ich habe den Termin verpasst
das nächste Mal nehme ich das Auto
am Ende musste mich mein Bruder abholen
so verliert man Kunden
# de.close.good
{de_gefuehl_g}
weiter so
danke an das ganze Team
bitte richten Sie das aus
so macht Bahnfahren Freude
# de.wish
ich wünsche mir ein Dach und eine Lampe an der Haltestelle {stop}
bitte einen späteren Bus von {stop2} nach {stop}, wenigstens am Freitag
könnte {line} auch in {stop} halten?
eine Bank in {stop}, mehr will ich gar nicht
# de.question
warum braucht {line} zwischen {stop} und {stop2} auf einmal {minutes} Minuten länger?
gilt meine Karte auch, wenn ich in {stop2} umsteige?
wer ist eigentlich für die Haltestelle {stop} zuständig?
wann wird es auf {line} endlich besser?
# de.thanks
danke an die Fahrerin von {line}, die in {stop} gewartet hat
herzlichen Dank für die schnelle Hilfe in {stop2}, {de_gefuehl_g}
vielen Dank, {de_mit} wäre ich ohne Hilfe nicht {de_ziel} gekommen
# de.concern
im Dunkeln habe ich in {stop} Angst, es ist niemand da
die Stufe in {stop} ist lose, da fällt noch jemand
mein Kind fährt allein mit {line}, und das macht mir Sorgen
)~";

}  // namespace fh::example
