// Keeps what the page shows up to date, and makes it quicker to use. Everything works without it.
'use strict';

const lang = document.documentElement.lang;
const main = document.querySelector('main');

/** Writes times in the reader's time zone; the exact moment stays as the title. */
function localTimes(root) {
  const today = new Date().toDateString();
  const clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  const day = new Intl.DateTimeFormat(lang, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  const exact = new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeStyle: 'long' });
  for (const time of root.querySelectorAll('time[datetime]')) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    time.textContent = (moment.toDateString() === today ? clock : day).format(moment);
    time.title = `${exact.format(moment)}\n${time.dateTime}`;
  }
}

/** Reads the page at an address, as the server has it now. */
async function read(url, options) {
  const response = await fetch(url, { credentials: 'same-origin', ...options });
  const text = await response.text();
  return { response, page: new DOMParser().parseFromString(text, 'text/html') };
}

/** Which lists and menus are open, and where the focus is, by id. */
function remember(part) {
  return {
    open: [...part.querySelectorAll('details[open][id]')].map((one) => one.id),
    focus: part.contains(document.activeElement) ? document.activeElement.id : '',
  };
}

/** Replaces the parts that changed, and leaves those in which something is being typed. */
function update(page) {
  for (const part of document.querySelectorAll('[data-live][id]')) {
    const next = page.getElementById(part.id);
    if (!next || next.innerHTML === part.dataset.shown) continue;
    if (part.querySelector('[data-typed]')) continue;
    const before = remember(part);
    const known = new Map([...part.querySelectorAll('[data-key]')].map((row) => [row.dataset.key, row.dataset.shown]));
    part.dataset.shown = next.innerHTML;
    part.replaceChildren(...document.importNode(next, true).childNodes);
    for (const id of before.open) document.getElementById(id)?.setAttribute('open', '');
    if (before.focus) document.getElementById(before.focus)?.focus();
    mark(part);
    for (const row of part.querySelectorAll('[data-key]')) {
      if (known.size && known.get(row.dataset.key) !== row.dataset.shown) row.classList.add('changed');
    }
    localTimes(part);
  }
}

/** Stores what rows show before their times are rewritten, so that a change is noticed. */
function mark(root) {
  for (const row of root.querySelectorAll('[data-key]')) row.dataset.shown = row.innerHTML;
}

let reading = false;
let stale = false;

/** Reads the page again; changes that come meanwhile are read once more afterwards. */
async function refresh() {
  if (reading) {
    stale = true;
    return;
  }
  reading = true;
  try {
    const { response, page } = await read(location.href);
    if (response.ok) update(page);
  } catch {
    // The stream of events says when the server is there again.
  }
  await new Promise((resume) => setTimeout(resume, 250));
  reading = false;
  if (stale) {
    stale = false;
    refresh();
  }
}

let events = null;

function listen() {
  const url = main?.dataset.liveUrl;
  if (!url || events || document.hidden) return;
  const light = document.querySelector('[data-live-state]');
  const show = (live) => {
    if (!light) return;
    light.hidden = false;
    light.dataset.liveState = live ? 'on' : 'off';
  };
  events = new EventSource(url);
  events.addEventListener('change', refresh);
  events.addEventListener('open', () => show(true));
  events.addEventListener('error', () => show(false));
}

// A browser keeps few connections to a host, so only pages that are seen have one.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    events?.close();
    events = null;
  } else {
    listen();
  }
});

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'hidden';
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  const label = button.textContent;
  if (button.classList.contains('done')) return;
  button.textContent = button.dataset.copied;
  button.classList.add('done');
  setTimeout(() => {
    button.textContent = label;
    button.classList.remove('done');
  }, 1500);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-copy]');
  if (button) copy(button);
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.removeAttribute('open');
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    const menu = document.activeElement?.closest('details.menu[open]');
    if (menu) {
      menu.removeAttribute('open');
      menu.querySelector('summary').focus();
    }
  }
  const typing = event.target.closest?.('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.getElementById('search');
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

document.addEventListener('input', (event) => {
  const field = event.target;
  if (field.form?.dataset.search !== undefined) {
    clearTimeout(field.pause);
    field.pause = setTimeout(() => search(field.form), 200);
  } else if (field.form?.method === 'post') {
    field.dataset.typed = '';
  }
});

/** Shows what a search finds while it is being typed. */
async function search(form) {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  const url = query.size ? `/?${query}` : '/';
  const { response, page } = await read(url);
  if (!response.ok) return;
  history.replaceState(null, '', url);
  update(page);
}

// A second press must not do it twice.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  event.submitter?.classList.add('busy');
});
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  for (const button of document.querySelectorAll('.busy')) button.classList.remove('busy');
});

for (const part of document.querySelectorAll('[data-live][id]')) part.dataset.shown = part.innerHTML;
mark(document);
localTimes(document);
// The result of an action is shown once, not again when the page is loaded again.
const address = new URL(location.href);
if (address.searchParams.has('notice')) {
  address.searchParams.delete('notice');
  history.replaceState(null, '', address);
}
listen();
