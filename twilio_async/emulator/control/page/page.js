// The page of the emulator: views over control's JSON, kept up to date by its events. No framework: `el` makes
// elements, text is only ever set as text, and the address says what is shown.

const API = "/_emulator/";
const VIEWS = ["messages", "calls", "requests", "callbacks", "switchboard"];
const PAGE_SIZE = 50, MOST_ROWS = 10_000, SHORTEST_PAUSE = 1000;
const $ = (id) => document.getElementById(id);

const shown = {
  view: "messages", key: null, search: "", rows: [], next: null, state: null,
  isGrouped: false, events: {}, thread: [], callbacks: [], offset: 0,
};

// Elements, words and times.

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const GOOD = new Set(["delivered", "received", "completed", "read"]);
const BAD = new Set(["failed", "undelivered", "canceled", "busy", "no-answer"]);
const kindOf = (status) =>
  typeof status === "number" ? (status < 400 ? "good" : "bad")
    : GOOD.has(status) ? "good" : BAD.has(status) ? "bad" : "wait";
const tag = (status) => el("span", { class: `tag ${status === null ? "bad" : kindOf(status)}` }, String(status ?? "no answer"));
const clockNow = () => {
  const hand = shown.state?.clock;
  return hand?.frozen_at ? new Date(hand.frozen_at) : new Date(Date.now() + 1000 * (hand?.ahead_seconds ?? 0));
};
const timeOf = (text) => {
  const moment = new Date(text);
  const sameDay = moment.toDateString() === clockNow().toDateString();
  return sameDay ? moment.toLocaleTimeString(undefined, { hour12: false }) : moment.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
};
const when = (text) => el("time", { datetime: text, title: text }, timeOf(text));
const full = (text) => (text ? new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium", hour12: false }) : "—");
const number = (value) => value.toLocaleString();
const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;
const isIn = (record) => record.direction === "inbound";
const sides = (record) => (isIn(record) ? { own: record.to, other: record.from } : { own: record.from ?? record.messaging_service_sid, other: record.to });
const facts = (pairs) => el("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
  .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value instanceof Node ? value : String(value))]));

let noticeTimer;
function say(text) {
  $("notice").replaceChildren(el("p", {}, text));
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => $("notice").replaceChildren(), 6000);
}

// Control.

