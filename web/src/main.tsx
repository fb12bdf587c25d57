import { render } from 'preact';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/landscape.css';
import './styles/charts.css';
import './styles/pages.css';
import './styles/mine.css';
import { ExperiencePage } from './pages/ExperiencePage.tsx';
import { Later } from './parts/Later.tsx';
import { Landscape } from './pages/Landscape.tsx';
import { SignIn } from './pages/SignIn.tsx';
import { Tell } from './pages/Tell.tsx';
import { follow_links, use_address } from './state/address.ts';
import { apply_theme } from './state/theme.ts';

const mine = () => import('./pages/Mine.tsx').then((page) => page.Mine);

function Page() {
  const { path, search } = use_address();
  if (path === '/tell') return <Tell />;
  if (path === '/mine') return <Later page={mine} />;
  if (path === '/sign-in') return <SignIn />;
  const id = /^\/e\/([^/]+)$/.exec(path)?.[1];
  if (id) return <ExperiencePage id={decodeURIComponent(id)} />;
  return <Landscape search={search} />;
}

apply_theme();
follow_links();
render(<Page />, document.getElementById('page')!);
