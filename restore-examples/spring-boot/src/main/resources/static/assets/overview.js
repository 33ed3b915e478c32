// What there is: the database, its backups, and the history of runs.

import { get, post, remove, upload } from './api.js';
import { open, problemBox } from './dialog.js';
import { age, badge, count, el, fill, kindWords, moment, number, say, seconds, size } from './dom.js';
import { restoreDialog } from './restore.js';

const EVERY_MILLIS = 4000;
const ORIGINS = { CREATED: 'made here', SCHEDULED: 'by schedule', UPLOADED: 'uploaded' };

/** Shows the overview until it is left; returns what leaves it. */
export function showOverview(main, session) {
  const facts = el('section', { 'aria-label': 'State' });
  const backups = el('div', { class: 'card' });
  const runs = el('div', { class: 'card' });
  const problem = el('div', { role: 'alert' });
  const file = el('input', { type: 'file', id: 'file', class: 'unseen', tabindex: '-1', 'aria-label': 'Backup to upload' });
  const progress = el('p', { class: 'muted', role: 'status' });
  let left = false;
  let drawn = {};

  fill(main,
    el('h1', { class: 'unseen' }, 'Backups and runs'),
    problem,
    facts,
    el('section', {},
      el('div', { class: 'head' }, el('h2', {}, 'Backups'), progress,
        session.mayChange && [file,
          el('button', { type: 'button', id: 'upload', onclick: () => file.click() }, 'Upload…'),
          el('button', { type: 'button', id: 'create', class: 'primary', onclick: create }, 'Back up now')]),
      backups),
    el('section', {}, el('div', { class: 'head' }, el('h2', {}, 'Runs')), runs));

  file.addEventListener('change', async () => {
    const chosen = file.files[0];
    file.value = '';
    if (!chosen) {
      return;
    }
    fill(problem);
    if (chosen.size > session.maxUpload) {
      fill(problem, problemBox(new Error(`“${chosen.name}” has ${size(chosen.size)}; an upload may have at most ${size(session.maxUpload)}.`)));
      return;
    }
    try {
      progress.textContent = `Uploading “${chosen.name}”…`;
      await upload(chosen, (done) => {
        progress.textContent = done < 1 ? `Uploading “${chosen.name}”: ${Math.floor(done * 100)} %` : `Looking into “${chosen.name}”…`;
      });
      say(`“${chosen.name}” was uploaded.`);
    } catch (error) {
      fill(problem, problemBox(error));
    }
    progress.textContent = '';
    refresh();
  });

  async function create() {
    fill(problem);
    try {
      const run = await post('/api/backups', {});
      location.hash = `#/runs/${run.id}`;
    } catch (error) {
      fill(problem, problemBox(error));
    }
  }

  function deleteDialog(backup) {
    open({
      title: `Delete “${backup.name}”?`,
      body: el('p', {}, `The file with its ${count(backup.rows, 'row')} is deleted for good. Runs that used it stay in the history.`),
      buttons: el('button', { type: 'submit', class: 'primary danger' }, 'Delete'),
      onSubmit: async () => {
        await remove(`/api/backups/${backup.id}`);
        say('The backup was deleted.');
        refresh();
      },
    });
  }

  async function drill(backup, button) {
    button.disabled = true;
    fill(problem);
    try {
      const run = await post(`/api/backups/${backup.id}/drill`);
      location.hash = `#/runs/${run.id}`;
    } catch (error) {
      fill(problem, problemBox(error));
      button.disabled = false;
    }
  }

  function unchanged(name, value) {
    const text = JSON.stringify(value);
    const same = drawn[name] === text;
    drawn[name] = text;
    return same;
  }

  async function refresh() {
    try {
      const [database, health, list, history] = await Promise.all([
        get('/api/database'), get('/api/health'), get('/api/backups'), get('/api/runs?limit=30')]);
      if (left) {
        return;
      }
      document.getElementById('lost').hidden = true;
      fill(facts, factsView(database, health, list, history));
      if (!unchanged('backups', list)) {
        fill(backups, backupsView(list, session, { restore: (backup) => restoreDialog(backup, session), drill, deleteDialog }));
      }
      if (!unchanged('runs', history)) {
        fill(runs, runsView(history));
      }
    } catch (error) {
      if (!left && (error.status === 0 || error.status >= 500)) {
        document.getElementById('lost').textContent = 'The server does not answer. This page tries again.';
        document.getElementById('lost').hidden = false;
      } else if (!left) {
        fill(problem, problemBox(error));
      }
    }
  }

  refresh();
  const timer = setInterval(() => document.hidden || refresh(), EVERY_MILLIS);
  return () => {
    left = true;
    clearInterval(timer);
    document.getElementById('lost').hidden = true;
  };
}

