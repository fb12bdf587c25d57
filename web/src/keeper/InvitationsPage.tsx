// Inviting people to tell: links made in batches, shown once, each good for one telling.
import { useEffect, useRef, useState } from 'preact/hooks';
import { batches, end_batch, invite, parties } from '../api/keeping.ts';
import type { InvitationBatch, MadeInvitations } from '../api/types.ts';
import { save } from '../charts/export.ts';
import { counted, day } from '../format/numbers.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Copy } from '../parts/Copy.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { focus_keeper } from '../state/deed.ts';
import { use_answer, use_deed } from './asking.ts';
import { party_words } from './in_words.ts';
import { about_line, batch_line, empty_fields, invitations_in, levels, link_for, links_csv, pages_for, type InvitationFields } from './invitations.ts';
import { Keeping, NotAnswered } from './Keeping.tsx';
import { plain_problem } from './problems.ts';

const kinds = ['story', 'question', 'wish', 'expectation', 'workaround', 'thanks', 'concern'] as const;
const stages = ['attraction', 'awareness', 'discovery', 'cultivation', 'purchase', 'use', 'advocacy'];
const plain: readonly [('unit' | 'touchpoint' | 'stage' | 'channel' | 'source'), string, string][] = [
  ['unit', 'Team or unit', ''], ['touchpoint', 'Where they met', 'ride, counter, app …'], ['stage', 'Stage', 'use, purchase …'],
  ['channel', 'By which means', 'letter, mail …'], ['source', 'Source', 'whose grants hold, as in Settings'],
];

interface Shown {
  fields: InvitationFields;
  wrong: keyof InvitationFields | undefined;
  change: (part: Partial<InvitationFields>) => void;
}

function Presets({ fields, wrong, change }: Shown) {
  const [open, set_open] = useState(false);
  const shown = open || wrong === 'labels';
  return (
    <details class="presets" open={shown} onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>What each telling says beforehand</summary>
      <p class="base">Shown to who is invited, who cannot change it. What fits only one person tells who that was: leave it out.</p>
      <div class="field">
        <label for="invite-subject">About</label>
        <div class="invite-subject">
          <select aria-label="At which level" value={fields.level} onChange={(event) => change({ level: event.currentTarget.value as InvitationFields['level'] })}>
            {levels.map((level) => <option key={level} value={level}>{level}</option>)}
          </select>
          <input id="invite-subject" type="text" value={fields.subject} autocomplete="off" onInput={(event) => change({ subject: event.currentTarget.value })} />
        </div>
      </div>
      {plain.map(([name, label, hint]) => (
        <div class="field" key={name}>
          <label for={`invite-${name}`}>{label}</label>
          <input
            id={`invite-${name}`} type="text" value={fields[name]} placeholder={hint} autocomplete="off" {...(name === 'stage' ? { list: 'invite-stages' } : {})}
            onInput={(event) => change({ [name]: event.currentTarget.value })}
          />
        </div>
      ))}
      <datalist id="invite-stages">{stages.map((stage) => <option key={stage} value={stage} />)}</datalist>
      <div class="field">
        <label for="invite-party">Who they are</label>
        <select id="invite-party" value={fields.party} onChange={(event) => change({ party: event.currentTarget.value as InvitationFields['party'] })}>
          <option value="">they say it, or not</option>
          {parties.map((party) => <option key={party} value={party}>{party_words[party]}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="invite-kind">What it is</label>
        <select id="invite-kind" value={fields.kind} onChange={(event) => change({ kind: event.currentTarget.value as InvitationFields['kind'] })}>
          <option value="">they say it</option>
          {kinds.map((kind) => <option key={kind} value={kind}>{kind}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="invite-labels">Labels</label>
        <textarea id="invite-labels" rows={2} value={fields.labels} aria-describedby="invite-labels-means" aria-invalid={wrong === 'labels'} onInput={(event) => change({ labels: event.currentTarget.value })} />
        <p class="base" id="invite-labels-means">One a line, as campaign: May.</p>
      </div>
    </details>
  );
}

function Make({ on_made }: { on_made: (made: MadeInvitations) => void }) {
  const [fields, set_fields] = useState(() => empty_fields(new Date()));
  const [wrong, set_wrong] = useState<keyof InvitationFields>();
  const [attempt, set_attempt] = useState(0);
  const { busy, problem, set_problem, run } = use_deed();
  const form = useRef<HTMLFormElement>(null);
  // In an effect: what is folded up opens first.
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>(`#invite-${wrong}`)?.focus();
  }, [wrong, attempt]);
  const change = (part: Partial<InvitationFields>) => {
    set_fields((now) => ({ ...now, ...part }));
    set_wrong(undefined);
    set_problem('');
  };
  const send = (event: Event) => {
    event.preventDefault();
    const read = invitations_in(fields);
    set_wrong('wrong' in read ? read.field : undefined);
    if ('wrong' in read) {
      set_problem(read.wrong);
      set_attempt((n) => n + 1);
      return;
    }
    void run(async () => {
      on_made(await invite(read.wanted));
      set_fields(empty_fields(new Date()));
    });
  };
  return (
    <form class="keep-form" ref={form} aria-labelledby="invite-make" onSubmit={send} noValidate>
      <h2 id="invite-make">Make invitations</h2>
      <div class="field">
        <label for="invite-name">Who invites, or to what</label>
        <input id="invite-name" type="text" value={fields.name} autocomplete="off" maxLength={128} aria-invalid={wrong === 'name'} aria-describedby="invite-name-means" onInput={(event) => change({ name: event.currentTarget.value })} />
        <p class="base" id="invite-name-means">It names the batch here, and stands on the page of who is invited.</p>
      </div>
      <div class="field">
        <label for="invite-count">How many links</label>
        <input id="invite-count" type="number" min={1} max={10000} value={fields.count} aria-invalid={wrong === 'count'} aria-describedby="invite-count-means" onInput={(event) => change({ count: event.currentTarget.value })} />
        <p class="base" id="invite-count-means">Each is good for one telling. How many were used is shown in steps of the threshold for small groups.</p>
      </div>
      <div class="field">
        <label for="invite-until">Good until, that day included</label>
        <input id="invite-until" type="date" value={fields.until} aria-invalid={wrong === 'until'} onInput={(event) => change({ until: event.currentTarget.value })} />
      </div>
      <Presets fields={fields} wrong={wrong} change={change} />
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways"><button class="button main" disabled={busy}>Make the links</button></p>
    </form>
  );
}

const shown_max = 20;

function Links({ made, on_done }: { made: MadeInvitations; on_done: () => void }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const keep_focus = focus_keeper();
    head.current?.focus();
    return () => keep_focus(); // back to where they were made
  }, [made.number]);
  const pages = pages_for(made, location.origin);
  const links = made.secrets.map((secret) => link_for(secret, pages));
  const rest = links.length - shown_max;
  return (
    <section class="once" aria-labelledby="links-name">
      <h2 id="links-name" ref={head} tabIndex={-1}>{counted(links.length, 'link')} for “{made.name}”</h2>
      <p>They are shown this once: kept is only a hash of each. Nobody can tell from a telling through which link it came, so none of them opens what was told through it.</p>
      <ul class="links">
        {links.slice(0, shown_max).map((link, i) => <li key={link}><code class="once-text">{link}</code><Copy what={links.length === 1 ? 'link' : `link ${i + 1}`} text={link} /></li>)}
      </ul>
      {rest > 0 && <p class="base">And {counted(rest, 'more', 'more')}, in the file.</p>}
      <p class="once-ways">
        <button type="button" class="button main" onClick={() => save(`invitations-${made.number}.csv`, 'text/csv', links_csv(made.name, made.secrets, pages))}>Download CSV</button>
        <Copy what="whole list" text={links.join('\n')} />
        <button type="button" class="button" onClick={on_done}>I have them: hide them</button>
      </p>
    </section>
  );
}

