// Makes every claim code useless but the one somebody is here with.
import { useState } from 'preact/hooks';
import { keep_one_code } from '../api/contact.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { plain_problem } from './problems.ts';

export function OneCode({ claim }: { claim: string }) {
  const [asking, set_asking] = useState(false);
  const [said, set_said] = useState('');
  const keep = async () => {
    await keep_one_code(claim);
    set_said('Only the code you are here with is good now.');
  };
  return (
    <section aria-labelledby="one-name">
      <h2 id="one-name">Only this code</h2>
      <p>Is another code of yours lost, or in hands it should not be in? Make all of them useless but the one you are here with.</p>
      <p class="ways"><button type="button" class="button" onClick={() => set_asking(true)}>Make all other codes useless</button></p>
      <p class="own-said" role="status">{said}</p>
      {asking && (
        <Confirm title="Make all other codes useless?" in_words={plain_problem} yes="Make them useless" no="Keep them" on_yes={keep} on_close={() => set_asking(false)}>
          <p>Every other code that leads here leads nowhere from then on. Have you kept the one you are here with?</p>
        </Confirm>
      )}
    </section>
  );
}
