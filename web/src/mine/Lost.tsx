// The way in for who has lost the code: by a letter, where letters are sent.
import { useState } from 'preact/hooks';
import { lost } from '../api/contact.ts';
import { AddressForm } from './AddressForm.tsx';
import { use_letters } from './letters.ts';

function ByLetter() {
  const [asked, set_asked] = useState('');
  const ask = async (address: string) => {
    await lost(address);
    set_asked(address);
  };
  return (
    <>
      <p>If you left a mail address with what you told, and opened the link that came there, a letter brings you back. It holds a link for a new code, good once, for an hour.</p>
      <AddressForm id="lost-address" label="The mail address you left" button="Send me a letter" on_address={ask} />
      <p class="own-said" role="status">
        {asked && `If that address was left here, a letter is on its way to it. Whether it was is said to nobody. Nothing after some minutes? Look among unwanted mail, or try another address.`}
      </p>
      <p>If you left none, nothing can be shown, and nobody can find the code again, not even the organisation. Look where it may be: in your photos, on paper, among notes and bookmarks.</p>
    </>
  );
}

export function Lost() {
  const { offered, again } = use_letters();
  return (
    <section class="lost" aria-labelledby="lost-name">
      <h2 id="lost-name">The code is lost?</h2>
      {offered === 'yes' && <ByLetter />}
      {offered === 'no' && (
        <p>
          Then nothing can be shown, and nobody can find it again, not even the organisation: what you told is tied to
          nothing but the code. Look where it may be: in your photos, on paper, among notes and bookmarks.
        </p>
      )}
      {offered === 'unknown' && (
        <div role="alert">
          <p>No answer came to whether a letter can bring you back from here.</p>
          <p class="ways"><button type="button" class="button" onClick={again}>Ask once more</button></p>
        </div>
      )}
      <p>You can always <a href="/tell">tell again</a>.</p>
    </section>
  );
}