async function ask(method, path, body) {
  const answer = await fetch(API + path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(content.message);
  return content;
}

async function act(method, path, body, done) {
  try {
    const answer = await ask(method, path, body);
    if (done) say(typeof done === "function" ? done(answer) : done);
    return answer;
  } catch (error) {
    say(`That did not work: ${error.message}`);
    return undefined;
  }
}

// Lists: what a row is, and which rows there are.

const LISTS = {
  messages: {
    key: (one) => one.sid,
    row: (one) => [
      el("span", { class: "who" }, `${isIn(one) ? "← " : "→ "}${sides(one).other}`), when(one.created_at),
      el("span", { class: "text" }, one.body || (one.num_media ? plural(one.num_media, "file") : "(empty)")),
      el("span", { class: "size" }, one.num_segments > 1 ? `${plural(one.num_segments, "segment")} ` : "", tag(one.status)),
    ],
  },
  calls: {
    key: (one) => one.sid,
    row: (one) => [
      el("span", { class: "who" }, `${isIn(one) ? "← " : "→ "}${sides(one).other}`), when(one.created_at),
      el("span", { class: "text" }, `${one.direction}, ${sides(one).own}`),
      el("span", { class: "size" }, one.duration === null ? "" : `${one.duration} s `, tag(one.status)),
    ],
  },
  requests: {
    key: (one) => String(one.number),
    row: (one) => [
      el("span", { class: "who" }, `${one.method} ${shortPath(one.path)}`), when(one.at),
      el("span", { class: "text" }, one.fault ? `met ${one.fault}` : [...one.query, ...one.form].map((pair) => pair.join("=")).join(" ") || one.path),
      el("span", { class: "size" }, tag(one.status)),
    ],
    text: (one) => JSON.stringify([one.method, one.path, one.query, one.form, one.status]),
  },
  callbacks: {
    key: (one) => `${one.at} ${one.headers["I-Twilio-Idempotency-Token"] ?? one.url}`,
    row: (one) => [
      el("span", { class: "who" }, one.purpose), when(one.at),
      el("span", { class: "text" }, one.error ?? one.url),
      el("span", { class: "size" }, tag(one.status)),
    ],
    text: (one) => JSON.stringify([one.purpose, one.url, one.params, one.status, one.error]),
  },
};
const shortPath = (path) => path.replace(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/?/, "…/");
const isRecords = (view) => view === "messages" || view === "calls";

function query(extra = {}) {
  const values = { limit: PAGE_SIZE, ...extra };
  if (shown.search && isRecords(shown.view)) values.search = shown.search;
  return `${shown.view}?${new URLSearchParams(values)}`;
}

// A page that is open for days holds no more rows than the emulator looks at.
function setRows(rows, next) {
  shown.rows = rows.slice(0, MOST_ROWS);
  shown.next = rows.length > MOST_ROWS ? null : next;
}

async function loadList() {
  const view = shown.view;
  if (view === "switchboard") return;
  const page = await ask("GET", query(isRecords(view) ? {} : { limit: 1000 })).catch((error) => say(error.message));
  if (!page || view !== shown.view) return;
  setRows(page[view], page.next ?? null);
  renderList();
}

async function loadMore() {
  const page = await act("GET", query({ before: shown.next, limit: 500 }));
  if (!page) return;
  const known = new Set(shown.rows.map(LISTS[shown.view].key));
  setRows([...shown.rows, ...page[shown.view].filter((one) => !known.has(one.sid))], page.next);
  renderList();
}

// The newest of a list take the place of what is as new; a gap means that more came than an event has.
let gapTimer;
function merge(newest, next) {
  const { key } = LISTS[shown.view];
  const end = newest.length ? shown.rows.findIndex((one) => key(one) === key(newest.at(-1))) : -1;
  if (end === -1) {
    const isGap = shown.rows.length > 0 && newest.length > 0;
    setRows(newest, next);
    clearTimeout(gapTimer);
    if (isGap && !isRecords(shown.view)) gapTimer = setTimeout(loadList, SHORTEST_PAUSE);
  }
  else setRows([...newest, ...shown.rows.slice(end + 1)], shown.next);
}

const rowCache = new Map();
function renderList() {
  const list = LISTS[shown.view];
  if (!list) return;
  const term = shown.search.toLowerCase();
  const found = list.text && term ? shown.rows.filter((one) => list.text(one).toLowerCase().includes(term)) : shown.rows;
  const rows = shown.isGrouped && isRecords(shown.view) ? newestOfEach(found) : found;
  const focused = document.activeElement?.dataset?.key;
  const isFirst = rowCache.size === 0;
  const keys = new Set();
  const elements = rows.map((one) => {
    const key = list.key(one), text = JSON.stringify(one);
    keys.add(key);
    let cached = rowCache.get(key);
    if (cached?.text !== text) {
      const link = cached?.link ?? el("a", { class: isFirst ? "row" : "row new", href: `#/${shown.view}/${encodeURIComponent(key)}`, "data-key": key });
      link.replaceChildren(...list.row(one));
      cached = { link, text };
      rowCache.set(key, cached);
    }
    if (key === shown.key) cached.link.setAttribute("aria-current", "true");
    else cached.link.removeAttribute("aria-current");
    return cached.link;
  });
  for (const key of rowCache.keys()) if (!keys.has(key)) rowCache.delete(key);
  if (!rows.length) elements.push(emptyList());
  if (shown.next) elements.push(el("button", { type: "button", id: "more", onclick: loadMore }, "Older"));
  place($("list"), elements);
  if (focused && document.activeElement?.dataset?.key !== focused) rowCache.get(focused)?.link.focus();
  renderFoot(rows.length);
  if (!shown.key) renderDetail();
}

// The newest of each conversation, which are those of two numbers.
function newestOfEach(records) {
  const seen = new Set();
  return records.filter((one) => {
    const numbers = JSON.stringify([sides(one).own, sides(one).other]);
    return !seen.has(numbers) && seen.add(numbers);
  });
}

// Puts children in order and touches only what is elsewhere, so that scrolling and focus stay.
function place(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.childNodes[index] !== child) parent.insertBefore(child, parent.childNodes[index] ?? null);
  });
}

