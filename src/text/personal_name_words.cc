// The words that make a name, and those that unmake one. Given names are common ones of
// the English, German, Dutch, French, Spanish and Italian speaking countries, and of
// people who came there; who is not among them is found by what stands before.
#include "text/personal_names.h"

namespace fh::text {
namespace {

constexpr uint8_t value(NameWord word) {
  return static_cast<uint8_t>(word);
}

constexpr std::string_view kAmbiguousWords =
    "will mark may grace hope rose faith bill art chase rich pat sue rob drew grant frank jack "
    "dick "
    "ray guy dawn joy amber ruby crystal jade ivy iris lily daisy violet rosemary dean "
    "gene carol holly robin penny christian angel jesus june "
    "april august paris chelsea victoria sydney madison florence jordan georgia charlotte austin "
    "wil dallas wendy denny levi carter mason hunter tyler taylor cooper "
    "parker logan savannah virginia jan ernst rosa viola wolf "
    "eve noel angus kai kay kim lee max maria lance reed victor herb chuck mia milan "
    "marine gay rusty sandy stella leo oscar felix romeo marina celeste "
    "clara francis martin macy kohl carl douglas barbara monica";
constexpr std::string_view kDutchOnly =
    "joke lies floor jet ton bas roos wil ties sem staf raf loes harm mees els "
    "dries noud niels rik freek teun";
constexpr std::string_view kFrenchOnly =
    "pierre claire fleur blanche constance prudence aurore maxime";
constexpr std::string_view kSpanishOnly =
    "pilar rosario soledad mercedes santiago dolores esperanza paz cruz luz sol mar concepción "
    "domingo ángel ángeles consuelo milagros remedios nieves reyes salvador asunción alba aurora "
    "jesús diego francisco lourdes";

constexpr std::string_view kEnglishNames =
    "james robert john michael david william richard joseph thomas charles christopher daniel "
    "matthew "
    "anthony donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy "
    "jason "
    "jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin "
    "samuel "
    "gregory alexander patrick raymond dennis jerry aaron adam nathan henry douglas zachary peter "
    "kyle "
    "ethan walter noah jeremy keith roger terry sean gerald arthur christian dylan bryan joe "
    "jordan "
    "billy bruce albert willie gabriel alan wayne roy ralph randy eugene vincent russell louis "
    "bobby "
    "philip johnny liam oliver harry alfie freddie archie toby callum lewis connor jamie craig "
    "darren "
    "gareth graham ian neil nigel simon stuart trevor wesley colin derek duncan fraser hamish "
    "malcolm "
    "barry clive geoff gordon howard hugh jim jimmy tom tommy mike steve dave ben sam nick tony "
    "greg "
    "matt josh alex andy phil pete ken ron tim jeff mick marcus isaac elijah caleb evan owen "
    "mary patricia jennifer linda elizabeth susan jessica sarah karen lisa nancy betty sandra "
    "margaret "
    "ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon "
    "laura "
    "cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine "
    "christine debra rachel carolyn janet catherine maria heather diane ruth julie joyce virginia "
    "kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria "
    "teresa ann sara kathryn janice jean alice abigail julia judy sophia denise marilyn danielle "
    "beverly isabella theresa diana natalie brittany kayla alexis lori tiffany tammy tracy dana "
    "olivia amelia isla ava mia ella freya phoebe poppy imogen gemma kirsty leanne lorraine "
    "maureen "
    "moira sheila siobhan tracey yvonne zoe beth kate katie jenny becky debbie vicky wendy jill "
    "jane "
    "liz lucy molly nora sally sophie susie tina anne annie bethany brooke caitlin chloe claire "
    "ellie "
    "erin fiona georgina harriet heidi irene jodie kerry kirsten lydia maggie meredith miranda "
    "nadia "
    "naomi nina paige paula peggy rosie stacey stacy sylvia tanya vanessa veronica marjorie "
    "mildred "
    "muhammad mohammed mohamed mohammad ahmed ahmad ali omar hassan hussein ibrahim yusuf yousef "
    "abdul abdullah khalid bilal hamza imran tariq fatima aisha ayesha khadija zainab mariam "
    "maryam "
    "leila layla yasmin yasmine noor samira nadia priya anita sunita deepa lakshmi rahul rajesh "
    "sanjay vijay amit anil suresh ravi arjun rohan neha pooja kavita wei ming hiroshi yuki kenji "
    "olga svetlana natasha dmitri sergei ivan igor vladimir tatiana katarzyna agnieszka piotr "
    "krzysztof tomasz pawel magdalena malgorzata elena ioana andrei mihai bogdan mehmet mustafa "
    "ayşe fatma emre murat "
    "chris dan ed eddie ross charlie jo joanne joann steph nicki nikki nicky jackie maddie abi "
    "abby "
    "izzy cath cathy kathy kath pam val viv trish trisha sheryl shelley hayley lyn lynn lynne "
    "lynda "
    "shannon shaun stan ted terence trudi marcelo paulo rodrigo krystyna gill gillian glenda "
    "glynis "
    "hilary imelda jeanette josephine kirstie lesley louise lucinda mandy marian marianne maxine "
    "melinda nigella pauline pippa roxanne ruby-mae sonya stella-mae tamara teresa una wilma alec "
    "alistair angus basit bernadette bryony callie camilla ciara clifford damian darcy desmond "
    "dominic "
    "doreen edwin eileen elaine esme eve frances gavin geoffrey glen glenn gordon grahame howard "
    "humphrey jarvis jasmine jayne jodi kiran kristen kristin laurie leroy lionel louisa marvin "
    "maurice melvin mohammad neville noel norman perry rory rowan ruben rupert sebastian selina "
    "shane sonia stewart tabitha tasha theo tiffany tristan vince warren winston yolanda";

constexpr std::string_view kGermanNames =
    "hans peter wolfgang klaus jürgen dieter manfred uwe günter günther horst bernd werner helmut "
    "gerhard heinz karl-heinz heinrich hermann friedrich wilhelm walter kurt otto rudolf ludwig "
    "stefan stephan andreas christoph markus matthias thorsten torsten ralf rolf frank-walter jörg "
    "jens sven holger dirk heiko olaf detlef rainer reinhard lothar norbert ulrich volker axel "
    "armin "
    "sebastian florian tobias fabian dominik philipp lukas jonas niklas leon luca finn julian "
    "moritz "
    "maximilian johannes jannik tim felix-maria benedikt konrad anton emil matteo linus henrik "
    "hendrik "
    "carsten karsten gregor roland siegfried "
    "ursula monika petra sabine renate helga karin brigitte ingrid erika christa gisela susanne "
    "gabriele "
    "andrea claudia birgit heike martina angelika kerstin silke silvia anja tanja katja katrin "
    "kathrin "
    "katharina stefanie melanie nadine sandra simone bettina cornelia doris edith elfriede elke "
    "gerda "
    "gertrud hannelore hedwig heidi helene hildegard ilse inge irmgard jutta lieselotte margarete "
    "margot marlies marianne regina rita rosemarie roswitha sigrid ulrike ute waltraud anke antje "
    "annette astrid beate christiane christel dagmar daniela franziska friederike johanna juliane "
    "jana julia lena leonie lea lara mia marie miriam nele paula pia sarah sophie svenja theresa "
    "ottilie tatjana vera yvonne annika greta frieda mathilda lotte hanna hannah charlotte-marie";

constexpr std::string_view kDutchNames =
    "johan johannes hendrik henk piet pieter kees cornelis gerard gerrit willem wim joop joost "
    "jeroen "
    "maarten marten mark-jan martijn michiel niels rik rick ruud sander sjoerd stijn teun thijs "
    "tijs "
    "tjeerd wouter wout bart bram daan dirk erik ewout frans freek geert gijs guus hans harm hugo "
    "jaap "
    "jelle jasper jesse joris jurgen koen laurens lars luuk lucas maarten mathijs matthijs milan "
    "noud "
    "pim roel rogier ronald rutger sem siem sybren theo thom ties tijmen tom ton twan wessel "
    "wilfred "
    "luc jef jos staf raf bert dries pieter-jan hein huub "
    "annemarie anneke anouk babette beatrijs bianca carla corrie daphne els elke ellen elly esmee "
    "esther eva evelien fenna femke floor fleur-marie froukje geertje gerda greetje hanneke heleen "
    "henny hilde ilse ineke inge ingrid irma jacqueline janneke jantine jet joke jolanda josien "
    "judith karin katrien kim-anh leen lies liesbeth lieve lotte loes maaike mandy margriet "
    "marieke "
    "marijke marjan marjolein marloes marleen martine mieke miep mirjam monique nathalie nienke "
    "noor "
    "petra renske ria rianne riet rosanne roos-anne saskia sanne sofie suzanne tessa tineke trudy "
    "truus veerle wilma willemijn yvonne";

constexpr std::string_view kFrenchNames =
    "jean jean-luc jean-pierre jean-paul jean-claude jean-marc michel philippe alain patrick "
    "bernard "
    "christophe nicolas daniel laurent frédéric stéphane éric eric pascal gérard julien thierry "
    "olivier sébastien vincent thomas alexandre bruno françois antoine gilles guillaume jérôme "
    "didier dominique serge maxime romain benoît fabrice hervé yves xavier mathieu matthieu cédric "
    "cyril damien denis emmanuel étienne fabien florent franck gaël gauthier grégory guy-noël "
    "henri hugo jacques jérémy joël jules léo loïc luc ludovic lucas marcel mathis maurice nathan "
    "pierre-yves quentin raphaël régis rémi rémy rené robert roland samuel simon théo tristan "
    "valentin "
    "yann yannick amaury "
    "marie nathalie isabelle sylvie catherine françoise christine monique valérie sandrine "
    "stéphanie "
    "véronique sophie céline chantal anne patricia martine nicole brigitte christiane jacqueline "
    "michèle annie dominique florence-marie aurélie julie émilie emilie élodie elodie camille "
    "caroline laetitia audrey virginie corinne hélène élise agnès amandine anaïs béatrice "
    "bénédicte "
    "capucine cécile chloé claudine clémence colette delphine denise élisabeth évelyne fabienne "
    "gaëlle geneviève ghislaine ginette gisèle inès jeanne jeannine joëlle josiane juliette "
    "justine "
    "laurence léa lucie lucille ludivine madeleine manon margaux marguerite marie-claude marion "
    "mathilde maud mélanie mireille morgane muriel nadège noémie océane odile pauline raymonde "
    "sabrina séverine simone solange solène suzanne thérèse yvette zoé";

constexpr std::string_view kSouthernNames =
    "manuel josé josé-luis juan-carlos javier xavier josé-antonio alejandro álvaro andrés carlos "
    "david enrique eduardo emilio ernesto esteban fernando felipe gonzalo guillermo gustavo héctor "
    "hugo ignacio íñigo iván jaime joaquín jorge josep julio lucas luís marcos mario mateo nicolás "
    "óscar pablo pau rafael ramón raúl ricardo roberto rodrigo rubén sergio tomás vicente víctor "
    "antonio pedro miguel juan jose luis anselmo agustín alfonso alfredo arturo césar "
    "ana ana-maría maría-josé maría carmen josefa isabel antonia francisca teresa lucía cristina "
    "marta elena laura beatriz irene raquel silvia patricia montserrat rocío sara julia inés "
    "encarnación manuela margarita nuria noelia susana sonia yolanda verónica ximena alicia amparo "
    "andrea ángela belén catalina daniela eva gloria guadalupe inmaculada lorena luisa mercè "
    "mónica "
    "natalia olga paola paula rebeca sofía valeria valentina vanesa yesenia itziar ainhoa leire "
    "giuseppe giovanni alessandro alessio andrea-maria angelo claudio davide domenico fabio "
    "federico "
    "filippo francesco gabriele giacomo gianluca giorgio giulio luca luigi marco massimo matteo "
    "maurizio michele nicola paolo pietro riccardo salvatore simone stefano vincenzo vittorio "
    "alessia anna arianna bianca caterina chiara elisa elisabetta federica francesca ginevra gioia "
    "giorgia giovanna giulia giuseppina ilaria laura lucia luisa maddalena margherita martina "
    "ornella paola raffaella roberta rosaria sabrina silvana simona stefania valentina "
    "joão josé-maria tiago rui nuno pedro-miguel gonçalo inês catarina beatriz mariana";

// Stands where a surname would, or after "my manager", and is none.
constexpr std::string_view kNeverWords =
    "monday tuesday wednesday thursday friday saturday sunday january february march july "
    "september "
    "october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar "
    "februar märz juni juli oktober dezember i i'm the a an and or but if when was is are has had "
    "have did does not said says told never always then that this it he she they we you my your "
    "our "
    "his her its who what why how where there here no yes please thanks thank hello hi dear "
    "customer "
    "customers service services support team staff management manager managers department office "
    "sales hr it engagement survey training meeting help desk reception security company sir madam "
    "ma'am ladies gentlemen god lord mum mom dad mother father internet facebook google amazon "
    "walmart target costco comcast verizon at&t apple microsoft netflix uber paypal ebay ikea "
    "mcdonald mcdonalds starbucks visa mastercard fargo experian equifax transunion english german "
    "french dutch spanish italian american british christmas easter covid chinese indian mexican "
    "asian european canadian australian vice president director coordinator safety concern oil "
    "flight "
    "light wars trek alliance blue news literally performing captain officer line also very so too "
    "just in on for with from by of to as all "
    "after before because while since until am us usa uk eu "
    "der die das ein eine und oder aber wenn nicht nie immer hat hatte ist war sind wird muss "
    "müssen "
    "kann ich wir sie er es mir mich uns ihr euch kollegen kollegin kollege kolleginnen doktor "
    "mutter vater damen herren chef chefin frau-doktor team computer leute kunden kunde dienst "
    "schicht firma abteilung leitung urlaub arbeit zeit tag woche monat jahr euro deutsche bahn "
    "post "
    "mein meine unser unsere dann auch sehr danke bitte bundeskanzler präsident minister "
    "bürgermeister direktor lehrer professor "
    "de het een en of maar als niet nooit altijd heeft had is was zijn wordt moet kan ik wij ze "
    "hij "
    "zij werkt zei zegt toen ook dank alstublieft collega's baas maandag dinsdag woensdag "
    "donderdag "
    "vrijdag zaterdag zondag januari februari maart mei augustus "
    "le la les un une et ou mais si ne pas jamais toujours est était sont a avait il elle nous "
    "vous "
    "ils elles je mon ma mes notre votre dit merci bonjour lundi mardi mercredi jeudi vendredi "
    "samedi "
    "dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "monsieur-madame messieurs mesdames président ministre "
    "el los las una y o pero no nunca siempre es era son ha había él ella nosotros yo mi su "
    "nuestra gracias hola lunes martes miércoles jueves viernes sábado domingo enero febrero marzo "
    "abril mayo junio julio-mes agosto septiembre octubre noviembre diciembre presidente "
    "il lo gli uno e ma non mai sempre è era sono ha io noi grazie ciao lunedì martedì mercoledì "
    "giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio settembre "
    "ottobre "
    "dicembre";

constexpr std::string_view kPlaceWords =
    "station airport street road avenue lane park hotel hotels university college hospital bank "
    "arena "
    "beach county city inc ltd llc gmbh bv sa corp corporation company co benz daniels house "
    "school "
    "church cathedral line center centre mall tower bridge cross palace castle hall square gardens "
    "garden island islands bay lake river valley mountain hill hills ambulance gaulle bahnhof "
    "flughafen straße platz schule kirche klinik krankenhaus stiftung ag kg ev gare aéroport lycée "
    "hôpital estación aeropuerto hospital-general iglesia plaza stadium heijn vineyard winery cup "
    "award prize class theory law effect syndrome disease war hbo channel day's secret crossing "
    "terminal gate fm tv football club fc united motors bros brothers johnson&johnson chase "
    "california texas florida mexico australia airline airlines route museum gallery institute inn "
    "motor brewery brew brewing "
    "restaurant show wheel lens zeiss deco food foods farm farms homebrew intl guild huis huset";

}  // namespace

NameWord name_word(std::string_view word) {
  // The first list that has a word decides.
  static const WordTable table = {
      {value(NameWord::kTitle),
       "mr mrs ms mx miss doctor dr prof professor herr herrn frau fräulein meneer mevrouw mevr mw "
       "dhr "
       "monsieur madame mademoiselle m mme mlle señor señora señorita sr sra srta don doña dra "
       "signor signora signorina sig dott dottor dottoressa senhor senhora pater schwester zuster "
       "sister-in"},
      {value(NameWord::kRole),
       "colleague coworker co-worker manager supervisor boss nurse teacher teammate husband wife "
       "son daughter brother sister friend neighbour neighbor therapist driver mate "
       "kollege kollegin collega leidinggevende buurman buurvrouw chauffeur baas "
       "collègue responsable mari fils fille voisin voisine compañero compañera jefe jefa marido "
       "hermano hermana hijo hija vecino vecina colleghi marito moglie"},
      {value(NameWord::kTail),
       "of is was ist est es è name's heiße heisse heet appelle llamo chiamo named"},
      {value(NameWord::kParticle),
       "van de den der von vom zu zum zur le la di da do dos du ten ter el al bin ben del della"},
      {value(NameWord::kSaint),
       "san santa saint sint sankt st são santo ste bloody mc papa fort port lake mount del trader "
       "uncle hagia "
       "playa "
       "hotel street"},
      {value(NameWord::kNever), kNeverWords},
      {value(NameWord::kPlace), kPlaceWords},
      {value(NameWord::kAmbiguous), kAmbiguousWords},
      {value(NameWord::kDutch), kDutchOnly},
      {value(NameWord::kFrench), kFrenchOnly},
      {value(NameWord::kSpanish), kSpanishOnly},
      {value(NameWord::kGiven), kEnglishNames},
      {value(NameWord::kGiven), kGermanNames},
      {value(NameWord::kGiven), kDutchNames},
      {value(NameWord::kGiven), kFrenchNames},
      {value(NameWord::kGiven), kSouthernNames},
  };
  return static_cast<NameWord>(table.value_of(word));
}

}  // namespace fh::text
