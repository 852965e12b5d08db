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

if (typeof SharedWorkerGlobalScope !== "undefined") {
  const pages = new Set();
  let token = "";
  const one = bell((name, data) => { for (const page of pages) page.postMessage({ name, data }); }, () => token);
  self.addEventListener("connect", ({ ports: [page] }) => {
    page.addEventListener("message", ({ data }) => {
      if (data.bye) { pages.delete(page); return; }
      pages.add(page);
      token = data.token;
      one.listen();
    });
    page.start();
  });
}