function renderFoot(rows) {
  const { counts, kept } = shown.state ?? {};
  if (!counts || !LISTS[shown.view]) return;
  const total = counts[shown.view], most = kept[shown.view];
  const searched = shown.search ? `${plural(rows, "match").replace("matchs", "matches")} among` : `${number(rows)} of`;
  $("list-foot").textContent = `${searched} ${number(total)}. ${most === null ? "All are kept" : `The newest ${number(most)} are kept`}${rows >= MOST_ROWS ? `, the newest ${number(MOST_ROWS)} shown` : ""}.`;
}

function emptyList() {
  if (shown.search) return el("p", { class: "empty" }, "Nothing matches.");
  return shown.view === "messages" ? welcome() : el("p", { class: "empty" }, `There are no ${shown.view} yet.`);
}

function renderHead() {
  const buttons = {
    messages: el("button", { type: "button", onclick: () => openIncoming("message") }, "Receive a message"),
    calls: el("button", { type: "button", onclick: () => openIncoming("call") }, "Receive a call"),
  };
  const group = el("label", { class: "line" }, el("input", { type: "checkbox", id: "grouped", checked: shown.isGrouped,
    onchange: (event) => { shown.isGrouped = event.target.checked; renderList(); } }), "By number");
  $("list-head").replaceChildren(...(buttons[shown.view] ? [buttons[shown.view], group] : []));
}

// Details.

let detailText;
function renderDetail() {
  const record = shown.rows.find((one) => LISTS[shown.view]?.key(one) === shown.key) ?? shown.thread.find((one) => one.sid === shown.key);
  const back = el("a", { class: "back button", href: `#/${shown.view}` }, "← Back");
  if (shown.view === "switchboard" || !shown.key || !record) detailText = undefined;
  if (shown.view === "switchboard") return renderSwitchboard();
  if (!shown.key) return $("detail").replaceChildren(el("p", { class: "empty" }, shown.rows.length ? "Choose one on the list." : ""));
  if (!record) return $("detail").replaceChildren(back, el("p", { class: "empty" }, "It is not there any more."));
  const text = JSON.stringify([shown.view, record, shown.thread, shown.callbacks]);
  if (text === detailText && $("detail").firstChild) return undefined;
  detailText = text;
  const details = { messages: messageDetail, calls: callDetail, requests: requestDetail, callbacks: callbackDetail };
  place($("detail"), [back, ...details[shown.view](record)]);
  return undefined;
}

// The reply box of a conversation stays the same element, with what is typed and where the focus is.
let replyBox = { way: "", form: null };
function replyForm(own, other, account) {
  const way = `${account} ${own} ${other}`;
  if (replyBox.way === way) return replyBox.form;
  const send = (event) => { event.preventDefault(); sendReply(own, other, account); };
  const form = el("form", { class: "reply", onsubmit: send },
    el("label", { for: "reply", class: "dim" }, `Reply as ${other}: it comes in at ${own}`),
    el("textarea", { id: "reply", rows: 2, onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event); } }),
    el("div", { class: "line" }, el("span", { class: "dim" }, "Its webhook is asked, as Twilio does."), el("button", { class: "primary" }, "Send")));
  replyBox = { way, form };
  return form;
}

