#include "example/tables.h"

// A smaller grammar in Dutch.
namespace fh::example {

constexpr std::string_view kDutchTables = R"~(
$ nl_tijd: vanmorgen|gisteravond|vorige week|maandag|vrijdag|laatst|rond {clock}|op weg naar huis|op weg naar mijn werk|zaterdag|eergisteren
$ nl_doel: naar de tandarts|naar school|naar de markt|naar het koor|naar het ziekenhuis|naar een sollicitatie|naar de bibliotheek|naar de training|naar een doop
$ nl_met: met de kinderwagen|met twee tassen|met de fiets|met mijn moeder|op krukken|met drie kinderen|met een cello
$ nl_zeer: heel|echt|vreselijk|behoorlijk|best
$ nl_weer: weer|alweer|voor de derde keer|zoals zo vaak|opnieuw
$ nl_slecht: ik was {nl_zeer} boos|ik voelde me vergeten|mijn dag was verpest|ik kon wel huilen|je voelt je een pakketje
$ nl_goed: ik was er {nl_zeer} blij mee|ik heb de hele weg geglimlacht|je voelt je welkom|wat een fijne verrassing|daar word je warm van
# nl.open
{nl_tijd}
{nl_tijd}, {nl_met} onderweg {nl_doel}:
ik wilde {nl_doel} en
goedendag,
als reiziger tussen {stop} en {stop2} zeg ik:
even dit:
# nl.scene
het regende en in {stop} is geen afdak
ik woon al {years} jaar in {stop} en heb geen auto
we stonden daar met zeker {count} mensen
mijn dochter vroeg om de twee minuten hoe lang nog
een meneer naast mij had precies hetzelfde
ik was {nl_met} op pad en had haast
# nl.late.bad
{line} had {nl_weer} {minutes} minuten vertraging en niemand zei iets
we stonden {minutes} minuten in {stop}, de aansluiting was weg
de bus reed gewoon voorbij terwijl ik zwaaide
eerst vijf minuten, toen tien, toen {minutes}
de trein van {clock} viel uit, ik ben gaan lopen
# nl.late.good
{line} was op de minuut op tijd en lekker rustig
ondanks het werk aan het spoor haalde ik de aansluiting in {stop2}
de bus wachtte op onze late trein, geweldig
met de nieuwe dienstregeling kom ik zonder rennen {nl_doel}
# nl.ticket.bad
de automaat in {stop} liep vast na de pas, trein weg
de app had mij {nl_weer} uitgelogd, net toen de controle kwam
elf schermen voor een kaartje naar {stop2}
ik heb dubbel betaald, {price} kronen, en wacht al {days} dagen op mijn geld
zonder bereik geen kaartje, en in het dal is geen bereik
de boeking was bevestigd en daarna verdwenen
# nl.ticket.good
drie keer tikken en het kaartje was er
de app wees mij een route via {stop2} en dat was echt sneller
grote letters, duidelijke knoppen, mijn moeder kan het alleen
het geld stond na drie dagen weer op mijn rekening
# nl.people.bad
de chauffeur was {nl_zeer} onaardig toen ik naar {stop2} vroeg
{minutes} minuten panfluit en toen viel de lijn weg
de balie stuurt mij naar de automaat en de automaat naar de balie
vier mensen hetzelfde verhaal verteld, niemand ging erover
de chauffeur trok op voordat mijn moeder zat
# nl.people.good
de chauffeuse stapte uit om mijn moeder te helpen
de jongen aan de telefoon bleef hangen tot ik in de goede bus zat
de conductrice legde alles rustig uit, met een glimlach
aan de balie vonden ze een abonnement dat {price} kronen scheelt
mijn paraplu was dezelfde dag terug, met een briefje
# nl.price.bad
{price} kronen voor vier haltes, dat kan toch niet
de zone houdt een halte voor mijn huis op
de prijzen gaan omhoog en de treinen worden korter
met zijn tweeën is de auto goedkoper, helaas
# nl.price.good
het abonnement verdien je in negen ritten terug
de daggrens is eerlijk
met de gezinskaart reizen de kinderen gratis mee
# nl.place.bad
de lift in {stop} is {nl_weer} stuk, {count} treden {nl_met}
de tunnel in {stop} staat onder water
geen bank, geen dak, geen licht bij halte {stop}
de halte is verplaatst en niemand heeft het gezegd
het scherm in {stop2} is al weken zwart
# nl.place.good
de wachtkamer in {stop} is warm en er staan zelfs boeken
de nieuwe lift doet het en is schoon
sinds de nieuwe lampen durf ik 's avonds weer alleen langs {stop}
# nl.comfort.bad
geen verwarming in {line}, je zag je eigen adem
als haringen in een ton tot {stop2}
de wc is al weken op slot
de stoel was nat en dat merkte ik te laat
maar twee wagens als de scholen beginnen
# nl.comfort.good
schone wagen, heldere ramen
eindelijk drie wagens, iedereen zat
vier vrije haken voor de fietsen, heerlijk
# nl.close.bad
{nl_slecht}
doe er alsjeblieft iets aan
ik heb mijn afspraak gemist
volgende keer pak ik de auto
mijn broer moest me komen halen
zo raak je klanten kwijt
# nl.close.good
{nl_goed}
ga zo door
dank aan het hele team
geef het alsjeblieft door
zo reis ik graag
# nl.wish
graag een afdak en een lamp bij halte {stop}
een latere bus van {stop2} naar {stop}, al is het maar op vrijdag
kan {line} ook in {stop} stoppen?
een bankje in {stop}, meer hoeft niet
# nl.question
waarom doet {line} er tussen {stop} en {stop2} ineens {minutes} minuten langer over?
geldt mijn kaart ook als ik in {stop2} overstap?
wie gaat er eigenlijk over halte {stop}?
wanneer wordt het beter op {line}?
# nl.thanks
dank aan de chauffeuse van {line} die in {stop} wachtte
heel erg bedankt voor de hulp in {stop2}, {nl_goed}
bedankt, {nl_met} was ik anders nooit {nl_doel} gekomen
# nl.concern
's avonds ben ik bang in {stop}, er is niemand
de trede in {stop} zit los, daar valt nog iemand
mijn kind reist alleen met {line} en dat baart mij zorgen
)~";

}  // namespace fh::example
