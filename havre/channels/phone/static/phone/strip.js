// The phone on every page of the desk: says how it stands, and passes on what is pressed. The phone
// itself is in a window of its own, so that going to another page never touches a call.
import { follow } from "./caller.js";

const WINDOW = "havre-phone";
const LOCK = "phone"; // whoever holds it is the phone window
const strip = document.getElementById("phone");
const says = document.getElementById("phone-says");
const time = document.getElementById("phone-time");
const me = document.body.dataset.member;
const wire = new BroadcastChannel("phone");
const isWindow = "phoneWindow" in document.body.dataset;
const button = (name) => document.getElementById(`phone-${name}`);
const SHOWN = {
  away: ["open"], unready: ["open"], lost: ["open"], ready: ["open"], connecting: ["hang-up"],
  ringing: ["accept", "decline"], call: ["mute", "hold", "keys", "hang-up"],
};
const SURE = ["stay", "leave"];
const ALL = ["open", "accept", "decline", "mute", "hold", "keys", "hang-up", ...SURE];
const caller = follow(wire, me, (at) => {
  show({ at: at || "away" });
  if (!at) wire.postMessage({ of: me, ask: true }); // the browser's phone says how it stands
});
let state = { at: { up: "tableUp", down: "tableDown" }[strip.dataset.table] ?? "away" };
let asks = false; // hanging up in a call puts the person back in line: this page asks first

const sentence = (name) => strip.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`];
const word = () => {
  if (state.at === "unready") return sentence(`unready${state.why ?? "Start"}`);
  if (asks) return sentence("sure");
  if (state.at === "call") return sentence(state.held ? "held" : state.muted ? "muted" : "call");
  return sentence(state.at);
};

function tick() {
  if (!state.since) { time.textContent = ""; return; }
  const seconds = Math.max(0, Math.round((Date.now() - state.since) / 1000));
  time.textContent = [Math.floor(seconds / 60), seconds % 60].map((n) => String(n).padStart(2, "0")).join(":");
}

function show(fresh) {
  const had = strip.contains(document.activeElement) && document.activeElement;
  state = fresh;
  asks &&= state.at === "call";
  strip.dataset.at = state.at;
  caller.is(state.at);
  if (says.textContent !== word()) says.textContent = word(); // said once, not at every look
  const shown = asks ? SURE : (SHOWN[state.at] ?? []).filter((name) => name !== "open" || !isWindow);
  for (const name of ALL) button(name).hidden = !shown.includes(name);
  if (!shown.includes("keys")) button("keys").open = false;
  for (const name of ["mute", "hold"]) button(name).setAttribute("aria-pressed", String(Boolean(state[name === "mute" ? "muted" : "held"])));
  const open = button("open");
  open.lastElementChild.textContent = open.dataset[state.at === "away" ? "open" : "show"];
  tick();
  if (had && !had.checkVisibility()) says.parentElement.focus(); // it goes where nothing is pressed by mistake
}

function openWindow() {
  const { href } = new URL(strip.dataset.window, location.href);
  const phone = window.open("", WINDOW, "popup,width=440,height=640"); // an open one is not loaded anew
  if (!phone) { says.textContent = sentence("blocked"); return; }
  // One that has nothing to say to this member, such as another's, is loaded anew too.
  if (state.at === "away" || phone.location.href !== href) phone.location.replace(href);
  phone.focus();
}

const press = (name, key) => wire.postMessage({ of: me, press: name, key });
button("open").addEventListener("click", openWindow);
const ask = (yes) => { asks = yes; show(state); };
button("hang-up").addEventListener("click", () => { if (state.at === "call") ask(true); else press("hang-up"); });
button("stay").addEventListener("click", () => ask(false));
button("leave").addEventListener("click", () => press("hang-up"));
button("accept").addEventListener("click", caller.pressed);
for (const name of ["accept", "decline", "mute", "hold"]) button(name).addEventListener("click", () => press(name));
for (const key of strip.querySelectorAll("[data-key]")) key.addEventListener("click", () => press("key", key.dataset.key));
button("keys").addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
  if (!ctrlKey && !metaKey && !altKey && /^[0-9*#]$/.test(key)) press("key", key);
});

// The lock is free for us only once the phone window is gone, however it went.
let waits = false;
async function noticeItsEnd() {
  if (isWindow || waits) return;
  waits = true;
  await navigator.locks.request(LOCK, { mode: "shared" }, () => {});
  waits = false;
  if (!caller.isOnTable()) show({ at: "away" });
}

wire.addEventListener("message", ({ data }) => {
  if (data.of !== me || !data.state || caller.isOnTable()) return; // the one on the table says for itself
  show(data.state);
  noticeItsEnd();
});
setInterval(tick, 1000);
show(state);
strip.hidden = false;
caller.begin();
wire.postMessage({ of: me, ask: true });
