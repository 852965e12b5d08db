// Turns a sound file into what a telephone carries, here in the browser; to listen to, and to keep.
const RATE = 8_000; // numbers a second, one channel
const LARGEST = 64 * 1024 * 1024; // bytes of a file that is looked at: a WAV of a minute and a half has half of it
const LOOKS = 30; // at what is being made, one a second
const page = document.getElementById("voices");
const token = page.querySelector("[name=csrfmiddlewaretoken]").value;

// The browser itself brings it to 8,000 a second; then its channels become one.
async function carried(file) {
  if (file.size > LARGEST) throw new RangeError();
  const found = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
  if (found.duration > Number(page.dataset.longest)) throw new RangeError();
  const one = new OfflineAudioContext(1, found.length, RATE);
  const source = new AudioBufferSourceNode(one, { buffer: found });
  source.connect(one.destination);
  source.start();
  return one.startRendering();
}

// WAV, PCM, 16 bit.
function written(sound) {
  const numbers = sound.getChannelData(0);
  const file = new DataView(new ArrayBuffer(44 + 2 * numbers.length));
  const word = (at, text) => [...text].forEach((sign, n) => file.setUint8(at + n, sign.charCodeAt(0)));
  word(0, "RIFF");
  file.setUint32(4, 36 + 2 * numbers.length, true);
  word(8, "WAVEfmt ");
  [[16, 16], [24, RATE], [28, 2 * RATE], [40, 2 * numbers.length]].forEach(([at, one]) => file.setUint32(at, one, true));
  [[20, 1], [22, 1], [32, 2], [34, 16]].forEach(([at, one]) => file.setUint16(at, one, true));
  word(36, "data");
  numbers.forEach((one, n) => file.setInt16(44 + 2 * n, Math.max(-1, Math.min(1, one)) * 32_767, true));
  return file.buffer;
}

function record(row) {
  const [choose, listen, keep, says] = ["input", "[data-listen]", "[data-keep]", "[data-says]"].map((one) => row.querySelector(one));
  let sound = null;
  let playing = null;
  let chosen = 0; // a slow file never overtakes the one that was chosen after it
  const say = (text) => { says.textContent = text; };

  function hush() {
    playing?.close();
    playing = null;
    listen.setAttribute("aria-pressed", "false");
  }

  function have(fresh) {
    hush();
    sound = fresh;
    listen.hidden = keep.hidden = !sound;
  }

  choose.addEventListener("change", async () => {
    const mine = ++chosen;
    have(null);
    const [file] = choose.files;
    say(file ? page.dataset.reads : "");
    if (!file) return;
    let fresh = null;
    let why = "chosen";
    try {
      fresh = await carried(file);
    } catch (error) {
      why = error instanceof RangeError ? "long" : "unreadable";
    }
    if (mine !== chosen) return;
    have(fresh);
    say(page.dataset[why]);
  });

  listen.addEventListener("click", () => {
    if (playing) { hush(); return; }
    playing = new AudioContext();
    const source = new AudioBufferSourceNode(playing, { buffer: sound });
    source.connect(playing.destination);
    source.addEventListener("ended", hush);
    source.start();
    listen.setAttribute("aria-pressed", "true");
  });

  keep.addEventListener("click", async () => {
    if (keep.getAttribute("aria-disabled") === "true") return;
    hush();
    keep.setAttribute("aria-disabled", "true");
    say(page.dataset.keeping);
    const about = new URLSearchParams({ language: page.dataset.language, code: row.dataset.code, words: row.dataset.words });
    const headers = { "Content-Type": "audio/wav", "X-CSRFToken": token };
    try {
      const answer = await fetch(`${page.dataset.keeps}?${about}`, { method: "POST", headers, body: written(sound) });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (answer.status === 201) {
        history.replaceState(null, "", told.next);
        location.reload();
        return;
      }
      say(told.why ?? page.dataset.failed);
    } catch {
      say(page.dataset.failed);
    }
    keep.removeAttribute("aria-disabled");
  });

  row.querySelector("[data-records]").hidden = false;
}

// What callers hear follows in a moment: look until it does, while this page is looked at.
async function lookOnce() {
  const answer = await fetch(location.href, { headers: { "X-Background": "yes" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of page.querySelectorAll("[data-unmade]")) {
    const now = fresh.querySelector(`#${old.closest("[data-code]").id} [data-sound]`);
    if (now && !("unmade" in now.dataset) && !old.contains(document.activeElement)) old.replaceWith(now);
  }
}

async function look(left) {
  if (!left || !page.querySelector("[data-unmade]")) return;
  if (!document.hidden) await lookOnce();
  setTimeout(() => look(left - 1), 1_000);
}

page.querySelectorAll("[data-code]").forEach(record);
document.getElementById("became")?.focus();
look(LOOKS);
