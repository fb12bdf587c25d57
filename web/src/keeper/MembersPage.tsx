// Who works with the landscape: let in, told apart by role and scope, kept out.
import { useRef, useState } from 'preact/hooks';
import { add_member, change_member, make_link, members, roles, type Role } from '../api/keeping.ts';
import type { MadeMember, Member, Session, SignInLink } from '../api/types.ts';
import { moment } from '../format/numbers.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Once } from '../parts/Once.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { use_focus_back } from '../state/deed.ts';
import { use_answer, use_deed } from './asking.ts';
import { member_line, role_words } from './in_words.ts';
import { Keeping, NotAnswered } from './Keeping.tsx';
import { plain_problem } from './problems.ts';

function Roles({ name, role, on_role }: { name: string; role: Role; on_role: (role: Role) => void }) {
  return (
    <fieldset class="keep-choices">
      <legend>Role</legend>
      {roles.map((one) => (
        <label key={one}>
          <input type="radio" name={name} value={one} checked={one === role} onChange={() => on_role(one)} />
          <span><strong>{one}</strong> <span class="base">{role_words[one]}</span></span>
        </label>
      ))}
    </fieldset>
  );
}

function ScopeField({ id, scope, on_scope }: { id: string; scope: string; on_scope: (scope: string) => void }) {
  return (
    <div class="field">
      <label for={id}>What they see</label>
      <input id={id} type="text" value={scope} aria-describedby={`${id}-means`} spellcheck={false} autocomplete="off" onInput={(event) => on_scope(event.currentTarget.value)} />
      <p class="base" id={`${id}-means`}>A query as in the search line, such as <code>unit:("Depot North")</code>: nothing but what it matches is there for them. Empty: everything.</p>
    </div>
  );
}

interface InviteProps {
  first: boolean;
  on_invited: (made: MadeMember) => void;
}

function Invite({ first, on_invited }: InviteProps) {
  const [name, set_name] = useState('');
  const [role, set_role] = useState<Role>(first ? 'keeper' : 'listener');
  const [scope, set_scope] = useState('');
  const { busy, problem, set_problem, run } = use_deed();
  const field = useRef<HTMLInputElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) {
      set_problem('Say what they are called.');
      field.current?.focus();
      return;
    }
    void run(async () => {
      const made = await add_member({ name: name.trim(), role, ...(scope.trim() ? { scope: scope.trim() } : {}) });
      set_name('');
      set_role('listener');
      set_scope('');
      on_invited(made);
    });
  };
  return (
    <form class="keep-form" aria-labelledby="invite-name" onSubmit={send} noValidate>
      <h2 id="invite-name">Let somebody in</h2>
      {first && <p class="same-hand">Until now nobody is asked here. With the first member that ends, for you as well: make it a keeper, and open the link yourself.</p>}
      <div class="field">
        <label for="invite-called">Name</label>
        <input id="invite-called" ref={field} type="text" value={name} autocomplete="off" aria-invalid={!!problem && !name.trim()} onInput={(event) => set_name(event.currentTarget.value)} />
      </div>
      <Roles name="invite-role" role={role} on_role={set_role} />
      <ScopeField id="invite-scope" scope={scope} on_scope={set_scope} />
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways"><button class="button main" disabled={busy}>Let them in</button></p>
    </form>
  );
}

interface ChangeProps {
  member: Member;
  self: boolean;
  on_changed: (member: Member) => void;
  on_close: () => void;
}

function Change({ member, self, on_changed, on_close }: ChangeProps) {
  const [role, set_role] = useState(member.role);
  const [scope, set_scope] = useState(member.scope ?? '');
  const { busy, problem, run } = use_deed();
  const send = (event: Event) => {
    event.preventDefault();
    void run(async () => on_changed(await change_member(member.number, { role, scope: scope.trim() })));
  };
  const gives_up = self && (role !== 'keeper' || scope.trim() !== '');
  return (
    <form class="keep-form" aria-label={`Change ${member.name}`} onSubmit={send}>
      <Roles name={`role-${member.number}`} role={role} on_role={set_role} />
      <ScopeField id={`scope-${member.number}`} scope={scope} on_scope={set_scope} />
      {gives_up && <p class="same-hand">This is you. Saved so, you cannot open this page any more.</p>}
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways">
        <button class="button main" disabled={busy}>Save</button>
        <button type="button" class="button" disabled={busy} onClick={on_close}>Leave it</button>
      </p>
    </form>
  );
}

interface RowProps {
  member: Member;
  self: boolean;
  on_link: () => Promise<void>;
  on_changed: (member: Member, said: string) => void;
  on_remove: () => void;
}

