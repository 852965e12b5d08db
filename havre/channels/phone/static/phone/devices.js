// Which microphone and which speaker, in this browser; how loud it is; the sound of the bell.
const KEPT = "phone-devices"; // the browser's own names of them, until the sign-out clears it
const BELL = [[440, 0], [554.37, 0.25], [440, 0.5]]; // hertz, and when in seconds: no alarm
const EVERY = 3_000;

export function chosen() {
  try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; }
}

export function choose(change) {
  try { localStorage.setItem(KEPT, JSON.stringify({ ...chosen(), ...change })); } catch { /* for this call alone */ }
}

// Why there is no microphone, as one of the words the page has a sentence for.
export const reason = (error) => ({
  NotAllowedError: "Refused", SecurityError: "Refused", NotFoundError: "Missing", OverconstrainedError: "Missing",
}[error?.name] ?? "Busy");

// The chosen microphone, or the browser's own if that one is gone.
export async function microphone() {
  const ask = (id) => navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(id && { deviceId: { exact: id } }) },
  });
  const { microphone: id } = chosen();
  try {
    return await ask(id);
  } catch (error) {
    if (!id || reason(error) === "Refused") throw error;
    return ask();
  }
}

// A level from 0 to 1, again and again until it is stopped.
export function level(stream, show) {
  const audio = new AudioContext();
  const source = audio.createMediaStreamSource(stream);
  const meter = new AnalyserNode(audio, { fftSize: 1024 });
  source.connect(meter);
  const sound = new Float32Array(meter.fftSize);
  const timer = setInterval(() => {
    meter.getFloatTimeDomainData(sound);
    const power = sound.reduce((sum, one) => sum + one * one, 0) / sound.length;
    show(Math.min(1, Math.sqrt(power) * 4));
  }, 100);
  return () => { clearInterval(timer); audio.close(); show(0); };
}

async function out(audio) {
  const { speaker } = chosen();
  if (speaker && audio.setSinkId) await audio.setSinkId(speaker).catch(() => {}); // it was unplugged
}

// A soft bell: once, as a test of the speaker, or until it is stopped.
export function bell({ once = false } = {}) {
  const audio = new AudioContext();
  const strike = () => {
    for (const [pitch, after] of BELL) {
      const at = audio.currentTime + after;
      const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
      const loud = new GainNode(audio, { gain: 0 });
      loud.gain.setValueAtTime(0, at);
      loud.gain.linearRampToValueAtTime(0.15, at + 0.03);
      loud.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
      tone.connect(loud).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.75);
    }
  };
  const ready = Promise.all([out(audio), audio.resume().catch(() => {})]);
  let timer = null;
  let stopped = false;
  ready.then(() => {
    if (stopped) return;
    strike();
    if (once) setTimeout(() => audio.close(), 2_000); else timer = setInterval(strike, EVERY);
  });
  return () => { stopped = true; clearInterval(timer); if (audio.state !== "closed") audio.close(); };
}

// Their voice, out of the chosen speaker.
export async function voice(element, stream) {
  element.srcObject = stream;
  if (!stream) return;
  await out(element);
  await element.play().catch(() => {}); // a browser that wants a touch first plays at the next one
}

// Fill both lists. Speakers only where the browser lets a page choose one.
export async function list(microphones, speakers) {
  const found = await navigator.mediaDevices.enumerateDevices();
  for (const [select, kind, kept] of [
    [microphones, "audioinput", chosen().microphone], [speakers, "audiooutput", chosen().speaker],
  ]) {
    const some = found.filter((one) => one.kind === kind && one.deviceId && one.deviceId !== "default");
    const first = select.options[0]; // the browser's own choice, in our words
    select.replaceChildren(first, ...some.map((one, n) => new Option(one.label || `${n + 1}`, one.deviceId)));
    select.value = some.some((one) => one.deviceId === kept) ? kept : "";
    select.closest(".field").hidden = kind === "audiooutput" && !("setSinkId" in HTMLMediaElement.prototype);
  }
}
