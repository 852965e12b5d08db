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

// What colleagues ask stands at the top of every page.
const calls = document.getElementById("calls");
let looking = false;
let lookAgain = false;
const lookForCalls = async () => {
  if (looking) { lookAgain = true; return; } // an older answer never overtakes a newer one
  looking = true;
  try {
    const answer = await fetch(calls.dataset.calls, { headers: { "X-Background": "yes" } });
    if (answer.ok) show(await answer.text());
  } catch { /* the next ring looks again */ } finally {
    looking = false;
    if (lookAgain) { lookAgain = false; lookForCalls(); }
  }
};
const show = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const focus = calls.contains(document.activeElement) && document.activeElement.id;
  calls.replaceChildren(holder.content);
  if (focus) document.getElementById(focus)?.focus();
};
document.body.addEventListener("bell-help", lookForCalls);
document.body.addEventListener("bell-open", lookForCalls);

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
  onChange(() => port.postMessage(state()));
  addEventListener("pagehide", () => port.postMessage({ bye: true }));
}
