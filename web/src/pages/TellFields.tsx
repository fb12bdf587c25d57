// The fields of the page for telling: two ratings drawn as they are made, a day, a choice.
import { GapMark } from '../charts/GapMark.tsx';
import { sentence } from '../format/numbers.ts';
import { mark_in_words } from '../format/ratings.ts';
import { use_width } from '../state/width.ts';
import type { Kind, Party, Told } from './told.ts';

export const kinds: [Kind, string][] = [
  ['story', 'what happened'], ['question', 'a question'], ['wish', 'a wish'],
  ['workaround', 'a way round something'], ['thanks', 'thanks'], ['concern', 'a worry'],
];
export const parties: [Party, string][] = [
  ['', 'rather not say'], ['customer', 'a customer'], ['employee', 'someone who works there'],
  ['partner', 'a partner'], ['other', 'someone else'],
];

function days_ago(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() - days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

interface RatingProps {
  name: string;
  legend: string;
  low: string;
  high: string;
  value: number | undefined;
  on_value: (value: number | undefined) => void;
}

export function Rating({ name, legend, low, high, value, on_value }: RatingProps) {
  return (
    <fieldset class={`rating ${name}`}>
      <legend>{legend}</legend>
      <label class="choice unsaid">
        <input type="radio" name={name} checked={value === undefined} onChange={() => on_value(undefined)} />
        <span>not said</span>
      </label>
      <div class="points">
        {Array.from({ length: 11 }, (_, n) => (
          <label key={n}>
            <input type="radio" name={name} checked={value === n} onChange={() => on_value(n)} />
            <span>{n}<span class="for-readers">{n === 0 ? `, ${low}` : n === 10 ? `, ${high}` : ''}</span></span>
          </label>
        ))}
      </div>
      <p class="poles" aria-hidden="true"><span>{low}</span><span>{high}</span></p>
    </fieldset>
  );
}

interface ChoicesProps<Choice extends string> {
  name: string;
  legend: string;
  choices: [Choice, string][];
  value: Choice;
  on_value: (value: Choice) => void;
}

export function Choices<Choice extends string>({ name, legend, choices, value, on_value }: ChoicesProps<Choice>) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {choices.map(([id, text]) => (
        <label key={id} class="choice">
          <input type="radio" name={name} checked={value === id} onChange={() => on_value(id)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function When({ value, on_value }: { value: string; on_value: (value: string) => void }) {
  return (
    <div class="field">
      <label for="tell-when">When was it?</label>
      <div class="when-row">
        <input id="tell-when" type="date" value={value} min="1900-01-01" max={days_ago(0)} onInput={(event) => on_value(event.currentTarget.value)} />
        <button type="button" class="button" aria-pressed={value === days_ago(0)} onClick={() => on_value(days_ago(0))}>today</button>
        <button type="button" class="button" aria-pressed={value === days_ago(1)} onClick={() => on_value(days_ago(1))}>yesterday</button>
      </div>
    </div>
  );
}

/** The gap mark as it is being made, its 0 and 10 under those of the two rows. */
export function Preview({ expected, felt }: Pick<Told, 'expected' | 'felt'>) {
  const { ref, width } = use_width<HTMLDivElement>(580);
  const said = expected !== undefined || felt !== undefined;
  return (
    <div class="preview" aria-live="polite" ref={ref}>
      {said ? (
        <>
          <GapMark expected={expected} felt={felt} size="large" width={width} inset={width / 22} />
          <p class="base" aria-hidden="true">{sentence(mark_in_words(expected, felt))}</p>
        </>
      ) : <p class="base">Your two ratings will be drawn here.</p>}
    </div>
  );
}
