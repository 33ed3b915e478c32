// Elements are made of text and attributes alone, so that a name that looks like markup stays a name.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Tells it to those who listen to the page. */
export function say(text) {
  byId('said').textContent = text;
}

const numbers = new Intl.NumberFormat('en');
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });

export function count(value, one, many = `${one}s`) {
  return `${numbers.format(value)} ${value === 1 ? one : many}`;
}

export function number(value) {
  return numbers.format(Math.round(value));
}

export function size(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function seconds(value) {
  if (value < 1) {
    return 'under 1 s';
  }
  if (value < 60) {
    return `${Math.round(value)} s`;
  }
  if (value < 3600) {
    return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
  }
  return `${Math.floor(value / 3600)} h ${Math.round((value % 3600) / 60)} min`;
}

export function moment(iso) {
  return el('time', { datetime: iso, title: iso }, days.format(new Date(iso)));
}

export function age(iso) {
  const minutes = Math.max(0, Math.round((Date.now() - new Date(iso).getTime()) / 60000));
  if (minutes < 1) {
    return 'just now';
  }
  if (minutes < 60) {
    return count(minutes, 'minute') + ' ago';
  }
  return minutes < 2880 ? count(Math.round(minutes / 60), 'hour') + ' ago' : count(Math.round(minutes / 1440), 'day') + ' ago';
}

const BADGES = {
  PENDING: ['', 'Waiting'],
  RUNNING: ['live', 'Running'],
  COMPLETE: ['good', 'Complete'],
  COMPLETE_WITH_LOSS: ['warn', 'Complete with loss'],
  FAILED: ['bad', 'Failed'],
  CANCELLED: ['', 'Cancelled'],
  INTERRUPTED: ['warn', 'Interrupted'],
};

export function badge(status) {
  const [kind, words] = BADGES[status];
  return el('span', { class: `badge ${kind}` }, words);
}

const KINDS = { RESTORE: 'Restore', BACKUP: 'Backup', VERIFY: 'Verification', DRILL: 'Restore drill', UNDO: 'Undo' };

export function kindWords(kind) {
  return KINDS[kind];
}

export function statusWords(status) {
  return BADGES[status][1];
}
