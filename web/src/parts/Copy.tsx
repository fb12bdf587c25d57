// A button that copies a text, and says whether it did.
import { useState } from 'preact/hooks';

export function Copy({ what, text }: { what: string; text: string }) {
  const [said, set_said] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      set_said('Copied');
    } catch {
      set_said(`This browser does not let a page copy: select the ${what} and copy it by hand.`);
    }
    setTimeout(() => set_said(''), 4000);
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>{said === 'Copied' ? 'Copied' : `Copy the ${what}`}</button>
      <span class="for-readers" role="status">{said}</span>
      {said && said !== 'Copied' && <span class="note">{said}</span>}
    </>
  );
}
