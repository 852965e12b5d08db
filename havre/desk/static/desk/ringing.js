// A sound and a notification while one looks elsewhere. Fixed words only; off until a press turns it on.
const KEPT = "rings"; // in this browser, until the sign-out clears it
const ONCE = 3_000; // milliseconds: in these no other page rings too
const TONES = [[523.25, 0], [659.25, 0.18]]; // hertz, and when in seconds
const me = document.body.dataset.member;
const title = document.title;
let audio = null;

// What this member chose in this browser; another's choice is not theirs.
export function choice() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    if (kept?.of === me) return kept;
  } catch { /* nothing was kept, or nothing can be */ }
  return { of: me, sound: false, notice: false };
}

// Nobody looks: another page is shown, or the desk has covered itself.
export const isAway = () => document.hidden || "masked" in document.body.dataset;
export const isOn = () => choice().sound || choice().notice;

function keep(change) {
  localStorage.setItem(KEPT, JSON.stringify({ ...choice(), ...change }));
}

// Browsers let a page sound only after a touch of it.
function wake() {
  if (!choice().sound) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume().catch(() => {});
}

function sound() {
  if (audio?.state !== "running") return;
  for (const [pitch, after] of TONES) {
    const at = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const level = new GainNode(audio, { gain: 0 });
    level.gain.linearRampToValueAtTime(0.12, at + 0.02);
    level.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    tone.connect(level).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.65);
  }
}

function notify(kind) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    const notice = new Notification(document.body.dataset[kind], { tag: "havre" });
    notice.addEventListener("click", () => { window.focus(); notice.close(); });
  } catch { /* a telephone's browser lets no page do that */ }
}

// Every page of this browser is told; the first that can ring does, the others keep still.
export async function ringHere(kind) {
  if (!isAway()) return;
  document.title = `• ${title}`;
  const { sound: sounds, notice } = choice();
  if (sounds && audio?.state !== "running") await new Promise((on) => { setTimeout(on, 300); });
  await navigator.locks.request("ring", { ifAvailable: true }, async (mine) => {
    if (!mine) return;
    document.body.dataset.rang = Number(document.body.dataset.rang ?? 0) + 1;
    if (sounds) sound();
    if (notice) notify(kind);
    await new Promise((on) => { setTimeout(on, ONCE); });
  });
}

const unmark = () => { if (!isAway()) document.title = title; };
document.addEventListener("visibilitychange", unmark);
addEventListener("looks-changed", unmark);
for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake, { passive: true });
wake();

// The page of one's own desk: two buttons that say whether they are on.
const place = document.querySelector("[data-ringing]");

function show() {
  const on = choice();
  for (const name of ["sound", "notice"]) {
    const button = document.getElementById(`ring-${name}`);
    button.setAttribute("aria-pressed", on[name]);
    if (on[name]) button.dataset.kind = "primary"; else delete button.dataset.kind;
  }
  dispatchEvent(new CustomEvent("looks-changed"));
}

async function turnNotice() {
  const said = place.querySelector("[data-refused]");
  const wanted = !choice().notice;
  const allowed = !wanted || ("Notification" in window && (await Notification.requestPermission()) === "granted");
  said.textContent = allowed ? "" : said.dataset.refused;
  keep({ notice: wanted && allowed });
  show();
}

async function turnSound() {
  keep({ sound: !choice().sound });
  show();
  wake();
  if (!choice().sound) return;
  await audio.resume().catch(() => {});
  sound(); // so that one knows it
}

if (place) {
  place.hidden = false;
  document.getElementById("ring-sound").addEventListener("click", turnSound);
  document.getElementById("ring-notice").addEventListener("click", turnNotice);
  show();
}
