// One run: live while it runs, then its report.

import { get, post } from './api.js';
import { problemBox } from './dialog.js';
import { age, badge, byId, count, el, fill, kindWords, moment, number, say, seconds, size, statusWords } from './dom.js';
import { undoDialog } from './restore.js';

const PHASES = {
  OPEN: 'Opening the backup', PLAN: 'Making the plan', PREPARE: 'Making ready', LOAD: 'Loading rows',
  FINISH: 'Checking and committing', REPORT: 'Writing the report',
};
const AGAIN_MILLIS = 2000;

/** Shows a run in an element until it is left; returns what leaves it. */
export function showRun(main, id, session) {
  let stream = null;
  let timer = null;
  let left = false;
  let status = null;
  const body = el('div', { class: 'stack' });
  const problem = el('div', { role: 'alert' });
  fill(main, el('p', {}, el('a', { href: '#/' }, '← All backups and runs')), problem, body);

  async function act(path, button) {
    button.disabled = true;
    fill(problem);
    try {
      const run = await post(`/api/runs/${id}/${path}`);
      if (path === 'resume') {
        follow();
      } else {
        draw(run);
      }
    } catch (error) {
      fill(problem, problemBox(error));
      button.disabled = false;
    }
  }

  function draw(run) {
    const before = document.activeElement && document.activeElement.id;
    if (status !== null && status !== run.status) {
      say(`${kindWords(run.kind)}: ${statusWords(run.status)}`);
    }
    status = run.status;
    fill(body, runView(run, session, act));
    if (before && byId(before)) {
      byId(before).focus();
    }
  }

  function follow() {
    if (left) {
      return;
    }
    stream = new EventSource(`/api/runs/${id}/events`);
    stream.addEventListener('run', (event) => {
      byId('lost').hidden = true;
      const run = JSON.parse(event.data);
      draw(run);
      if (run.ended) {
        stream.close();
      }
    });
    stream.addEventListener('error', () => {
      stream.close();
      if (!left) {
        timer = setTimeout(look, status === null ? 0 : AGAIN_MILLIS);
        byId('lost').textContent = 'The connection to the server is lost. The run goes on there if it can; this page tries again.';
        byId('lost').hidden = status === null;
      }
    });
  }

  /** Asks for the run once; goes on to follow it when it is not over. */
  async function look() {
    try {
      const run = await get(`/api/runs/${id}`);
      if (left) {
        return;
      }
      byId('lost').hidden = true;
      draw(run);
      if (!run.ended) {
        follow();
      }
    } catch (error) {
      if (left) {
        return;
      }
      if (error.status === 0 || error.status >= 500) {
        byId('lost').textContent = 'The connection to the server is lost. The run goes on there if it can; this page tries again.';
        byId('lost').hidden = false;
        timer = setTimeout(look, AGAIN_MILLIS);
      } else {
        fill(body, problemBox(error));
      }
    }
  }

  look();
  return () => {
    left = true;
    clearTimeout(timer);
    byId('lost').hidden = true;
    if (stream) {
      stream.close();
    }
  };
}

function title(run) {
  if (run.kind === 'UNDO') {
    return 'Undo of a restore';
  }
  return `${kindWords(run.kind)} ${run.kind === 'BACKUP' ? 'as' : 'of'} “${run.backupName || 'unknown'}”`;
}

function runView(run, session, act) {
  return [
    el('header', { class: 'stack' },
      el('h1', {}, title(run)),
      el('p', { class: 'bar' }, badge(run.status),
        el('span', { class: 'muted' }, `by ${run.by}, `, moment(run.createdAt), run.attempt > 1 && `, attempt ${run.attempt}`,
          run.request && `, ${run.request.mode.toLowerCase()}${run.request.rejectRows ? ', bad rows set aside' : ''}${run.request.resumable ? ', in steps' : ''}`))),
    run.ended ? null : live(run, session, act),
    run.status === 'INTERRUPTED' && interrupted(run, session, act),
    run.error && el('div', { class: run.status === 'CANCELLED' ? 'notice' : 'problem', role: 'alert' },
      el('strong', {}, run.status === 'CANCELLED' ? 'It was ended. ' : 'It did not succeed. '), run.error),
    run.ended && run.status !== 'INTERRUPTED' && outcome(run, session),
    el('p', { class: 'muted' }, `Run ${run.id}, ${run.owner}`),
  ];
}

