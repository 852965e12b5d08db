// One stream of rings for all pages of this browser: a browser keeps six connections to a line, and
// a responder has more pages open than that. Runs as a shared worker; where there is none, in a page.
const BREATH = 8_000; // a sign of life at most this often, whatever rings
const AGAIN = 3_000; // after an error that the browser does not mend by itself
const NAMES = ["open", "here", "ring", "gone"];

export function bell(tell, token) {
  let source = null;
  let breathed = -BREATH;

  // The line asks whether this browser is still there. Answered because of what is heard, never by
  // a clock: clocks stand still in a tab that nobody looks at.
  const breathe = () => {
    if (performance.now() - breathed < BREATH) return;
    breathed = performance.now();
    fetch("/here/", { method: "POST", headers: { "X-CSRFToken": token(), "X-Background": "yes" } }).catch(() => {
      breathed = -BREATH; // no connection: the next question is answered at once
    });
  };
  const open = () => {
    source = new EventSource("/bell/");
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        if (name === "gone") { source.close(); source = null; } else breathe();
        tell(name, event.data);
      });
    }
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) setTimeout(open, AGAIN);
    });
  };
  return { listen() { if (source) tell("open", "open"); else open(); } };
}

// Whether something new calls this member while no page of this browser is looked at. `look` asks
// the line for marks; what was there when the last page was left is no news.
export function caller(call) {
  const REST = 1_000; // after a look, so that a busy queue costs one look a second
  let address = "";
  let known = null;
  let timer = null;
  let asked = Promise.resolve();

  const ask = async (isNews) => {
    const marks = {};
    try {
      const answer = await fetch(address, { headers: { "X-Background": "yes" }, signal: AbortSignal.timeout(10_000) });
      if (answer.ok) Object.assign(marks, await answer.json());
      else return;
    } catch { return; }
    const all = Object.entries(marks).flatMap(([kind, some]) => some.map((mark) => [kind, mark]));
    const fresh = known && isNews ? all.filter(([, mark]) => !known.has(mark)) : [];
    known = new Set(all.map(([, mark]) => mark));
    if (fresh.length && address) call(fresh[0][0]);
  };
  const look = (isNews) => { asked = asked.then(() => ask(isNews)); }; // never an older answer last
  return {
    left(where) { if (!address) { address = where; known = new Set(); look(false); } },
    back() { address = ""; clearTimeout(timer); timer = null; },
    heard() {
      if (!address || timer) return;
      timer = setTimeout(() => { timer = null; look(true); }, REST);
    },
  };
}

if (typeof SharedWorkerGlobalScope !== "undefined") {
  const pages = new Map(); // what each says of itself
  let token = "";
  const tell = (name, data) => { for (const page of pages.keys()) page.postMessage({ name, data }); };
  const calls = caller((kind) => tell("call", kind));
  const one = bell((name, data) => { tell(name, data); if (name !== "here") calls.heard(); }, () => token);
  const judge = () => {
    const all = [...pages.values()];
    const rings = all.find((page) => page.rings)?.rings;
    if (rings && all.every((page) => page.hidden)) calls.left(rings); else calls.back();
  };
  self.addEventListener("connect", ({ ports: [page] }) => {
    page.addEventListener("message", ({ data }) => {
      if (data.bye) pages.delete(page); else pages.set(page, data);
      judge();
      if (data.token === undefined) return;
      token = data.token;
      one.listen();
    });
    page.start();
  });
}
