// The phone itself: signed in at the line's engine, one call at a time. Knows nothing of any page.
import JsSIP from "./vendor/jssip.min.js";

const AGAIN = 2_000; // milliseconds between two tries to sign in
const RENEW = 120_000; // by a clock of ours: a browser slows those of a window that nobody looks at
const PATIENCE = 20_000; // then it is said that it does not work
const BUSY = 486;
const NO_MICROPHONE = 480;

// tell(at, why): ready, lost, refused, ringing, connecting, call, held, back. heard(stream): their voice.
export function openLine({ socket, endpoint, password, iceServers }, { tell, heard }) {
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(socket)],
    uri: `sip:${endpoint}@${new URL(socket).hostname}`,
    password,
    register_expires: 600, // the engine forgets a phone at once when its socket closes
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 4,
    user_agent: "Havre",
  });
  let call = null;
  let microphone = null; // the stream of this call
  let failing = performance.now();
  let timer = null;
  let closed = false;
  let answering = false;
  const renew = setInterval(() => { if (ua.isRegistered()) ua.register(); }, RENEW);

  const rest = () => tell(ua.isRegistered() ? "ready" : "lost");
  const over = () => {
    for (const track of microphone?.getTracks() ?? []) track.stop();
    microphone = null;
    call = null;
    heard(null);
    if (!closed) rest();
  };
  const again = () => {
    clearTimeout(timer);
    if (closed) return;
    if (performance.now() - failing > PATIENCE) { if (!call) tell("refused"); return; }
    timer = setTimeout(() => { if (ua.isConnected()) ua.register(); }, AGAIN);
  };

  ua.on("registered", () => { failing = null; clearTimeout(timer); if (!call) tell("ready"); });
  ua.on("registrationFailed", () => { failing ??= performance.now(); if (!call) tell("lost"); again(); });
  ua.on("disconnected", () => { failing = null; if (!call && !closed) tell("lost"); });
  ua.on("connected", () => { failing = performance.now(); });
  ua.on("newRTCSession", ({ originator, session }) => {
    if (originator !== "remote" || call) { session.terminate({ status_code: BUSY }); return; }
    call = session;
    session.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", ({ track }) => heard(new MediaStream([track])));
    });
    session.on("confirmed", () => tell("call"));
    session.on("ended", over);
    session.on("failed", over);
    tell("ringing");
  });
  ua.start();

  return {
    isBusy: () => Boolean(call),
    async accept(listen) {
      if (!call || call.isEstablished() || answering) return;
      const answered = call;
      answering = true; // two pages may press at once
      tell("connecting");
      let stream;
      try {
        stream = await listen();
      } catch (error) {
        if (call === answered) call.terminate({ status_code: NO_MICROPHONE });
        throw error;
      } finally {
        answering = false;
      }
      if (call !== answered) { // they hung up meanwhile
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      microphone = stream;
      call.answer({ mediaStream: microphone, mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers } });
    },
    decline() { if (call && !call.isEstablished()) call.terminate({ status_code: BUSY }); },
    hangUp() { call?.terminate(); },
    mute(yes) { if (yes) call?.mute({ audio: true }); else call?.unmute({ audio: true }); },
    // Whether it was asked for; `done` once the other side knows.
    hold(yes, done) {
      if (!call?.isEstablished()) return false;
      return yes ? call.hold({}, done) : call.unhold({}, done);
    },
    press(key) { if (call?.isEstablished()) call.sendDTMF(key, { transportType: "RFC2833", duration: 120 }); },
    // Another microphone in the middle of a call.
    async speakInto(stream, muted) {
      const sender = call?.connection?.getSenders().find((one) => one.track?.kind === "audio");
      if (!sender) { for (const track of stream.getTracks()) track.stop(); return; }
      const [track] = stream.getAudioTracks();
      track.enabled = !muted;
      await sender.replaceTrack(track);
      for (const old of microphone?.getTracks() ?? []) old.stop();
      microphone = stream;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(renew);
      if (call) call.terminate();
      ua.stop();
    },
  };
}