function Row({ member, self, on_link, on_changed, on_remove }: RowProps) {
  const [changing, set_changing] = useState(false);
  const opener = use_focus_back(changing);
  const { busy, problem, run } = use_deed();
  const back = () => run(async () => on_changed(await change_member(member.number, { disabled: false }), `${member.name} may come in again, with a new link.`));
  return (
    <li class="keep-row" data-member={member.number}>
      <div class={`keep-what${member.disabled ? ' over' : ''}`}>
        <h3>{member.name}{self && <span class="base"> (you)</span>}</h3>
        <p class="base">{member_line(member)}</p>
      </div>
      <p class="keep-ways">
        {member.disabled
          ? <button type="button" class="button" disabled={busy} aria-label={`Let in again: ${member.name}`} onClick={back}>Let in again</button>
          : (
            <>
              <button type="button" class="button" disabled={busy} aria-label={`New link for ${member.name}`} onClick={() => run(on_link)}>New link</button>
              <button type="button" class="button" ref={opener} aria-expanded={changing} aria-label={`Change ${member.name}`} onClick={() => set_changing(!changing)}>Change</button>
              <button type="button" class="button grave" aria-label={`Remove ${member.name}`} onClick={on_remove}>Remove</button>
            </>
          )}
      </p>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      {changing && !member.disabled && (
        <Change
          member={member} self={self} on_close={() => set_changing(false)}
          on_changed={(changed) => { set_changing(false); on_changed(changed, `${changed.name} is a ${changed.role} now. It holds at once.`); }}
        />
      )}
    </li>
  );
}

interface Handed {
  name: string;
  link: SignInLink;
}

function Members({ session }: { session: Session }) {
  const { value: all, problem, set_value, again } = use_answer(members);
  const [handed, set_handed] = useState<Handed>();
  const [said, set_said] = useState('');
  const [removing, set_removing] = useState<Member>();
  // By name, as the engine lists them.
  const put = (one: Member) => set_value((now = []) => [...now.filter((each) => each.number !== one.number), one].sort((a, b) => (a.name < b.name ? -1 : 1)));
  const changed = (one: Member, words: string) => {
    put(one);
    set_said(words);
  };
  const link_for = async (member: Member) => {
    set_handed({ name: member.name, link: await make_link(member.number) });
    set_said('');
  };
  const is_self = (one: Member) => session.who === 'member' && session.name === one.name;
  if (problem) return <NotAnswered problem={problem} on_again={again} />;
  if (!all) return <Skeleton />;
  return (
    <>
      {handed && (
        <Once title={`The link for ${handed.name}`} what="link" text={`${location.origin}${handed.link.path}`} on_done={() => set_handed(undefined)}>
          <p>Hand it to {handed.name} alone: whoever opens it first is signed in as them. It works once, until {moment(handed.link.expires)}, and is shown this once. A new one can be made at any time.</p>
        </Once>
      )}
      <p class="own-said" role="status">{said}</p>
      <section aria-labelledby="all-members">
        <h2 id="all-members" class="for-readers">All members</h2>
        {all.length === 0
          ? <p class="keep-none">Nobody is let in by name yet, so nobody who comes from this machine is asked who they are.</p>
          : (
            <ul class="keep-list">
              {all.map((one) => <Row key={one.number} member={one} self={is_self(one)} on_link={() => link_for(one)} on_changed={changed} on_remove={() => set_removing(one)} />)}
            </ul>
          )}
      </section>
      <Invite
        key={all.length === 0 ? 'first' : 'further'} first={all.length === 0 && session.who === 'host'}
        on_invited={({ link, ...made }) => { put(made); if (link) set_handed({ name: made.name, link }); }}
      />
      {removing && (
        <Confirm
          title={`Remove ${removing.name}?`} in_words={plain_problem} yes="Remove" no={`Keep ${removing.name}`} on_close={() => set_removing(undefined)}
          on_yes={async () => changed(await change_member(removing.number, { disabled: true }), `${removing.name} is out.`)}
        >
          <p>
            {is_self(removing) ? 'This is you. ' : ''}They are signed out everywhere at once, and links they still have open nothing. What they did stays in the audit
            under their number; you can let them in again later.
          </p>
        </Confirm>
      )}
    </>
  );
}

export function MembersPage() {
  return (
    <Keeping here="/members" title="Members" lead="Who works with what people told. They sign in by a link that works once; there are no passwords.">
      {(session) => <Members session={session} />}
    </Keeping>
  );
}
