// The open conversation: hears the bell, fetches what is new, sends without losing a word.
const page = document.querySelector("[data-talk]");
const list = page.querySelector("[data-list]");
const form = page.querySelector("[data-send]");
const box = form.elements.text;
const button = form.querySelector("button[data-kind=primary]");
const LOOK_EVERY = 20_000; // a ring that got lost costs this long at most

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
const showTime = (time) => {
  time.textContent = clock.format(new Date(time.dateTime));
};

// The bell tells every page of a conversation that it is gone; the one that is leaving is already on
// its way, and must not be called back.
let isLeaving = false;
const ended = () => {
  if (isLeaving || "leaving" in document.documentElement.dataset) return;
  list.replaceChildren();
  box.value = "";
  location.replace(page.dataset.talk);
};

// ---- what is new

const isNearEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });

const add = (item) => {
  const drawn =
    page.querySelector(`template[data-message="${CSS.escape(item.kind)}"]`) ||
    page.querySelector(`template[data-message="${CSS.escape(item.from)}"]`);
  const message = drawn.content.firstElementChild.cloneNode(true);
  message.id = `m-${item.id}`;
  message.dataset.kind = item.kind;
  message.dataset.new = "";
  if (item.kind.startsWith("after-")) message.dataset.asked = item.kind.slice("after-".length);
  message.querySelector("[data-text]").textContent = item.text;
  const key = message.querySelector("[name=key]");
  if (key) key.value = item.id;
  const time = message.querySelector("[data-at]");
  if (time) {
    time.dateTime = item.at;
    showTime(time);
  }
  list.append(message);
};

// What can be asked for while nobody is here yet; each once.
const showWishes = (isWaiting) => {
  const wishes = page.querySelector("[data-wishes]");
  const asked = new Set([...list.querySelectorAll("[data-asked]")].map((item) => item.dataset.asked));
  wishes.querySelectorAll("button").forEach((each) => {
    each.hidden = asked.has(each.value);
  });
  const more = wishes.querySelector("details");
  if (more) more.hidden = !more.querySelector("button:not([hidden])");
  wishes.hidden = !isWaiting || !wishes.querySelector("button:not([hidden])");
};

// What was pressed is not offered again; what it can be taken back with is.
const signs = page.querySelector("[data-signs]");
const showSigns = (last) => {
  const isSilent = last === "sign-cannot" || last === "sign-company";
  signs.querySelector("[value=cannot]").hidden = isSilent;
  signs.querySelector("[value=company]").hidden = last === "sign-company";
  signs.querySelector("[value=can]").hidden = !isSilent;
};

const showStatus = (status) => {
  const notice = page.querySelector("[data-status]");
  notice.hidden = !status;
  showWishes(Boolean(status));
  if (!status || notice.dataset.status === status.id) return;
  notice.dataset.status = status.id;
  notice.querySelector("[data-status-text]").textContent = status.text;
  notice.querySelector("[data-number]").hidden = !/nobody|long/.test(status.id);
};

const showClosed = (isClosed) => {
  const again = page.querySelector("[data-again]");
  if (isClosed && !form.hidden && box.value) again.querySelector("[data-first]").value = box.value;
  form.hidden = isClosed;
  again.hidden = !isClosed;
};

const show = (items) => {
  const wasNearEnd = follow || isNearEnd();
  const missing = items.filter((item) => item.kind !== "status" && !document.getElementById(`m-${item.id}`));
  // What is being written stays in the box; pressing Begin again tells of the pause, and keeps it.
  if (missing.some((item) => item.kind === "paused") && !box.value.trim()) {
    location.replace(page.dataset.talk);
    return;
  }
  missing.forEach(add);
  if (items.some((item) => item.kind === "safety")) list.querySelector("[data-ask]")?.remove();
  since = items.reduce((latest, item) => (item.at > latest ? item.at : latest), since);
  showSigns(items.findLast((item) => item.kind.startsWith("sign-"))?.kind ?? "");
  showStatus(items.find((item) => item.kind === "status"));
  showClosed(items.findLast((item) => ["closed", "reopened"].includes(item.kind))?.kind === "closed");
  if (missing.some((item) => item.from !== "person")) showWriting(false);
  if (missing.length && wasNearEnd) toEnd();
  if (missing.length) follow = false;
};

