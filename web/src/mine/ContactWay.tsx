// The way to be reached that a teller leaves, should the code get lost.
import { useEffect, useState } from 'preact/hooks';
import { contact, leave_contact, remove_contact, type Contact } from '../api/contact.ts';
import { problem_of } from '../api/client.ts';
import { moment } from '../format/numbers.ts';
import { AddressForm } from './AddressForm.tsx';
import { not_shown, use_deed } from './problems.ts';

function Kept({ known, busy, on_remove }: { known: Contact; busy: boolean; on_remove: () => void }) {
  return (
    <>
      <p>
        A letter to <strong class="address">{known.address}</strong> brings you back{known.verified && `: verified ${moment(known.verified)}`}. Nobody
        here sees it but you. Whoever reads that mailbox can come back as you.
      </p>
      <p>Where you allow being asked again, a letter there tells you that a question waits: without the question, and one a day at most.</p>
      {known.returned && (
        <p>By it a new claim code was handed out {moment(known.returned)}. If that was not you, remove the address, and make all other codes useless below.</p>
      )}
      <p class="ways"><button type="button" class="button" disabled={busy} onClick={on_remove}>Remove the address</button></p>
    </>
  );
}

/** What is known of it; asked again where no answer came. */
function use_contact(claim: string) {
  const [known, set_known] = useState<Contact>();
  const [unanswered, set_unanswered] = useState('');
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    set_unanswered('');
    contact(claim).then((one) => wanted && set_known(one), (error: unknown) => wanted && set_unanswered(not_shown(problem_of(error))));
    return () => void (wanted = false);
  }, [claim, attempt]);
  return { known, set_known, unanswered, again: () => set_attempt((n) => n + 1) };
}

interface StateProps {
  known: Contact;
  on_known: (known: Contact) => void;
  claim: string;
}

function Reached({ known, on_known, claim }: StateProps) {
  const [said, set_said] = useState('');
  const { busy, problem, run } = use_deed();
  const leave = async (address: string) => {
    const { waiting_until } = await leave_contact(claim, address);
    on_known({ ...known, waiting_until });
    set_said(`A letter is on its way to ${address}.`);
  };
  const remove = () => run(async () => {
    await remove_contact(claim);
    on_known({ offered: known.offered });
    set_said('The address is removed, and nobody can read it any more, in any backup either.');
  });
  return (
    <>
      <p class="own-said" role="status">{said}</p>
      {known.address && <Kept known={known} busy={busy} on_remove={() => void remove()} />}
      {known.waiting_until && (
        <p>
          Open the link in the letter until {moment(known.waiting_until)}; only then does the address count.
          {known.address && ' Until then the one above does.'}
        </p>
      )}
      {!known.address && known.offered && !known.waiting_until && (
        <p>Leave a mail address, and a letter brings you back without the code. It is kept encrypted, apart from what you told; members never see it, and you can take it back at any time. Where you allow being asked again, a letter also tells you that a question waits.</p>
      )}
      {!known.offered && (
        <p>{known.address ? 'No letters can be sent from here at present: until that is so again, keep your code well.' : 'No letters can be sent from here, so no address can be left. Without the code nothing can be shown: keep it well, or get another one for a second place.'}</p>
      )}
      {known.offered && <AddressForm id="contact-address" label={known.address ? 'Another mail address' : 'Your mail address'} button="Send me a letter" on_address={leave} />}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </>
  );
}

export function ContactWay({ claim }: { claim: string }) {
  const { known, set_known, unanswered, again } = use_contact(claim);
  if (!known && !unanswered) return null;
  return (
    <section aria-labelledby="contact-name">
      <h2 id="contact-name">Should your code get lost</h2>
      {known
        ? <Reached claim={claim} known={known} on_known={set_known} />
        : (
          <div role="alert">
            <p class="note">Whether an address is left could not be shown. {unanswered}</p>
            <p class="ways"><button type="button" class="button" onClick={again}>Ask once more</button></p>
          </div>
        )}
    </section>
  );
}
