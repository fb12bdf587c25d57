// Machines' ways in: made with named rights, shown once, revoked for good.
import { useRef, useState } from 'preact/hooks';
import { add_key, keys, revoke_key, rights, type Right } from '../api/keeping.ts';
import type { Key, MadeKey } from '../api/types.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Once } from '../parts/Once.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { use_answer, use_deed } from './asking.ts';
import { expiry_in, key_line, key_state, right_words } from './in_words.ts';
import { Keeping, NotAnswered } from './Keeping.tsx';
import { plain_problem } from './problems.ts';

const spans: readonly [string, string][] = [['30', 'in 30 days'], ['90', 'in 90 days'], ['365', 'in a year'], ['', 'never']];

function Rights({ chosen, on_chosen }: { chosen: readonly Right[]; on_chosen: (rights: Right[]) => void }) {
  return (
    <fieldset class="keep-choices two">
      <legend>What it may</legend>
      {rights.map((one) => (
        <label key={one}>
          <input type="checkbox" checked={chosen.includes(one)} onChange={() => on_chosen(rights.filter((each) => (each === one) !== chosen.includes(each)))} />
          <span><strong>{one}</strong> <span class="base">{right_words[one]}</span></span>
        </label>
      ))}
    </fieldset>
  );
}

function Make({ on_made }: { on_made: (made: MadeKey) => void }) {
  const [name, set_name] = useState('');
  const [chosen, set_chosen] = useState<Right[]>([]);
  const [scope, set_scope] = useState('');
  const [days, set_days] = useState('90');
  const { busy, problem, set_problem, run } = use_deed();
  const field = useRef<HTMLInputElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) {
      set_problem('Say what the key is for: that is its name.');
      field.current?.focus();
      return;
    }
    if (chosen.length === 0) return set_problem('A key needs at least one right.');
    void run(async () => {
      on_made(await add_key({ name: name.trim(), rights: chosen, ...(scope.trim() ? { scope: scope.trim() } : {}), ...expiry_in(days, new Date()) }));
      set_name('');
      set_chosen([]);
      set_scope('');
    });
  };
  return (
    <form class="keep-form" aria-labelledby="make-name" onSubmit={send} noValidate>
      <h2 id="make-name">Make a key</h2>
      <p class="base">One for each machine, with no more than it needs: <strong>tell</strong> for an import or a till, <strong>count</strong> for a dashboard.</p>
      <div class="field">
        <label for="key-name">Name</label>
        <input id="key-name" ref={field} type="text" value={name} autocomplete="off" aria-invalid={!!problem && !name.trim()} onInput={(event) => set_name(event.currentTarget.value)} />
      </div>
      <Rights chosen={chosen} on_chosen={set_chosen} />
      <div class="field">
        <label for="key-scope">What it sees</label>
        <input id="key-scope" type="text" value={scope} aria-describedby="key-scope-means" spellcheck={false} autocomplete="off" onInput={(event) => set_scope(event.currentTarget.value)} />
        <p class="base" id="key-scope-means">A query as in the search line; empty: everything.</p>
      </div>
      <div class="field">
        <label for="key-until">It ends</label>
        <select id="key-until" value={days} onChange={(event) => set_days(event.currentTarget.value)}>
          {spans.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </select>
      </div>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways"><button class="button main" disabled={busy}>Make the key</button></p>
    </form>
  );
}

function Row({ one, on_revoke }: { one: Key; on_revoke: () => void }) {
  const now = new Date();
  const state = key_state(one, now);
  return (
    <li class="keep-row" data-key={one.number}>
      <div class={`keep-what${state === 'good' ? '' : ' over'}`}>
        <h3>{one.name}</h3>
        <p class="base">{key_line(one, now)}</p>
      </div>
      {state !== 'revoked' && <p class="keep-ways"><button type="button" class="button grave" aria-label={`Revoke ${one.name}`} onClick={on_revoke}>Revoke</button></p>}
    </li>
  );
}

function AllKeys() {
  const { value: all, problem, again } = use_answer(keys);
  const [made, set_made] = useState<MadeKey>();
  const [said, set_said] = useState('');
  const [revoking, set_revoking] = useState<Key>();
  if (problem && !all) return <NotAnswered problem={problem} on_again={again} />;
  if (!all) return <Skeleton />;
  // Those that open something first.
  const order = (one: Key) => (one.revoked ? 1 : 0);
  const shown = [...all].sort((a, b) => order(a) - order(b));
  return (
    <>
      {made && (
        <Once title={`The key “${made.name}”`} what="key" text={made.token} on_done={() => set_made(undefined)}>
          <p>Put it where the machine keeps its secrets. It is shown this once: nobody can look it up again, only make another. Requests carry it as <code>Authorization: Bearer …</code></p>
        </Once>
      )}
      <p class="own-said" role="status">{said}</p>
      <section aria-labelledby="all-keys">
        <h2 id="all-keys" class="for-readers">All keys</h2>
        {problem && <NotAnswered problem={problem} on_again={again} />}
        {all.length === 0
          ? <p class="keep-none">No machine has a way in yet.</p>
          : <ul class="keep-list">{shown.map((one) => <Row key={one.number} one={one} on_revoke={() => set_revoking(one)} />)}</ul>}
      </section>
      <Make on_made={(key) => { set_made(key); set_said(''); again(); }} />
      {revoking && (
        <Confirm
          title={`Revoke “${revoking.name}”?`} in_words={plain_problem} yes="Revoke it for good" no="Keep it" on_close={() => set_revoking(undefined)}
          on_yes={async () => { await revoke_key(revoking.number); set_said(`“${revoking.name}” opens nothing any more.`); again(); }}
        >
          <p>Whatever uses it is shut out from the next request on. This cannot be undone; a new key can be made under the same name.</p>
        </Confirm>
      )}
    </>
  );
}

export function KeysPage() {
  return (
    <Keeping here="/keys" title="Keys" lead="Machines’ ways in: imports, tills, dashboards. Kept is only a hash of each.">
      {() => <AllKeys />}
    </Keeping>
  );
}