let since = ""; // the latest moment of anything on this page; at first, everything is new
let looking = false;
let looks = 0;
let rest = setTimeout(() => look(), LOOK_EVERY);
let follow = false; // go to the end with the next news, wherever the page stands
let lookAgain = false;
const look = async () => {
  lookAgain = looking;
  if (looking) return;
  looking = true;
  looks += 1;
  try {
    const news = `${page.dataset.messages}?since=${encodeURIComponent(since)}`;
    const answer = await fetch(news, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.status === 410) ended();
    else if (answer.ok) show(await answer.json());
  } catch {
    // no connection: the next look comes by itself
  } finally {
    looking = false;
    clearTimeout(rest);
    rest = setTimeout(look, LOOK_EVERY);
    if (lookAgain) look();
  }
};

// The bell rings for one's own words too: look by hand only where it stays silent.
const lookIfSilent = (soFar) => {
  follow = true;
  setTimeout(() => looks === soFar && look(), 500);
};

// ---- what is said

const tell = (why) => {
  const line = form.querySelector("[data-why]");
  line.hidden = !why;
  line.querySelector("span").textContent = why;
};

const post = (action, body) =>
  fetch(action, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });

const way = form.querySelector("[data-on-its-way]");
let sending = false;
const send = async () => {
  if (sending) return;
  sending = true;
  button.setAttribute("aria-disabled", "true");
  const said = box.value;
  const soFar = looks;
  if (said.trim()) way.textContent = way.dataset.onItsWay;
  try {
    const answer = await post(form.action, new FormData(form));
    if (answer.status === 410) return ended();
    const told = await answer.json();
    if (answer.ok) {
      form.elements.key.value = told.key;
      box.value = box.value.startsWith(said) ? box.value.slice(said.length).trimStart() : box.value;
    }
    tell(told.why || "");
    if (answer.ok) lookIfSilent(soFar);
    else await look();
  } catch {
    tell(form.dataset.failed);
  } finally {
    sending = false;
    way.textContent = "";
    button.removeAttribute("aria-disabled");
    box.focus({ preventScroll: true });
  }
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name === "sign") press(event);
  else send();
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) send();
});

const press = async (event) => {
  event.preventDefault();
  const body = new FormData(event.target);
  body.set(event.submitter.name, event.submitter.value);
  const action = event.submitter.getAttribute("formaction") ?? event.target.action;
  try {
    const answer = await post(action, body);
    if (answer.status === 410) return ended();
    const told = await answer.json();
    if (told.key && event.target === form) form.elements.key.value = told.key; // each press is one sign
    await look();
    toEnd();
  } catch {
    tell(form.dataset.failed);
  }
};

list.addEventListener("submit", press);
page.querySelector("[data-wishes]").addEventListener("submit", press);

page.addEventListener("click", (event) => {
  const stay = event.target.closest("[data-stay]");
  if (!stay) return;
  event.preventDefault();
  stay.closest("details")?.removeAttribute("open");
  box.focus();
});

page.querySelector("[data-leave]").addEventListener("submit", () => {
  isLeaving = true;
});

// ---- that somebody writes, and nothing else

const TELL_EVERY = 4_000; // milliseconds between two signs, whatever is typed
const FADES = 8_000; // and so long one of them is shown
let told = -TELL_EVERY;
box.addEventListener("input", () => {
  const isHeard = page.querySelector("[data-status]").hidden && !form.hidden; // somebody is here
  if (!isHeard || !box.value.trim() || performance.now() - told < TELL_EVERY) return;
  told = performance.now();
  post(page.dataset.writes, { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }).catch(() => {});
});

const writing = page.querySelector("[data-writing]");
let fades;
const showWriting = (isWriting) => {
  clearTimeout(fades);
  const status = writing.querySelector("[role=status]");
  const words = isWriting ? status.dataset.says : "";
  if (status.textContent !== words) status.textContent = words;
  writing.querySelector("[data-honest]").hidden = isWriting;
  if (isWriting) fades = setTimeout(showWriting, FADES, false);
};
writing.hidden = false;

// ---- the bell

page.querySelectorAll("time").forEach(showTime);
page.querySelector("[data-without-script]").hidden = true;
if (!list.querySelector("[data-ask]")) toEnd();

const bell = new EventSource("/bell/");
bell.addEventListener("ring", ({ data }) => (data === "writing" ? showWriting(true) : look()));
bell.addEventListener("open", look);
bell.addEventListener("gone", ended);
addEventListener("pagehide", () => bell.close());
addEventListener("online", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