function Row({ one, on_end }: { one: InvitationBatch; on_end: () => void }) {
  const about = about_line(one.about);
  return (
    <li class="keep-row" data-batch={one.number}>
      <div class={`keep-what${one.state === 'open' ? '' : ' over'}`}>
        <h3>{one.name}</h3>
        <p class="base">{batch_line(one)}</p>
        {about && <p class="base">{about}</p>}
        <p class="base">made {day(one.made)} by {one.made_by}</p>
      </div>
      {one.state === 'open' && <p class="keep-ways"><button type="button" class="button grave" aria-label={`End ${one.name}`} onClick={on_end}>End</button></p>}
    </li>
  );
}

function AllBatches() {
  const { value: all, problem, again } = use_answer(batches);
  const [made, set_made] = useState<MadeInvitations>();
  const [said, set_said] = useState('');
  const [ending, set_ending] = useState<InvitationBatch>();
  if (problem && !all) return <NotAnswered problem={problem} on_again={again} />;
  if (!all) return <Skeleton />;
  return (
    <>
      {made && <Links made={made} on_done={() => set_made(undefined)} />}
      <p class="own-said" role="status">{said}</p>
      <section aria-labelledby="all-batches">
        <h2 id="all-batches" class="for-readers">All batches</h2>
        {problem && <NotAnswered problem={problem} on_again={again} />}
        {all.length === 0
          ? <p class="keep-none">Nobody has been invited yet.</p>
          : <ul class="keep-list">{all.map((one) => <Row key={one.number} one={one} on_end={() => set_ending(one)} />)}</ul>}
      </section>
      <Make on_made={(links) => { set_made(links); set_said(''); again(); }} />
      {ending && (
        <Confirm
          title={`End “${ending.name}”?`} in_words={plain_problem} yes="End it for good" no="Leave it open" on_close={() => set_ending(undefined)}
          on_yes={async () => { await end_batch(ending.number); set_said(`The links of “${ending.name}” are good no more.`); again(); }}
        >
          <p>Links that were not used yet open nothing any more. What was told through the others stays. This cannot be undone.</p>
        </Confirm>
      )}
    </>
  );
}

export function InvitationsPage() {
  return (
    <Keeping here="/invitations" title="Invitations" lead="Links with which people tell, each once, with what you say beforehand. Nothing is kept of which link something was told through.">
      {() => <AllBatches />}
    </Keeping>
  );
}
