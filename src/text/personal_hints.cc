// The words that say what a number near them is.
#include "base/ascii.h"
#include "text/personal_scan.h"

namespace fh::text {
namespace {

constexpr size_t kHintBytesMax = 40;
constexpr int kHintWordsMax = 5;

uint8_t value(Hint hint) {
  return static_cast<uint8_t>(hint);
}

const WordTable& hints() {
  static const WordTable table = {
      {value(Hint::kPhone),
       "phone phones telephone tel tel telefon telefonnummer telefoon telefoonnummer téléphone "
       "tél teléfono telefono telefone mobile mobil mobilnummer móvil celular cell cellphone "
       "cellulare handy handynummer gsm portable call calling ring dial sms whatsapp bel bellen "
       "anrufen ruf rufen appelez appeler rappeler llamar llame llamen llámame llama chiamate "
       "chiamatemi chiamare fax hotline"},
      {value(Hint::kReference),
       "order orders ordernumber invoice ticket tickets tracking track ref reference case part "
       "serial sku code product version booking reservation confirmation claim policy flight "
       "isbn ean gtin upc ip batch lot model item article din norm iso "
       "bestelnummer bestelling ordernummer factuur factuurnummer artikel artikelnummer dossier "
       "dossiernummer versie vlucht zending "
       "auftrag auftragsnummer bestellnummer bestellung rechnung rechnungsnummer teilenummer "
       "vorgang vorgangsnummer sendung sendungsnummer aktenzeichen kundennummer flug "
       "commande facture référence réf colis dossier vol numéro-client "
       "pedido factura referencia vuelo versión expediente "
       "ordine fattura riferimento volo versione pratica"},
      {value(Hint::kNationalId),
       "ssn social bsn burgerservicenummer sofinummer sofi insurance nino ni rijksregisternummer "
       "rijksregister insz niss registre national nationaal steuer-id steuerid idnr "
       "steuernummer steueridentifikationsnummer identifikationsnummer pesel personnummer "
       "fødselsnummer cpr henkilötunnus sécu sécurité nir dni nie nif fiscale "},
      {value(Hint::kPlate),
       "plate plates numberplate registration reg kennzeichen nummernschild nummerplaat kenteken "
       "kentekenplaat immatriculation immatriculé immatriculée plaque matrícula matricula targa"},
  };
  return table;
}

const WordTable& units() {
  static const WordTable table = {
      {1,
       "uhr minuten minute minutes minuut min stunden stunde hours hour tage tag days day wochen "
       "woche monate jahre jahren years year kilometer kilometers km meter metres meters miles "
       "mile m cm mm kg g euro euros eur usd dollar dollars chf pfund pounds prozent percent "
       "personen person people leute mal times keer uur uren minuten dagen weken jaar maanden "
       "graden grad degrees degrés grados gradi heures heure jours semaines mois ans fois "
       "personnes horas hora minutos días semanas meses años veces personas metros ore minuti "
       "giorni volte persone am pm stück stuks million millions millionen miljoen "
       "kwh rpm mhz ghz gb mb kb hp pk gsm sms dkk gbp pdf pcs"},
  };
  return table;
}

}  // namespace

Hint hint_before(const Scan& scan, size_t begin) {
  size_t place = begin;
  const size_t floor = begin > kHintBytesMax ? begin - kHintBytesMax : 0;
  for (int words = 0; words < kHintWordsMax && place > floor;) {
    if (!letter_before(scan.text, place)) {
      --place;
      continue;
    }
    const Word word = word_ending_at(scan.text, place);
    if (word.empty()) break;
    const uint8_t found = hints().value_of(scan.part(word.begin, word.end));
    if (found != 0) return static_cast<Hint>(found);
    place = word.begin;
    ++words;
  }
  return Hint::kNone;
}

bool is_unit(std::string_view word) {
  return units().value_of(word) != 0;
}

}  // namespace fh::text
