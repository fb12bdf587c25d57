import { render, type ComponentType } from 'preact';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/landscape.css';
import './styles/charts.css';
import './styles/pages.css';
import './styles/mine.css';
import './styles/keeping.css';
import './styles/rights.css';
import { ExperiencePage } from './pages/ExperiencePage.tsx';
import { Later } from './parts/Later.tsx';
import { Landscape } from './pages/Landscape.tsx';
import { SignIn } from './pages/SignIn.tsx';
import { Tell } from './pages/Tell.tsx';
import { follow_links, use_address } from './state/address.ts';
import { apply_theme } from './state/theme.ts';

const mine = () => import('./pages/Mine.tsx').then((page) => page.Mine);
const keeping: Record<string, () => Promise<ComponentType>> = {
  '/members': () => import('./keeper/MembersPage.tsx').then((page) => page.MembersPage),
  '/keys': () => import('./keeper/KeysPage.tsx').then((page) => page.KeysPage),
  '/invitations': () => import('./keeper/InvitationsPage.tsx').then((page) => page.InvitationsPage),
  '/audit': () => import('./keeper/AuditPage.tsx').then((page) => page.AuditPage),
  '/timers': () => import('./keeper/TimersPage.tsx').then((page) => page.TimersPage),
  '/requests': () => import('./keeper/RequestsPage.tsx').then((page) => page.RequestsPage),
  '/settings': () => import('./keeper/SettingsPage.tsx').then((page) => page.SettingsPage),
};

function Page() {
  const { path, search } = use_address();
  if (path === '/tell') return <Tell />;
  if (path === '/mine') return <Later key={path} page={mine} />;
  if (keeping[path]) return <Later key={path} page={keeping[path]} />;
  if (path === '/sign-in') return <SignIn />;
  const id = /^\/e\/([^/]+)$/.exec(path)?.[1];
  if (id) return <ExperiencePage id={decodeURIComponent(id)} />;
  return <Landscape search={search} />;
}

apply_theme();
follow_links();
render(<Page />, document.getElementById('page')!);