function live(run, session, act) {
  const p = run.progress;
  const bar = run.status === 'RUNNING' && p.fraction !== null
    ? el('progress', { max: 1, value: p.fraction, 'aria-label': 'Progress' })
    : el('progress', { 'aria-label': 'Progress', ...(run.status === 'PENDING' ? { max: 1, value: 0 } : {}) });
  const words = run.status === 'PENDING'
    ? (run.waitsFor ? `Waiting: ${kindWords(run.waitsFor.kind).toLowerCase()} ${run.waitsFor.id.slice(0, 8)} by ${run.waitsFor.by} holds the database` : 'Waiting for its turn')
    : `${PHASES[p.phase]}${p.phase === 'LOAD' && p.table ? `: ${p.table}` : ''}`;
  return el('section', { class: 'card running', 'aria-label': 'Progress' },
    el('p', {}, el('strong', {}, words), p.fraction !== null && run.status === 'RUNNING' ? ` · ${Math.floor(p.fraction * 100)} %` : ''),
    bar,
    el('dl', { class: 'figures' },
      figure('Rows', number(p.rows), 'rows'),
      figure('Rate', p.rowsPerSecond > 0 ? `${number(p.rowsPerSecond)} rows/s` : '–'),
      p.bytesTotal > 0 && figure('Read', `${size(p.bytesRead)} of ${size(p.bytesTotal)}`),
      figure('Time left', p.secondsLeft === null ? '–' : `about ${seconds(p.secondsLeft)}`)),
    run.cancelBy && el('p', { class: 'muted' }, `${run.cancelBy} has asked for its end; its process hears of that within seconds.`),
    session.mayChange && run.cancellable && el('div', {}, el('button', { type: 'button', id: 'cancel', class: 'danger', onclick: (event) => act('cancel', event.target) }, 'Cancel')));
}

function figure(term, value, id) {
  return el('div', {}, el('dt', {}, term), el('dd', id ? { 'data-figure': id } : {}, value));
}

function interrupted(run, session, act) {
  return el('section', { class: 'notice stack' },
    el('p', {}, el('strong', {}, 'Its process is gone. '),
      `It was last heard of ${age(run.heartbeatAt)}, with ${count(run.progress.rows, 'row')} loaded. `,
      run.resumable ? 'What was committed is there: it can go on where it stood.' : 'Nothing of it is in the database: it can be run again from the beginning.'),
    session.mayChange && el('div', { class: 'bar' },
      run.resumableNow && el('button', { type: 'button', id: 'resume', class: 'primary', onclick: (event) => act('resume', event.target) }, run.resumable ? 'Resume' : 'Run again'),
      el('button', { type: 'button', id: 'close-run', onclick: (event) => act('close', event.target) }, 'Close')));
}

function outcome(run, session) {
  const tables = (run.report && run.report.tables) || [];
  const rejects = (run.report && run.report.rejects) || [];
  const warnings = (run.report && run.report.warnings) || [];
  return el('section', { class: 'stack', 'aria-label': 'Report' },
    el('dl', { class: 'card facts' },
      fact('Rows read', number(run.counts.read)),
      (run.kind === 'RESTORE' || run.kind === 'UNDO') && fact('Inserted', number(run.counts.inserted), run.counts.updated > 0 ? `${number(run.counts.updated)} updated` : null),
      (run.kind === 'RESTORE' || run.kind === 'UNDO') && fact('Rejected', number(run.counts.rejected)),
      run.endedAt && run.startedAt && fact('Took', seconds((new Date(run.endedAt) - new Date(run.startedAt)) / 1000))),
    (session.mayChange && run.undoable) || run.rejects ? el('div', { class: 'bar' },
      run.rejects && el('a', { class: 'button', id: 'rejects', href: `/api/runs/${run.id}/rejects`, download: '' }, 'Download rejected rows'),
      session.mayChange && run.undoable && el('button', { type: 'button', id: 'undo', onclick: () => undoDialog(run, session) }, 'Undo…')) : null,
    warnings.length > 0 && el('div', { class: 'notice' }, el('ul', { class: 'plain' }, warnings.map((each) => el('li', {}, each)))),
    tables.length > 0 && tableReport(tables, run.kind),
    rejects.length > 0 && el('section', { class: 'card panel' }, el('h2', {}, 'Rejected rows'),
      el('ul', { class: 'rejects' }, rejects.slice(0, 20).map((each) => el('li', {}, el('strong', {}, `${each.table}, row ${each.row}: `), each.reason || each.message || '')))));
}

function fact(term, value, more) {
  return el('div', {}, el('dt', {}, term), el('dd', {}, value, more && el('small', {}, more)));
}

function tableReport(tables, kind) {
  const columns = kind === 'RESTORE' || kind === 'UNDO'
    ? [['read', 'Read'], ['inserted', 'Inserted'], ['updated', 'Updated'], ['unchanged', 'Unchanged'], ['rejected', 'Rejected']]
    : kind === 'DRILL' ? [['rows', 'Rows'], ['restored', 'Restored'], ['different', 'Different']] : [['rows', 'Rows']];
  return el('div', { class: 'card scroll', role: 'region', 'aria-label': 'Tables', tabindex: '0' }, el('table', {},
    el('caption', { class: 'unseen' }, 'What became of the rows of each table'),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Table'), columns.map(([, words]) => el('th', { scope: 'col', class: 'number' }, words)))),
    el('tbody', {}, tables.map((table) => el('tr', {}, el('th', { scope: 'row' }, table.table),
      columns.map(([name]) => el('td', { class: 'number' }, table[name] === undefined ? '' : number(table[name]))))))));
}