function welcome() {
  const state = shown.state;
  if (!state) return el("p", { class: "empty" }, "Connecting …");
  const account = state.account_sid;
  return el("div", { class: "empty" },
    el("h2", {}, "Nothing has happened yet"),
    el("p", {}, "Send a message to this address, and it appears here. Nothing is ever sent to anybody."),
    el("pre", {}, `curl ${location.origin}/2010-04-01/Accounts/${account}/Messages.json \\\n  -u ${account}:$TWILIO_AUTH_TOKEN \\\n  -d To=%2B15558675310 -d Body=Hi \\\n  -d From=%2B15017122661`),
    el("p", { class: "line" },
      el("button", { type: "button", onclick: () => act("POST", "seeds", { messages: 40, calls: 10 }, "40 messages and 10 calls are there") }, "Fill it with examples"),
      el("button", { type: "button", onclick: () => openIncoming("message") }, "Receive a message")));
}

function timeline(steps) {
  const now = clockNow();
  return el("ol", { class: "timeline" }, steps.map((step) =>
    el("li", { class: new Date(step.at) > now ? "later" : "" }, el("strong", {}, step.status), el("span", { class: "dim" }, full(step.at)))));
}

function messageDetail(message) {
  const { own, other } = sides(message);
  const thread = shown.thread.some((one) => one.sid === message.sid) ? shown.thread : [message];
  return [
    el("div", { class: "title" }, el("h2", {}, `${other} and ${own}`), tag(message.status)),
    el("div", { class: "thread" }, [...thread].sort((one, other) => one.created_at.localeCompare(other.created_at)).map((one) => bubble(one, one.sid === message.sid))),
    own ? replyForm(own, other, message.account_sid) : null,
    el("h3", {}, "Statuses"), timeline(message.steps),
    el("h3", {}, "Message"),
    facts([
      ["SID", el("code", {}, message.sid)], ["Direction", message.direction], ["From", message.from], ["To", message.to],
      ["Service", message.messaging_service_sid], ["Encoding", message.encoding],
      ["Segments", `${message.num_segments} (${plural([...message.body].length, "character")})`],
      ["Files", message.num_media || null], ["Price", message.price], ["Error", message.error_code],
      ["Account", el("code", {}, message.account_sid)], ["Sent", message.sent_at && full(message.sent_at)],
    ]),
    ...callbacksOf(),
  ].filter(Boolean);
}

function bubble(message, isChosen) {
  const size = `${message.encoding}, ${plural(message.num_segments, "segment")}`;
  return el("a", { class: `bubble ${isIn(message) ? "in" : "out"}`, href: `#/messages/${message.sid}`, "aria-current": isChosen },
    message.body || "(empty)", el("small", {}, `${timeOf(message.created_at)} · ${size} · ${message.status}`));
}

async function sendReply(own, other, account) {
  const body = $("reply").value;
  if (!body) return;
  const received = await act("POST", "received-messages", { from: other, to: own, body, account_sid: account }, outcome);
  if (!received) return;
  $("reply").value = "";
  await loadThread();
}

function outcome(received) {
  if (received.trouble.length) return `It came in, but: ${received.trouble.join("; ")}`;
  if (!received.callbacks) return "It came in; the number has no webhook to be asked";
  return `It came in${received.replies.length ? `, and was answered with ${plural(received.replies.length, "message")}` : ""}`;
}

function callDetail(call) {
  const { own, other } = sides(call);
  return [
    el("div", { class: "title" }, el("h2", {}, `${other} and ${own}`), tag(call.status)),
    el("h3", {}, "Statuses"), timeline(call.steps),
    el("h3", {}, "Call"),
    facts([
      ["SID", el("code", {}, call.sid)], ["Direction", call.direction], ["From", call.from], ["To", call.to],
      ["Answered by", call.answered_by], ["Parent", call.parent_call_sid], ["Duration", call.duration === null ? null : `${call.duration} s`],
      ["Price", call.price], ["Account", el("code", {}, call.account_sid)],
    ]),
    ...callbacksOf(),
  ];
}

