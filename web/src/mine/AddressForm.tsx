// A field for a mail address, and the button that has a letter sent there.
import { useRef, useState } from 'preact/hooks';
import { is_address } from './letters.ts';
import { use_deed } from './problems.ts';

interface Props {
  id: string;
  label: string;
  button: string;
  on_address: (address: string) => Promise<void>;
}

export function AddressForm({ id, label, button, on_address }: Props) {
  const [typed, set_typed] = useState('');
  const { busy, problem: wrong, set_problem: set_wrong, run } = use_deed();
  const field = useRef<HTMLInputElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    if (!is_address(typed)) {
      set_wrong('Put a mail address in, like name@example.org.');
      field.current?.focus();
      return;
    }
    void run(() => on_address(typed.trim()));
  };
  return (
    <form class="code-form" onSubmit={send} noValidate>
      <label for={id}>{label}</label>
      <div class="code-row">
        <input
          id={id} ref={field} type="email" value={typed} autocomplete="email" autocapitalize="off" spellcheck={false} maxLength={254}
          aria-invalid={wrong ? 'true' : undefined} aria-describedby={`${id}-problem`} onInput={(event) => { set_typed(event.currentTarget.value); set_wrong(''); }}
        />
        <button type="submit" class="button" disabled={busy}>{busy ? 'Sending' : button}</button>
      </div>
      <p class="note" id={`${id}-problem`} role="alert">{wrong}</p>
    </form>
  );
}
