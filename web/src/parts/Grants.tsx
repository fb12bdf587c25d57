// What something told may be used for: four switches in plain words.
import { purposes, type Purpose } from '../api/mine.ts';
import { purpose_words, type PurposeWords } from '../mine/in_words.ts';

export const usual_grants: readonly Purpose[] = ['read', 'count'];

/** Whether this browser asks every site to pass nothing on (Global Privacy Control). */
export function asks_for_privacy(): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
}

interface Props {
  id: string;
  legend: string;
  grants: readonly Purpose[];
  on_grants: (grants: Purpose[]) => void;
  busy?: boolean;
  /** Instead of those for whoever told it. */
  words?: Record<Purpose, PurposeWords>;
  /** Fewer than all: what it may be used for beside them is not this one's to say. */
  offered?: readonly Purpose[];
  /** Said under one of them. */
  notes?: Partial<Record<Purpose, string>>;
}

export function Grants({ id, legend, grants, on_grants, busy = false, words = purpose_words, offered = purposes, notes = {} }: Props) {
  const turn = (one: Purpose) => {
    if (!busy) on_grants(purposes.filter((each) => (each === one) !== grants.includes(each)));
  };
  return (
    <fieldset class="grants" aria-busy={busy}>
      <legend>{legend}</legend>
      {offered.map((one) => (
        <label key={one} class="grant">
          <span class="grant-text">
            <span class="grant-name" id={`${id}-${one}`}>{words[one].name}</span>
            <span class="base" id={`${id}-${one}-means`}>{words[one].means} {notes[one]}</span>
          </span>
          <input
            type="checkbox" role="switch" checked={grants.includes(one)} aria-labelledby={`${id}-${one}`} aria-describedby={`${id}-${one}-means`}
            onChange={() => turn(one)}
          />
        </label>
      ))}
    </fieldset>
  );
}
