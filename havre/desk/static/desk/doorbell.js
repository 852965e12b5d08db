// The doorbell at the desk: something changed, look again. It carries topics, never content.
import { bell, caller } from "./bell.js";
import { isAway, isOn, ringHere } from "./ringing.js";

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const hear = {
  // Whatever rang before it was open, or while it was away, is found by looking.
  open(data) { if (data) document.body.dispatchEvent(new CustomEvent("bell-open")); },
  ring(data) {
    const [topic, id] = data.split(":");
    document.body.dispatchEvent(new CustomEvent(`bell-${topic}`, { detail: id }));
  },
  gone() { location.replace("/"); },
  call(kind) { ringHere(kind); },
};

// A place at the top of every page that is fetched again: an older answer never overtakes a newer.
// Each form has a key of its own, and only a page knows which link is its own.
const bare = (one) => one.outerHTML.replace(/ (value="[^"]*"|aria-current="page")/g, "");
const same = (one, other) => bare(one) === bare(other);
const fetched = (place, url, shown = () => {}) => {
  let looking = false;
  let lookAgain = false;
  const show = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const focus = place.contains(document.activeElement) && document.activeElement.id;
    // What stands there already stays: it keeps the focus, and is not read out again.
    for (const old of [...place.children]) {
      if (![...holder.content.children].some((one) => same(one, old))) old.remove();
    }
    [...holder.content.children].forEach((one, n) => {
      const there = place.children[n];
      if (!there || !same(one, there)) place.insertBefore(one, there ?? null);
    });
    if (focus) document.getElementById(focus)?.focus();
    shown();
  };
  return async function look() {
    if (looking) { lookAgain = true; return; }
    looking = true;
    try {
      const answer = await fetch(url, { headers: { "X-Background": "yes" } });
      if (answer.ok) show(await answer.text());
    } catch { /* the next ring looks again */ } finally {
      looking = false;
      if (lookAgain) { lookAgain = false; look(); }
    }
  };
};

// What colleagues ask.
const calls = document.getElementById("calls");
const lookForCalls = calls ? fetched(calls, calls.dataset.calls) : async () => {};
document.body.addEventListener("bell-help", lookForCalls);
document.body.addEventListener("bell-open", lookForCalls);

// What one holds, and what is new in each. The page's own conversation speaks for itself.
const inHand = document.getElementById("in-hand");
if (inHand) {
  const links = () => [...inHand.querySelectorAll("a")];
  const heard = () => new Map(links().map((link) => [link.id, Number(link.dataset.newWords)]));
  let before = new Map();
  const mark = () => {
    const others = links().filter((link) => link.pathname !== location.pathname);
    for (const link of links()) if (!others.includes(link)) link.setAttribute("aria-current", "page");
    return others;
  };
  const tell = () => {
    const more = mark().filter((link) => Number(link.dataset.newWords) > (before.get(link.id) ?? 0));
    if (more.length) document.getElementById("in-hand-says").textContent = more.map((link) => link.textContent).join(", ");
    before = heard();
  };
  const lookInHand = fetched(inHand, inHand.dataset.inHand, tell);
  mark();
  before = heard();
  for (const name of ["bell-open", "bell-member", "bell-help"]) document.body.addEventListener(name, lookInHand);
  document.body.addEventListener("bell-contact", ({ detail }) => {
    const link = document.getElementById(`in-hand-${detail}`);
    if (link && !(link.hasAttribute("aria-current") && !document.hidden)) lookInHand();
  });
}

// An alarm, and calling one off, change nothing on the page: what is being written stays.
document.body.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]")) return;
  event.preventDefault();
  try {
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Background": "yes" } });
    await lookForCalls();
  } catch { form.submit(); /* no connection: the browser says so */ }
});

// Whether this page may be called, and whether it is looked at; asked again whenever either changes.
const state = () => ({ hidden: isAway(), rings: isOn() && new URL(document.body.dataset.rings, location.href).href });
const onChange = (tell) => {
  document.addEventListener("visibilitychange", tell);
  addEventListener("looks-changed", tell);
};

if (typeof SharedWorker === "undefined") {
  const calls = caller((kind) => hear.call(kind));
  const judge = () => { const { hidden, rings } = state(); if (hidden && rings) calls.left(rings); else calls.back(); };
  onChange(judge);
  bell((name, data) => { hear[name]?.(data); if (name !== "here") calls.heard(); }, token).listen();
  judge();
} else {
  const { port } = new SharedWorker(new URL("./bell.js", import.meta.url), { type: "module", name: "bell" });
  port.addEventListener("message", ({ data }) => hear[data.name]?.(data.data));
  port.start();
  port.postMessage({ token: token(), ...state() });
  let left = false; // a page that goes is hidden once more, after it said good-bye
  onChange(() => { if (!left) port.postMessage(state()); });
  addEventListener("pagehide", () => { left = true; port.postMessage({ bye: true }); });
}
