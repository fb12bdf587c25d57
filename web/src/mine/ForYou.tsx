// What somebody told for whoever is here: theirs, or not theirs, and nothing else before that.
import { useState } from 'preact/hooks';
import { disown, take, type OwnExperience } from '../api/mine.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Waiting } from './Owned.tsx';
import { plain_problem, use_deed } from './problems.ts';

interface Props {
  claim: string;
  waiting: readonly OwnExperience[];
  /** With the code of their own that they come with from now on. */
  on_taken: (code: string) => Promise<void>;
  on_disowned: () => void;
}

export function ForYou({ claim, waiting, on_taken, on_disowned }: Props) {
  const { busy, problem, run } = use_deed();
  const [refusing, set_refusing] = useState(false);
  const it = waiting.length === 1 ? 'it' : 'them';
  const accept = () => run(async () => on_taken((await take(claim)).claim_code));
  return (
    <section class="for-you" aria-labelledby="for-you-name">
      <h2 id="for-you-name">Somebody told this for you</h2>
      <p>
        They told it, and it is yours if you say so. Then you alone see it, change it, and say what it may be used for; who told it sees it
        no more, and nothing is kept here of who that was.
      </p>
      <p>They have seen the code you came with. So you get one of your own, and the first time you use it this one ends.</p>
      {waiting.map((own) => <Waiting key={own.experience.id} own={own} />)}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="own-ways">
        <button type="button" class="button main" disabled={busy} onClick={() => void accept()}>It is mine</button>
        <button type="button" class="button" disabled={busy} onClick={() => set_refusing(true)}>This is not mine</button>
      </p>
      {refusing && (
        <Confirm
          title="Not yours?" in_words={plain_problem} yes={`Give ${it} back`} no="Think again" on_close={() => set_refusing(false)}
          on_yes={async () => {
            await disown(claim);
            on_disowned();
          }}
        >
          <p>From then on it is used for nothing: nobody reads it, and it counts nowhere. It goes back to who told it, with the note that it is not yours; where they cannot come back to it, it is erased. Your code then leads to nothing.</p>
          <p class="base">If it is about you and you want it gone for good, take it as yours and erase it.</p>
        </Confirm>
      )}
    </section>
  );
}