function callbacksOf() {
  if (!shown.callbacks.length) return [];
  return [el("h3", {}, "Callbacks"), ...shown.callbacks.map((one) =>
    el("p", { class: "rule" }, tag(one.status), el("span", { class: "words" }, el("a", { href: `#/callbacks/${encodeURIComponent(LISTS.callbacks.key(one))}` }, one.purpose), ` ${value(one.params, "MessageStatus") ?? value(one.params, "CallStatus") ?? ""} `, el("span", { class: "dim" }, one.error ?? one.url))))];
}
const value = (pairs, name) => pairs.find((pair) => pair[0] === name)?.[1];
const pairsOf = (title, pairs) => (pairs.length ? [el("h3", {}, title), facts(pairs)] : []);

function requestDetail(request) {
  return [
    el("div", { class: "title" }, el("h2", {}, `${request.method} ${request.path}`), tag(request.status)),
    el("h3", {}, "Request"),
    facts([["Received", full(request.at)], ["Authorization", request.authorization_scheme ?? "none"], ["Fault", request.fault]]),
    ...pairsOf("Query", request.query), ...pairsOf("Form", request.form), ...pairsOf("Headers", Object.entries(request.headers)),
  ];
}

function callbackDetail(callback) {
  const verdict = { true: "valid", false: "not valid any more: another auth token signs now", null: "not signed yet" }[callback.signature_is_valid];
  return [
    el("div", { class: "title" }, el("h2", {}, callback.purpose), tag(callback.status)),
    el("h3", {}, "Callback"),
    facts([
      ["Address", `${callback.method} ${callback.url}`], ["Made", full(callback.at)], ["Attempts", callback.attempts],
      ["Signature", verdict], ["Answer", callback.status ?? "none"],
      ["Trouble", callback.error && `${callback.error}${callback.error_code ? ` (${callback.error_code})` : ""}`],
      ["Advice", callback.status === 403 ? "The webhook refused it: check that it knows the auth token, and this very address." : null],
    ]),
    ...pairsOf("Parameters", callback.params), ...pairsOf("Headers", Object.entries(callback.headers)),
    ...(callback.body ? [el("h3", {}, "Body of the answer"), el("pre", { class: "body" }, callback.body)] : []),
  ];
}

// The conversation and the callbacks of what is open.

async function loadThread() {
  const { view, key } = shown;
  if (!key || !isRecords(view)) { shown.thread = []; shown.callbacks = []; return; }
  const record = shown.rows.find((one) => one.sid === key) ?? await ask("GET", `${view}/${encodeURIComponent(key)}`).catch(() => null);
  const thread = record && view === "messages" ? await ask("GET", `messages?${new URLSearchParams(conversation(record))}`).catch(() => null) : null;
  const callbacks = await ask("GET", `callbacks?${new URLSearchParams({ sid: key })}`).catch(() => null);
  if (shown.key !== key) return;
  shown.thread = thread?.messages.length ? thread.messages : record ? [record] : [];
  shown.callbacks = callbacks?.callbacks ?? [];
  renderDetail();
}
const conversation = (message) => {
  const values = { number: message.to, limit: 100 };
  if (message.from) values.with = message.from;
  return values;
};

// The switchboard: faults, settings, the clock, and beginning anew.

const KINDS = {
  answer: [["status", "Status", { type: "number", min: 200, max: 599, value: 400, required: true }], ["code", "Code", { type: "number" }], ["message", "Message", { type: "text" }]],
  server_error: [["status", "Status", { type: "select", options: ["500", "503"] }]],
  rate_limited: [["retry_after", "Retry after, s", { type: "number", min: 0 }]],
  delay: [["seconds", "Seconds", { type: "number", min: 0, value: 2, step: "any" }]],
  crash: [["seconds", "Down for, s", { type: "number", min: 0, value: 2, step: "any" }]],
  close_before_reading: [], close_after_executing: [], truncated_body: [], garbage_body: [],
};

function field(name, label, { type, options, ...attributes }) {
  const control = type === "select"
    ? el("select", { name, ...attributes }, options.map((option) => el("option", { value: option }, option.replaceAll("_", " "))))
    : el("input", { name, type, ...attributes });
  return el("label", {}, label, control);
}

