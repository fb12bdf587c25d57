// A page that most never open is fetched when it is.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Frame } from './Frame.tsx';

export function Later({ page }: { page: () => Promise<ComponentType> }) {
  const [Page, set_page] = useState<ComponentType>();
  const [failed, set_failed] = useState(false);
  useEffect(() => {
    page().then((found) => set_page(() => found), () => set_failed(true));
  }, [page]);
  if (Page) return <Page />;
  return (
    <Frame tell={false} who={false}>
      <main id="main" tabIndex={-1}>
        {failed && <p class="trouble" role="alert">This page could not be fetched. Load it again in a moment.</p>}
      </main>
    </Frame>
  );
}
