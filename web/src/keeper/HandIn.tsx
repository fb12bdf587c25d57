// Handing in for somebody what they ask of the organisation: what, and who it is.
import { useEffect, useRef, useState } from 'preact/hooks';
import { hand_in, request_types, type IdentityType, type RequestType } from '../api/rights.ts';
import type { SubjectRequest } from '../api/types.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { use_deed } from './asking.ts';
import { plain_problem } from './problems.ts';
import { has_source, identity_types, identity_words, request_in, type_words, type NameDraft } from './rights_words.ts';

const no_name: NameDraft = { type: 'controller_customer_id', value: '', source: '' };
const names_max = 16;

interface NameProps {
  at: number;
  name: NameDraft;
  only: boolean;
  on_name: (name: NameDraft) => void;
  on_drop: () => void;
}

function Name({ at, name, only, on_name, on_drop }: NameProps) {
  const { means } = identity_words[name.type];
  return (
    <div class="request-name">
      <div class="field">
        <label for={`name-type-${at}`}>Known by{at > 0 && <span class="for-readers">, name {at + 1}</span>}</label>
        <select id={`name-type-${at}`} value={name.type} aria-describedby={`name-means-${at}`} onChange={(event) => on_name({ ...name, type: event.currentTarget.value as IdentityType })}>
          {identity_types.map((one) => <option key={one} value={one}>{identity_words[one].name}</option>)}
        </select>
        <p class="base" id={`name-means-${at}`}>{means}</p>
      </div>
      <div class={has_source(name.type) ? 'two-fields' : undefined}>
        {has_source(name.type) && (
          <div class="field">
            <label for={`name-source-${at}`}>Source{at > 0 && <span class="for-readers"> of name {at + 1}</span>}</label>
            <input id={`name-source-${at}`} type="text" value={name.source} autocomplete="off" spellcheck={false} onInput={(event) => on_name({ ...name, source: event.currentTarget.value })} />
          </div>
        )}
        <div class="field">
          <label for={`name-value-${at}`}>{name.type === 'claim_code' ? 'Code' : name.type === 'source_id' ? 'Id' : 'Key'}{at > 0 && <span class="for-readers"> of name {at + 1}</span>}</label>
          <input id={`name-value-${at}`} type="text" value={name.value} autocomplete="off" autocapitalize="off" spellcheck={false} onInput={(event) => on_name({ ...name, value: event.currentTarget.value })} />
        </div>
      </div>
      {!only && <button type="button" class="door" onClick={on_drop}>take off<span class="for-readers"> name {at + 1}</span></button>}
    </div>
  );
}

export function HandIn({ on_done }: { on_done: (made: SubjectRequest) => void }) {
  const [type, set_type] = useState<RequestType | ''>('');
  const [names, set_names] = useState<readonly NameDraft[]>([no_name]);
  const [asking, set_asking] = useState(false);
  const { busy, problem, set_problem, run } = use_deed();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => set_problem(''), [type, names]);
  const make = async () => {
    const read = request_in(type, names);
    if ('wrong' in read) return set_problem(read.wrong);
    const made = await hand_in(read.ask);
    set_type('');
    set_names([no_name]);
    on_done(made);
  };
  const send = (event: Event) => {
    event.preventDefault();
    const read = request_in(type, names);
    if ('wrong' in read) {
      set_problem(read.wrong);
      form.current?.querySelector<HTMLElement>(read.field === 'type' ? 'input[name=request-type]' : '#name-value-0')?.focus();
      return undefined;
    }
    if (type === 'erasure') return set_asking(true);
    void run(make);
  };
  // The field that is left takes the focus of what took one off.
  const drop = (at: number) => {
    set_names(names.filter((_, each) => each !== at));
    form.current?.querySelector<HTMLElement>(`#name-value-${Math.max(0, at - 1)}`)?.focus();
  };
  const put = (at: number, name: NameDraft) => set_names(names.map((one, i) => (i === at ? name : one)));
  return (
    <form class="keep-form" ref={form} aria-labelledby="hand-in-name" onSubmit={send} noValidate>
      <h2 id="hand-in-name">Hand one in for somebody</h2>
      <p class="base">For who wrote, called or came in. Make sure first that they are who they say: whoever is named here is shown, or erased. Their names are not kept.</p>
      <fieldset class="keep-choices">
        <legend>They ask for</legend>
        {request_types.map((one) => (
          <label key={one}>
            <input type="radio" name="request-type" value={one} checked={type === one} onChange={() => set_type(one)} />
            <span><strong>{type_words[one].name}</strong> <span class="base">{type_words[one].means}</span></span>
          </label>
        ))}
      </fieldset>
      <fieldset class="request-names">
        <legend>Who it is</legend>
        {names.map((one, i) => (
          <Name key={i} at={i} name={one} only={names.length === 1} on_name={(name) => put(i, name)} on_drop={() => drop(i)} />
        ))}
        {names.length < names_max && <p><button type="button" class="door" onClick={() => set_names([...names, no_name])}>They are known by another name, too</button></p>}
      </fieldset>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways"><button class="button main" disabled={busy}>Hand it in</button></p>
      {asking && (
        <Confirm title="Erase everything of this person?" in_words={plain_problem} yes="Hand in the erasure" no="Not yet" on_close={() => set_asking(false)} on_yes={make}>
          <p>All that these names lead to goes, and cannot be brought back by anybody. Where erasures wait, it can be cancelled until it begins.</p>
        </Confirm>
      )}
    </form>
  );
}
