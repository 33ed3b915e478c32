import { byId, el } from './dom.js';
import { Problem } from './api.js';

/** Shows a dialog and takes it away when it is closed; the focus goes back to where it was. */
export function open({ title, body, buttons, onSubmit, onClose }) {
  const problem = el('div', { class: 'stack', role: 'alert' });
  const heading = `dialog-${Math.random().toString(36).slice(2)}`;
  const form = el('form', { method: 'dialog' },
    el('div', { class: 'title' }, el('h2', { id: heading }, title)),
    el('div', { class: 'body' }, problem, body),
    el('footer', {}, el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), buttons));
  const dialog = el('dialog', { 'aria-labelledby': heading }, form);
  const before = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before && before.isConnected) {
      before.focus();
    }
    if (onClose) {
      onClose();
    }
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.replaceChildren();
    const submit = form.querySelector('button[type="submit"]');
    const was = submit.disabled;
    submit.disabled = true;
    try {
      await onSubmit();
      dialog.close();
    } catch (error) {
      problem.replaceChildren(problemBox(error));
      submit.disabled = was;
    }
  });
  byId('dialogs').append(dialog);
  dialog.showModal();
  return dialog;
}

/** What went wrong, with what the plan says stands in the way. */
export function problemBox(error) {
  const title = error instanceof Problem ? error.title : 'Something went wrong';
  return el('div', { class: 'stack' },
    el('p', { class: 'problem' }, el('strong', {}, `${title}. `), error.message),
    problemList(error.problems || []));
}

export function problemList(problems) {
  return problems.length === 0 ? null : el('ul', { class: 'problems' },
    problems.map((each) => el('li', {}, el('strong', {}, each.message), each.remedy)));
}