function factsView(database, health, backups, runs) {
  const rows = database.tables.reduce((sum, table) => sum + table.rows, 0);
  const drill = runs.find((run) => run.kind === 'DRILL' && run.ended);
  const active = runs.filter((run) => !run.ended);
  return el('dl', { class: 'card facts' },
    el('div', {}, el('dt', {}, 'Database'), el('dd', {}, database.name, el('small', {}, database.product))),
    el('div', {}, el('dt', {}, 'Rows now'), el('dd', {}, number(rows), el('small', {}, count(database.tables.length, 'table')))),
    el('div', {}, el('dt', {}, 'Last backup'), el('dd', {}, backups.length ? age(backups[0].createdAt) : 'none yet',
      el('small', {}, health.status === 'UP' ? 'Health is up' : (health.details && health.details.reason) || 'Health is down'))),
    el('div', {}, el('dt', {}, 'Last restore drill'), el('dd', {}, drill ? (drill.status === 'COMPLETE' ? 'passed' : 'failed') : 'none yet',
      el('small', {}, drill ? age(drill.createdAt) : 'Try a backup to be sure of it'))),
    active.length > 0 && el('div', {}, el('dt', {}, 'Now'), el('dd', {}, el('a', { href: `#/runs/${active[active.length - 1].id}` }, count(active.length, 'run')), el('small', {}, 'waiting or running'))));
}

function backupsView(list, session, act) {
  if (list.length === 0) {
    return el('div', { class: 'empty' },
      el('h3', {}, 'No backups yet'),
      el('p', { class: 'muted' }, session.mayChange
        ? '“Back up now” writes all rows of the database into one file. A backup from elsewhere, also in other formats, can be uploaded.'
        : 'An administrator can make one.'));
  }
  return el('table', { class: 'cards' },
    el('caption', { class: 'unseen' }, 'Backups, the newest first'),
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, 'Backup'), el('th', { scope: 'col' }, 'Stored'),
      el('th', { scope: 'col', class: 'number' }, 'Rows'), el('th', { scope: 'col', class: 'number' }, 'Size'),
      el('th', { scope: 'col' }, el('span', { class: 'unseen' }, 'Actions')))),
    el('tbody', {}, list.map((backup) => el('tr', { 'data-backup': backup.id },
      el('th', { scope: 'row' }, backup.name, el('small', {}, `${ORIGINS[backup.origin]}, ${count(backup.tables.length, 'table')}`)),
      el('td', {}, moment(backup.createdAt), el('small', {}, `by ${backup.by}`)),
      el('td', { class: 'number', 'data-label': 'Rows' }, number(backup.rows)),
      el('td', { class: 'number' }, size(backup.bytes)),
      el('td', { class: 'actions' },
        session.mayChange && el('button', { type: 'button', class: 'quiet', 'data-act': 'restore', 'aria-label': `Restore ${backup.name}`, onclick: () => act.restore(backup) }, 'Restore…'),
        el('a', { class: 'button quiet', 'data-act': 'download', 'aria-label': `Download ${backup.name}`, href: `/api/backups/${backup.id}/content`, download: '' }, 'Download'),
        session.mayChange && el('button', { type: 'button', class: 'quiet', 'data-act': 'drill', 'aria-label': `Drill ${backup.name}`, onclick: (event) => act.drill(backup, event.target) }, 'Drill'),
        session.mayChange && el('button', { type: 'button', class: 'quiet danger', 'data-act': 'delete', 'aria-label': `Delete ${backup.name}`, onclick: () => act.deleteDialog(backup) }, 'Delete'))))));
}

function runsView(history) {
  if (history.length === 0) {
    return el('div', { class: 'empty' },
      el('h3', {}, 'Nothing was run yet'),
      el('p', { class: 'muted' }, 'Backups, restores, drills and ways back are listed here, with what came of them.'));
  }
  return el('table', { class: 'cards' },
    el('caption', { class: 'unseen' }, 'Runs, the newest first'),
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, 'Run'), el('th', { scope: 'col' }, 'Outcome'), el('th', { scope: 'col' }, 'When'),
      el('th', { scope: 'col', class: 'number' }, 'Rows'), el('th', { scope: 'col', class: 'number' }, 'Took'))),
    el('tbody', {}, history.map((run) => el('tr', { 'data-run': run.id },
      el('th', { scope: 'row' }, el('a', { href: `#/runs/${run.id}` }, kindWords(run.kind)), el('small', {}, run.backupName)),
      el('td', {}, badge(run.status)),
      el('td', {}, moment(run.createdAt), el('small', {}, `by ${run.by}`)),
      el('td', { class: 'number', 'data-label': 'Rows' }, number(run.ended && run.counts.read > 0 ? run.counts.read : run.progress.rows)),
      el('td', { class: 'number' }, run.endedAt && run.startedAt ? seconds((new Date(run.endedAt) - new Date(run.startedAt)) / 1000) : '')))));
}
