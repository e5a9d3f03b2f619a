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

/** What a screen reader reads when it changes: what happens without anything having the focus. */
const news = document.createElement('p');
news.id = 'news';
news.className = 'hidden';
news.setAttribute('role', 'status');
document.body.append(news);

function say(text) {
  if (text) news.textContent = text;
}

/** Which lists and menus are open, by id, and what has the focus. */
function remember(part) {
  const has = part.contains(document.activeElement) ? document.activeElement : null;
  return {
    open: [...part.querySelectorAll('details[open][id]')].map((one) => one.id),
    focus: has && { id: has.id, key: has.closest('[data-key]')?.dataset.key, same: signature(has) },
  };
}

function signature(one) {
  return [one.tagName, one.getAttribute('href'), one.textContent].join(' ');
}

/** Gives the focus to what had it before, and never to another button in its place. */
function refocus(part, { id, key, same }) {
  const rows = [...part.querySelectorAll('[data-key]')];
  const within = key === undefined ? part : rows.find((row) => row.dataset.key === key);
  const others = [...(within?.querySelectorAll('a[href], button, input, select, summary') ?? [])];
  const found = (id && document.getElementById(id)) || others.find((one) => signature(one) === same);
  (found ?? main).focus({ preventScroll: true });
}

/** Says which rows are new or have changed, and in which state they are. */
function announce(part, rows) {
  const most = 3;
  const texts = rows.slice(0, most).map((row) => {
    const name = row.querySelector('.row, strong, code')?.textContent ?? '';
    return `${name} ${row.querySelector('.pill')?.textContent ?? ''}`.replace(/\s+/g, ' ').trim();
  });
  if (rows.length > most) texts.push(`+${rows.length - most}`);
  say(texts.join('; ') || part.querySelector('.empty h2')?.textContent);
}

/** The state that a part shows as a whole, if it is not a list. */
function stateOf(part) {
  const shown = part.querySelector('[data-key]') ? null : part.querySelector('.pill, .result h1');
  return shown?.textContent ?? '';
}

/** Replaces the parts that changed, and leaves those in which something is being typed. */
function update(page) {
  for (const part of document.querySelectorAll('[data-live][id]')) {
    const next = page.getElementById(part.id);
    if (!next || next.innerHTML === part.dataset.shown) continue;
    if (part.querySelector('[data-typed]')) continue;
    const before = remember(part);
    const state = stateOf(part);
    const known = new Map([...part.querySelectorAll('[data-key]')].map((row) => [row.dataset.key, row.dataset.shown]));
    part.dataset.shown = next.innerHTML;
    part.replaceChildren(...document.importNode(next, true).childNodes);
    for (const id of before.open) document.getElementById(id)?.setAttribute('open', '');
    if (before.focus) refocus(part, before.focus);
    mark(part);
    const changed = [...part.querySelectorAll('[data-key]')].filter((row) => known.get(row.dataset.key) !== row.dataset.shown);
    if (known.size) for (const row of changed) row.classList.add('changed');
    announce(part, changed);
    if (stateOf(part) !== state) say(stateOf(part));
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
    const was = light.dataset.liveState;
    const state = live ? 'on' : 'off';
    light.hidden = false;
    light.dataset.liveState = state;
    light.textContent = live ? light.dataset.on : light.dataset.off;
    light.title = live ? light.dataset.onHint : light.dataset.offHint;
    if (was && was !== state) say(`${light.textContent}: ${light.title}`);
  };
  events = new EventSource(url);
  events.addEventListener('change', refresh);
  events.addEventListener('open', () => show(true));
  events.addEventListener('error', () => {
    show(false);
    // A browser gives up after a response that is no stream of events.
    if (events?.readyState !== EventSource.CLOSED) return;
    events = null;
    setTimeout(listen, 3000);
  });
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
  say(button.dataset.copied);
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
// What is in a page from the beginning is not announced by itself.
setTimeout(() => say(document.querySelector('.flash[role="status"]')?.textContent), 500);
listen();
