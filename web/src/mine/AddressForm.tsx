// A field for a mail address, and the button that has a letter sent there.
import { useRef, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { is_address, letter_problem } from './letters.ts';

interface Props {
  id: string;
  label: string;
  button: string;
  on_address: (address: string) => Promise<void>;
}

export function AddressForm({ id, label, button, on_address }: Props) {
  const [typed, set_typed] = useState('');
  const [wrong, set_wrong] = useState('');
  const [busy, set_busy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (!is_address(typed)) {
      set_wrong('Put a mail address in, like name@example.org.');
      field.current?.focus();
      return;
    }
    set_busy(true);
    set_wrong('');
    try {
      await on_address(typed.trim());
    } catch (error) {
      set_wrong(letter_problem(problem_of(error)));
    }
    set_busy(false);
  };
  return (
    <form class="code-form" onSubmit={(event) => void send(event)} noValidate>
      <label for={id}>{label}</label>
      <div class="code-row">
        <input
          id={id} ref={field} type="email" value={typed} autocomplete="email" autocapitalize="off" spellcheck={false} maxLength={254}
          aria-invalid={wrong ? 'true' : undefined} aria-describedby={`${id}-problem`} onInput={(event) => set_typed(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={busy}>{busy ? 'Sending' : button}</button>
      </div>
      <p class="note" id={`${id}-problem`} role="alert">{wrong}</p>
    </form>
  );
}
