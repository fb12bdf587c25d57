// Where names and addresses are masked in what members read, the teller may show them.
import { useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { set_masking, type OwnExperience } from '../api/mine.ts';
import { plain_problem } from './problems.ts';

interface Props {
  claim: string;
  own: OwnExperience;
  on_change: (change: Partial<OwnExperience>) => void;
}

export function Masking({ claim, own, on_change }: Props) {
  const [wanted, set_wanted] = useState<boolean>();
  const [problem, set_problem] = useState('');
  const id = own.experience.id;
  const lifted = wanted ?? own.words === 'lifted';
  const turn = async () => {
    if (wanted !== undefined) return;
    set_wanted(!lifted);
    set_problem('');
    try {
      await set_masking(claim, [id], !lifted);
      on_change({ words: lifted ? 'masked' : 'lifted' });
    } catch (error) {
      set_problem(plain_problem(problem_of(error)));
    }
    set_wanted(undefined);
  };
  return (
    <div class="masking">
      <label class="grant">
        <span class="grant-text">
          <span class="grant-name" id={`${id}-whole`}>Names and addresses are shown</span>
          <span class="base" id={`${id}-whole-means`}>
            {lifted
              ? 'Members read your words as you wrote them, with the names, addresses and numbers in them.'
              : 'Members read your words with names, addresses and numbers masked, as far as they are found. What you wrote stays as it is.'}
          </span>
        </span>
        <input type="checkbox" role="switch" checked={lifted} aria-labelledby={`${id}-whole`} aria-describedby={`${id}-whole-means`} onChange={turn} />
      </label>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
    </div>
  );
}
