#include "example/tables.h"

// A smaller grammar in French.
namespace fh::example {

constexpr std::string_view kFrenchTables = R"~(
$ fr_temps: ce matin|hier soir|la semaine dernière|lundi|vendredi|l'autre jour|vers {clock}|en rentrant|en allant au travail|samedi matin|avant-hier
$ fr_but: chez le dentiste|à l'école|au marché|à la chorale|à l'hôpital|à un entretien|à la bibliothèque|à l'entraînement|au travail|à un baptême
$ fr_avec: avec une poussette|avec deux sacs|avec mon vélo|avec ma mère|avec des béquilles|avec trois enfants|avec un violoncelle
$ fr_tres: très|vraiment|franchement|terriblement|assez
$ fr_encore: encore|encore une fois|pour la troisième fois|comme d'habitude|une fois de plus
$ fr_mal: j'étais {fr_tres} en colère|je me suis senti oublié|ça m'a gâché la journée|j'en avais les larmes aux yeux|je me sens comme un colis
$ fr_bien: ça m'a {fr_tres} fait plaisir|j'ai souri tout le trajet|on se sent accueilli|quelle bonne surprise|ça réchauffe le cœur
# fr.open
{fr_temps},
{fr_temps}, {fr_avec},
j'allais {fr_but} et
bonjour,
habitant de {stop}, je dois dire que
un petit mot :
# fr.scene
il pleuvait et il n'y a pas d'abri à {stop}
j'habite {stop} depuis {years} ans et je n'ai pas de voiture
nous étions bien {count} sur le quai
ma fille demandait toutes les deux minutes si c'était encore loin
un monsieur à côté de moi m'a dit que c'était pareil pour lui
je voyageais {fr_avec}, ce qui n'aidait pas
# fr.late.bad
{line} avait {fr_encore} {minutes} minutes de retard et personne n'a rien dit
nous avons attendu {minutes} minutes à {stop}, la correspondance était partie
le bus est passé sans s'arrêter alors que je faisais signe
on annonce cinq minutes, ça devient {minutes}
le train de {clock} a été supprimé au dernier moment
# fr.late.good
{line} était à l'heure, à la minute près
malgré les travaux, la correspondance à {stop2} a marché
le bus a attendu notre train en retard, bravo
avec le nouvel horaire j'arrive {fr_but} sans courir
# fr.ticket.bad
l'automate de {stop} s'est bloqué après la carte, le train est parti
l'application m'a {fr_encore} déconnecté juste avant le contrôle
onze écrans pour un seul billet vers {stop2}
j'ai payé deux fois, {price} couronnes, et j'attends le remboursement depuis {days} jours
sans réseau pas de billet, et dans la vallée il n'y a pas de réseau
la réservation était confirmée, puis elle a disparu
# fr.ticket.good
trois gestes et le billet était là
l'application m'a proposé un passage par {stop2}, et c'était plus rapide
grands caractères, boutons clairs, ma mère y arrive seule
le remboursement est arrivé en trois jours
# fr.people.bad
le conducteur a été {fr_tres} désagréable quand j'ai demandé {stop2}
{minutes} minutes de flûte de pan, puis la ligne a coupé
le guichet m'envoie à la machine, la machine au guichet
j'ai raconté la même histoire à quatre personnes
le chauffeur a démarré avant que ma mère soit assise
# fr.people.good
la conductrice est descendue pour aider ma mère
le jeune homme au téléphone est resté en ligne jusqu'au bon bus
la contrôleuse a tout expliqué, calmement, avec le sourire
au guichet on m'a trouvé un abonnement qui économise {price} couronnes
mon parapluie est revenu le jour même, avec un petit mot
# fr.price.bad
{price} couronnes pour quatre arrêts, c'est trop
la zone finit un arrêt avant chez moi
les prix montent et les trains raccourcissent
à deux, la voiture coûte moins cher, hélas
# fr.price.good
l'abonnement est rentabilisé en neuf trajets
le plafond du jour est juste
avec la carte famille les enfants ne paient pas
# fr.place.bad
l'ascenseur de {stop} est {fr_encore} en panne, {count} marches {fr_avec}
le passage souterrain de {stop} est inondé
ni banc, ni toit, ni lumière à l'arrêt {stop}
l'arrêt a été déplacé et personne ne nous a prévenus
l'affichage de {stop2} est éteint depuis des semaines
# fr.place.good
la salle d'attente de {stop} est chauffée, il y a même des livres
le nouvel ascenseur fonctionne et il est propre
depuis les nouvelles lampes j'ose rentrer seule par {stop}
# fr.comfort.bad
pas de chauffage dans {line}, on voyait son souffle
serrés comme des sardines jusqu'à {stop2}
les toilettes sont fermées depuis des semaines
le siège était mouillé, je l'ai remarqué trop tard
deux voitures seulement à l'heure des écoles
# fr.comfort.good
voiture propre, vitres claires
enfin trois voitures, chacun avait sa place
quatre crochets libres pour les vélos, merveilleux
# fr.close.bad
{fr_mal}
merci de vous en occuper
j'ai manqué mon rendez-vous
la prochaine fois je prends la voiture
mon frère a dû venir me chercher
c'est comme ça qu'on perd des clients
# fr.close.good
{fr_bien}
continuez comme ça
merci à toute l'équipe
transmettez-leur mes remerciements
on aimerait que ce soit toujours ainsi
# fr.wish
j'aimerais un abri et une lampe à l'arrêt {stop}
un bus plus tard de {stop2} à {stop}, au moins le vendredi, s'il vous plaît
est-ce que {line} pourrait s'arrêter à {stop} ?
un banc à {stop}, rien de plus
# fr.question
pourquoi {line} met-elle {minutes} minutes de plus entre {stop} et {stop2} ?
mon billet est-il valable si je change à {stop2} ?
qui s'occupe de l'arrêt {stop}, au juste ?
quand est-ce que ça ira mieux sur {line} ?
# fr.thanks
merci à la conductrice de {line} qui a attendu à {stop}
un grand merci pour l'aide à {stop2}, {fr_bien}
merci, {fr_avec} je ne serais jamais arrivé {fr_but}
# fr.concern
le soir à {stop} j'ai peur, il n'y a personne
la marche à {stop} bouge, quelqu'un va tomber
mon fils prend {line} tout seul et cela m'inquiète
)~";

}  // namespace fh::example
