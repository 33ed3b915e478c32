// The dialogs that begin a restore or a way back.

import { post } from './api.js';
import { open, problemBox, problemList } from './dialog.js';
import { count, el, fill, number, say } from './dom.js';

const MODES = [
  ['REPLACE', 'Replace', 'The tables of the backup are emptied first.'],
  ['MERGE', 'Merge', 'Rows that are there are kept and brought up to date.'],
  ['APPEND', 'Append', 'Rows are added; what is there stays as it is.'],
];

export function restoreDialog(backup, session) {
  const plan = el('section', { class: 'stack', 'aria-live': 'polite', 'aria-label': 'Plan' });
  const confirmation = el('div', { class: 'field' });
  const start = el('button', { type: 'submit', class: 'primary', disabled: true }, 'Start restore');
  const typed = el('input', { id: 'confirm', type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  let current = null;
  let asked = 0;

  const options = el('div', { class: 'stack' },
    el('fieldset', {},
      el('legend', {}, 'What becomes of the rows that are there?'),
      el('div', { class: 'choices' }, MODES.map(([value, words, more]) =>
        el('label', { class: 'choice' },
          el('input', { type: 'radio', name: 'mode', value, checked: value === 'REPLACE' }), words, el('small', {}, more))))),
    el('fieldset', {},
      el('legend', { class: 'unseen' }, 'Options'),
      el('label', { class: 'choice' },
        el('input', { type: 'checkbox', name: 'rejectRows' }), 'Set bad rows aside',
        el('small', {}, 'All others go in, and the bad ones can be downloaded. Otherwise it is all or nothing.')),
      el('label', { class: 'choice' },
        el('input', { type: 'checkbox', name: 'resumable' }), 'Commit in steps',
        el('small', {}, 'A run that is killed can go on where it stood. Until the end the database is incomplete.'))));

  function request() {
    return {
      mode: options.querySelector('[name=mode]:checked').value,
      rejectRows: options.querySelector('[name=rejectRows]').checked,
      resumable: options.querySelector('[name=resumable]').checked,
    };
  }

  function allow() {
    start.disabled = !current || !current.feasible || (current.confirm && typed.value !== current.database);
  }

  async function replan() {
    const mine = ++asked;
    current = null;
    allow();
    fill(plan, el('p', { class: 'muted' }, 'Looking at the backup and the database…'));
    try {
      const answer = await post(`/api/backups/${backup.id}/plan`, request());
      if (mine !== asked) {
        return;
      }
      current = answer;
      fill(plan, planView(answer));
      const wanted = answer.confirm && answer.feasible;
      // What is there stays, with the focus and the text of somebody who is typing.
      if (wanted !== confirmation.contains(typed)) {
        fill(confirmation, wanted
          ? [el('label', { for: 'confirm' }, 'Type ', el('code', {}, answer.database), ' to replace its rows'), typed]
          : []);
      }
      start.className = answer.confirm ? 'primary danger' : 'primary';
    } catch (error) {
      if (mine === asked) {
        fill(plan, problemBox(error));
        fill(confirmation);
      }
    }
    allow();
  }

  options.addEventListener('change', replan);
  typed.addEventListener('input', allow);
  const key = crypto.randomUUID ? crypto.randomUUID() : undefined;
  open({
    title: `Restore “${backup.name}” into ${session.database}`,
    body: [options, plan, confirmation],
    buttons: start,
    onSubmit: async () => {
      const run = await post(`/api/backups/${backup.id}/restore`, { ...request(), confirm: typed.value || null }, key);
      say('The restore was started.');
      location.hash = `#/runs/${run.id}`;
    },
  });
  replan();
}

function planView(plan) {
  const emptied = plan.emptied.filter((each) => each.rows > 0);
  return [
    el('h3', {}, plan.feasible ? 'Plan' : 'This cannot be run as it is'),
    problemList(plan.problems),
    plan.mode === 'REPLACE' && (emptied.length === 0
      ? el('p', { class: 'muted' }, 'Nothing is emptied: there are no rows in these tables.')
      : el('div', { class: 'notice' },
        el('strong', {}, `${count(plan.rowsToDelete, 'row')} will be deleted first`),
        `, from ${emptied.map((each) => `${each.table} (${number(each.rows)}${each.inBackup ? '' : ', not in the backup'})`).join(', ')}. `,
        'They are written to a safety backup before, so that this can be undone.')),
    plan.verdict && el('p', {}, plan.verdict),
    plan.keys.length > 0 && el('ul', { class: 'plain' }, plan.keys.map((each) => el('li', {}, el('strong', {}, each.table), `: ${each.found}`))),
    plan.tables.length > 0 && el('div', { class: 'scroll card', role: 'region', 'aria-label': 'Tables of the plan', tabindex: '0' }, el('table', {},
      el('thead', {}, el('tr', {},
        el('th', { scope: 'col' }, 'Table'), el('th', { scope: 'col', class: 'number' }, 'Rows'), el('th', { scope: 'col', class: 'number' }, 'Columns'))),
      el('tbody', {}, plan.tables.map((table) => el('tr', {},
        el('th', { scope: 'row' }, table.table,
          table.leftOut.length > 0 && el('small', {}, `Left out: ${table.leftOut.join(', ')}`)),
        el('td', { class: 'number' }, table.rows < 0 ? 'not counted' : number(table.rows)),
        el('td', { class: 'number' }, `${table.columns} of ${table.tableColumns}`)))))),
    plan.leftOut.length > 0 && el('div', { class: 'notice' }, el('strong', {}, 'Not read from the backup: '), plan.leftOut.join('; ')),
    plan.notes.length > 0 && el('ul', { class: 'plain muted' }, plan.notes.map((note) => el('li', {}, note))),
  ];
}

export function undoDialog(run, session) {
  const start = el('button', { type: 'submit', class: 'primary danger', disabled: true }, 'Undo the restore');
  const typed = el('input', { id: 'confirm', type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  typed.addEventListener('input', () => {
    start.disabled = typed.value !== session.database;
  });
  open({
    title: 'Undo this restore',
    body: [
      el('p', {}, 'The tables get the rows back that they had before this restore. What was changed in them since then is lost.'),
      el('div', { class: 'field' }, el('label', { for: 'confirm' }, 'Type ', el('code', {}, session.database), ' to replace its rows'), typed),
    ],
    buttons: start,
    onSubmit: async () => {
      const undo = await post(`/api/runs/${run.id}/undo`, { confirm: typed.value });
      location.hash = `#/runs/${undo.id}`;
    },
  });
}