let board;
function renderSwitchboard() {
  if (!board) board = makeBoard();
  if ($("detail").firstChild !== board) $("detail").replaceChildren(board);
  const faults = shown.events.faults?.faults ?? [];
  $("rules").replaceChildren(...(faults.length ? faults.map(ruleRow) : [el("p", { class: "dim" }, "No fault stands: every request is served.")]));
  const { settings, clock, injected } = shown.state ?? {};
  if (!settings) return;
  for (const [name, current] of Object.entries(settings)) {
    const input = board.querySelector(`[name=${name}]`);
    if (input.type === "checkbox") input.checked = current;
    else if (document.activeElement !== input) input.value = current;
  }
  $("freeze").textContent = clock.frozen_at ? "Let it go on" : "Freeze it";
  $("injected").textContent = Object.entries(injected).map(([kind, count]) => `${kind.replaceAll("_", " ")} ${count}`).join(", ") || "none so far";
}

function ruleRow(rule) {
  const shares = (rule.probabilities ?? []).filter((one) => one < 1).map((one) => `${Math.round(one * 1000) / 10} %`);
  const often = [...shares, rule.times_left === null ? "for ever" : plural(rule.times_left, "time")].join(", ");
  const where = rule.condition;
  return el("p", { class: "rule" }, el("span", { class: "tag bad" }, rule.kinds.join(", ").replaceAll("_", " ")),
    el("span", { class: "words" }, `${often}${where ? `, ${where}` : ""} `, el("code", { class: "dim" }, rule.description)),
    el("button", { type: "button", class: "danger", onclick: () => act("DELETE", `faults/${rule.number}`) }, "Remove"));
}

function makeBoard() {
  const special = el("div", { class: "fields" });
  const kind = field("kind", "Kind", { type: "select", options: Object.keys(KINDS), onchange: (event) => showKind(event.target.value) });
  const showKind = (name) => special.replaceChildren(...KINDS[name].map((parts) => field(...parts)));
  showKind(Object.keys(KINDS)[0]);
  const addFault = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target), body = { kind: form.get("kind") };
    for (const name of ["times", "status", "code", "retry_after", "seconds"]) if (form.get(name)) body[name] = Number(form.get(name));
    if (form.get("percent")) body.probability = Number(form.get("percent")) / 100;
    for (const name of ["method", "path", "message"]) if (form.get(name)) body[name] = form.get(name);
    await act("POST", "faults", body, "The fault stands");
  };
  const setting = (name, label, attributes) => field(name, label, { type: "number", min: 0, step: "any", onchange: (event) => {
    if (event.target.value !== "") act("PATCH", "settings", { [name]: Number(event.target.value) }, "It is set");
  }, ...attributes });
  const move = (label, seconds) => el("button", { type: "button", onclick: () => act("PATCH", "clock", { move_seconds: seconds }, `The clock is ${label} ahead`) }, `+ ${label}`);
  return el("div", {},
    el("form", { class: "card", onsubmit: addFault }, el("h3", {}, "A fault"),
      el("div", { class: "fields" }, kind,
        field("times", "Times (else for ever)", { type: "number", min: 1, value: 1 }),
        field("percent", "Percent of requests", { type: "number", min: 0, max: 100, step: "any" }),
        field("method", "Method", { type: "select", options: ["", "GET", "POST", "DELETE"] }),
        field("path", "Path", { type: "text", placeholder: "*/Messages.json" })),
      special, el("button", { class: "primary" }, "Add")),
    el("div", { class: "card" }, el("h3", {}, "Faults that stand"), el("div", { id: "rules" }),
      el("p", { class: "line" }, el("span", { class: "dim" }, "Requests that met one: ", el("span", { id: "injected" })),
        el("button", { type: "button", onclick: () => act("DELETE", "faults", undefined, "No fault stands") }, "Remove all"))),
    el("div", { class: "card" }, el("h3", {}, "Settings"), el("div", { class: "fields" },
      setting("latency", "Latency, s"), setting("list_lag", "Lists lag, s"), setting("max_concurrency", "At a time (0: any)", { step: 1 })),
      el("label", { class: "line" }, el("input", { type: "checkbox", name: "strict", onchange: (event) => act("PATCH", "settings", { strict: event.target.checked }, "It is set") }), "Strict: senders have to be numbers of the account")),
    el("div", { class: "card" }, el("h3", {}, "Clock"), el("p", { class: "line" },
      el("button", { type: "button", id: "freeze", onclick: () => act("PATCH", "clock", { frozen: !shown.state.clock.frozen_at }) }, "Freeze it"),
      move("10 s", 10), move("5 min", 300), move("1 h", 3600), move("1 day", 86_400))),
    el("div", { class: "card" }, el("h3", {}, "All of it"), el("p", { class: "line" },
      el("button", { type: "button", onclick: () => act("POST", "seeds", { messages: 1000, calls: 100 }, "1,000 messages and 100 calls are there") }, "Fill it with examples"),
      el("a", { class: "button", href: "/_emulator/openapi.json" }, "OpenAPI document"),
      el("button", { type: "button", class: "danger", onclick: () => act("POST", "reset", undefined, "All is as at the beginning") }, "Begin anew"))));
}

