import { token } from './api.js';
import { byId } from './dom.js';

const form = byId('login');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  byId('problem').hidden = true;
  try {
    const response = await fetch('/login', {
      method: 'POST',
      headers: { 'X-XSRF-TOKEN': token() },
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.ok) {
      location.assign('/');
      return;
    }
    const problem = await response.json();
    show(problem.detail);
  } catch {
    show('The server does not answer.');
  }
  button.disabled = false;
  byId('password').value = '';
  byId('password').focus();
});

function show(text) {
  byId('problem').textContent = text;
  byId('problem').hidden = false;
}
