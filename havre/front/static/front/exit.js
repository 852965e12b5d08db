// The way out: blank at once, then away. And no trail of our own pages behind the Back button.
const PATIENCE = 3000; // ms; then leave without us: the session on the server ends by itself
const WINDOW = 5000; // ms in which Shift is pressed three times
const ENOUGH = 20_000; // ms that a pressed form waits for the device's work; then it goes without

const button = document.querySelector("header [data-exit]");
const says = document.querySelector("[data-exit-says]");

// Also with the styles switched off, and so that no browser finds a field to remember.
const blank = () => {
  document.documentElement.dataset.leaving = "";
  document.body.replaceChildren();
};

let underWay; // what is being posted: it must begin nothing once somebody leaves

const leave = () => {
  blank();
  underWay?.abort();
  setTimeout(() => location.replace(button.dataset.then), PATIENCE);
  location.replace(button.dataset.now);
};

// ---- Shift, alone, three times

let presses = 0;
let alone = false;
let over;

const count = (n) => {
  presses = n;
  clearTimeout(n > 1 ? undefined : over);
  if (n === 1) over = setTimeout(count, WINDOW, 0);
  if (n) button.dataset.presses = n;
  else delete button.dataset.presses;
  says.textContent = n && n < 3 ? button.dataset.hint.replace("{n}", 3 - n) : "";
  if (n === 3) leave();
};

addEventListener("keydown", (event) => {
  alone = event.key === "Shift" && !event.repeat;
  if (event.key !== "Shift" && presses) count(0);
});

addEventListener("keyup", (event) => {
  if (event.key === "Shift" && alone) count(presses + 1);
});

// ---- links: the exit, and our own pages in the place of the one before

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.exit !== undefined) {
    event.preventDefault();
    leave();
  } else if (link.origin === location.origin && !link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    location.replace(link.href);
  }
});

// ---- forms that open another page: posted from here, so that no entry is added and no word lost.
// A page that a browser itself got for a post stays in its files with all that was typed.

const told = (form, submitter) => {
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.set(submitter.name, submitter.value);
  return body;
};

const failed = (form) => {
  const why = form.querySelector("[data-why]");
  if (why) {
    why.hidden = false;
    why.querySelector("span").textContent = form.dataset.failed;
  }
  delete form.dataset.posting;
};

const answered = (form, answer) => {
  const main = answer.response?.querySelector("main");
  if (answer.status === 200) location.replace(answer.responseURL + new URL(form.action).hash);
  else if (main) {
    document.querySelector("main").replaceWith(document.adoptNode(main));
    withScript();
    scrollTo(0, 0);
    const next = prepare();
    const isNew = next && next.elements.place.value !== form.elements.place?.value;
    if (answer.status === 429 && isNew) next.requestSubmit(); // it was pressed already
  } else failed(form);
};

const post = (form, submitter) => {
  const asked = new XMLHttpRequest(); // the one way to a page that runs no script and needs no parser
  underWay = asked;
  asked.responseType = "document";
  asked.addEventListener("load", () => answered(form, asked));
  asked.addEventListener("error", () => failed(form));
  asked.open("POST", form.action);
  asked.send(told(form, submitter));
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.inPlace === undefined) return;
  event.preventDefault();
  if (form.dataset.posting !== undefined) return;
  form.dataset.posting = "";
  if (!form.elements.work) post(form, event.submitter);
  else Promise.race([prepared, wait(ENOUGH)]).then(() => form.isConnected && post(form, event.submitter));
});

// ---- while very many come, the page asks the device for a little work: begun before anybody presses

let prepared;
const wait = (time) => new Promise((go) => setTimeout(go, time));
const prepare = () => {
  const form = document.querySelector("[name=work]")?.form;
  if (form) prepared = import("./work.js").then(({ find }) => find(form)).catch(() => {});
  return form;
};
prepare();

// ---- what comes back from the browser's memory is blank, and fetched again

addEventListener("pagehide", blank);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(location.href.split("#")[0]); // with its # it would not ask
});

const withScript = () => {
  for (const line of document.querySelectorAll("[data-with-script]")) line.hidden = false;
};
withScript();
