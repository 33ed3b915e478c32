// Requests to the server. What goes wrong is an error with the words of its problem+json.

export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || 'The server did not say why.');
    this.status = status;
    this.title = problem.title || 'Not done';
    this.problems = problem.problems || [];
  }
}

export function token() {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith('XSRF-TOKEN='));
  return cookie ? decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) : '';
}

async function ask(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', ...(method === 'GET' ? {} : { 'X-XSRF-TOKEN': token() }), ...headers },
      body,
      credentials: 'same-origin',
    });
  } catch {
    throw new Problem(0, { title: 'No connection', detail: 'The server does not answer. Nothing was sent or begun by this page.' });
  }
  if (response.status === 401) {
    location.assign('/login.html');
  }
  const type = response.headers.get('Content-Type') || '';
  const content = type.includes('json') ? await response.json() : null;
  if (!response.ok) {
    throw new Problem(response.status, content || { title: `Status ${response.status}` });
  }
  return content;
}

export function get(path) {
  return ask('GET', path);
}

export function remove(path) {
  return ask('DELETE', path);
}

/** Sends it once: a repetition, also by an impatient browser, has the same key and is the same run. */
export function post(path, content = {}, key = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2)) {
  return ask('POST', path, JSON.stringify(content), { 'Content-Type': 'application/json', 'Idempotency-Key': key });
}

export function upload(file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/backups?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-XSRF-TOKEN', token());
    request.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener('load', () => {
      let content = {};
      try {
        content = JSON.parse(request.responseText);
      } catch {
        // without words
      }
      if (request.status >= 200 && request.status < 300) {
        resolve(content);
      } else {
        reject(new Problem(request.status, content));
      }
    });
    request.addEventListener('error', () => reject(new Problem(0, { title: 'Not uploaded', detail: 'The connection broke, or the file is too large. Nothing was kept.' })));
    request.send(file);
  });
}
