import { get, token } from './api.js';
import { problemBox } from './dialog.js';
import { byId, fill } from './dom.js';
import { showOverview } from './overview.js';
import { showRun } from './run.js';

const main = byId('main');
let leave = () => {};
let session = null;

function route(event) {
  leave();
  const run = /^#\/runs\/([0-9A-Za-z-]+)$/.exec(location.hash);
  leave = run ? showRun(main, run[1], session) : showOverview(main, session);
  if (event) {
    window.scrollTo(0, 0);
    main.focus();
  }
}

byId('logout').addEventListener('click', async () => {
  await fetch('/logout', { method: 'POST', headers: { 'X-XSRF-TOKEN': token() } });
  location.assign('/login.html');
});

try {
  session = await get('/api/session');
  byId('who').textContent = session.mayChange ? session.name : `${session.name} (sees only)`;
  byId('where').textContent = session.database;
  document.title = `${session.database} · Restore`;
  addEventListener('hashchange', route);
  route(null);
} catch (error) {
  fill(main, problemBox(error));
}