// Dialogs.

function openIncoming(what) {
  const dialog = $("dialog"), isCall = what === "call";
  const receive = async (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    const inputs = isCall ? { inputs: form.inputs.split(/\s+/).filter(Boolean) } : {};
    const received = await act("POST", `received-${what}s`, { ...form, ...inputs, account_sid: shown.state.account_sid }, outcome);
    if (received) { dialog.close(); location.hash = `#/${what}s/${received.sid}`; }
  };
  dialog.replaceChildren(el("h2", {}, `Receive a ${what}`), el("form", { onsubmit: receive },
    field("from", "From", { type: "tel", value: "+15558675310", required: true }),
    field("to", "To: a number of the account, whose webhook is asked", { type: "tel", value: "+15550100000", required: true }),
    isCall ? field("inputs", "Keys that the caller presses, one entry for each Gather", { type: "text" }) : field("body", "Body", { type: "text" }),
    el("div", { class: "line" }, el("span", { class: "dim" }), el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"), el("button", { class: "primary" }, "Receive"))));
  dialog.showModal();
}

const KEYS = [["j k ↓ ↑", "the next or previous one"], ["Enter", "open it"], ["Esc", "back"], ["/", "search"], ["1 … 5", "the views"],
  ["g", "by number: the newest of each conversation"], ["r", "reply"], ["n", "receive a message or call"], ["t", "light or dark"], ["?", "these keys"]];
function openHelp() {
  $("dialog").replaceChildren(el("h2", {}, "Keys"), el("dl", { class: "facts" }, KEYS.flatMap(([keys, words]) =>
    [el("dt", {}, ...keys.split(" ").flatMap((key) => [el("kbd", {}, key), " "])), el("dd", {}, words)])),
  el("form", { method: "dialog" }, el("button", {}, "Close")));
  $("dialog").showModal();
}

// The address, the keys, the theme.

function renderNav() {
  const counts = shown.state?.counts ?? {};
  $("views").replaceChildren(...VIEWS.map((view, index) => el("a", {
    href: `#/${view}`, title: `${index + 1}`, "aria-current": view === shown.view ? "page" : null,
  }, view[0].toUpperCase() + view.slice(1), view in counts ? el("span", { class: "count" }, number(counts[view])) : null)));
}

function follow() {
  const [, view, key] = decodeURIComponent(location.hash).match(/^#\/([a-z]+)(?:\/(.*))?$/) ?? [null, "messages"];
  const isOther = view !== shown.view || !source;
  shown.view = VIEWS.includes(view) ? view : "messages";
  shown.key = key || null;
  shown.callbacks = [];
  document.body.dataset.view = shown.view;
  document.body.classList.toggle("opened", Boolean(shown.key));
  if (isOther) {
    rowCache.clear();
    setRows([], null);
    $("list").replaceChildren();
    $("search").disabled = shown.view === "switchboard";
    loadList().then(() => renderDetail());
    listen();
  }
  renderNav(); renderHead(); renderList(); renderDetail(); loadThread();
}

function step(by) {
  const rows = [...$("list").querySelectorAll(".row")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const from = at === -1 ? rows.findIndex((row) => row.dataset.key === shown.key) : at;
  const to = rows[Math.max(0, Math.min(rows.length - 1, from + by))];
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

const THEMES = ["auto", "light", "dark"];
function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem("twilio-emulator-theme", theme);
}
const nextTheme = () => {
  const theme = THEMES[(THEMES.indexOf(localStorage.getItem("twilio-emulator-theme") ?? "auto") + 1) % THEMES.length];
  setTheme(theme);
  say(`Colours: ${theme}`);
};

const COMMANDS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  "/": () => $("search").focus(), "?": openHelp, t: nextTheme, g: () => $("grouped")?.click(), r: () => $("reply")?.focus(),
  n: () => openIncoming(shown.view === "calls" ? "call" : "message"),
  Escape: () => { location.hash = `#/${shown.view}`; },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog").open) return;
  const typing = event.target.matches("input, textarea, select");
  if (typing && event.key === "Escape") { event.target.blur(); return; }
  if (typing) return;
  const command = COMMANDS[event.key] ?? (VIEWS[event.key - 1] && (() => { location.hash = `#/${VIEWS[event.key - 1]}`; }));
  if (command) { event.preventDefault(); command(); }
});

let searchTimer;
$("search").addEventListener("input", () => {
  shown.search = $("search").value.trim();
  clearTimeout(searchTimer);
  searchTimer = setTimeout(() => (isRecords(shown.view) ? loadList() : renderList()), 150);
});
$("theme").addEventListener("click", nextTheme);
$("help").addEventListener("click", openHelp);
$("list").addEventListener("scroll", () => {
  const list = $("list");
  if ($("more") && list.scrollTop + list.clientHeight > list.scrollHeight - 400) $("more").click();
}, { passive: true });
window.addEventListener("hashchange", follow);

// Events. What an event cannot bring (a search, a conversation) is asked for again, once a second at most.

let isWaiting = false;
function askAgain() {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    if (shown.search && isRecords(shown.view)) loadList();
    if (shown.key && isRecords(shown.view)) loadThread();
  }, SHORTEST_PAUSE);
}

function onEvent(name, part) {
  shown.events[name] = part;
  if (name === "state") {
    const isFirst = !shown.state;
    shown.state = part;
    renderNav(); tick();
    if (isFirst) renderList(); else renderFoot(shown.rows.length);
  }
  if (name === shown.view && !(shown.search && isRecords(name))) { merge(part[name], part.next ?? null); renderList(); }
  if (shown.view === "switchboard") renderSwitchboard();
  else if (name === shown.view && shown.key) renderDetail();
  if (name === shown.view) askAgain();
}

function tick() {
  const clock = $("clock"), now = clockNow(), hand = shown.state?.clock;
  clock.textContent = `${now.toISOString().slice(0, 19).replace("T", " ")} UTC${hand?.frozen_at ? " ❄" : ""}`;
  clock.classList.toggle("moved", Boolean(hand?.frozen_at || hand?.ahead_seconds));
}
setInterval(tick, 1000);

// Each view listens to its own events only.
let source;
function listen() {
  source?.close();
  const names = ["state", shown.view === "switchboard" ? "faults" : shown.view];
  const opened = new EventSource(`${API}events?names=${names}`);
  const live = (kind, words) => { $("live").className = `dot ${kind}`; $("live").setAttribute("aria-label", words); };
  opened.onopen = () => live("on", "Connected");
  opened.onerror = () => {
    live("off", "Not connected; trying again");
    if (opened.readyState === EventSource.CLOSED && opened === source) setTimeout(listen, 5000);
  };
  for (const name of names) opened.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  source = opened;
}

setTheme(localStorage.getItem("twilio-emulator-theme") ?? "auto");
follow();
