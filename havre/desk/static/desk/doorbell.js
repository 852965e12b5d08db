// The doorbell at the desk: something changed, look again. It carries topics, never content.
const bell = new EventSource("/bell/");
const BREATH = 8_000; // a sign of life at most this often, whatever rings

// The line asks whether this page is still there. Answered because of what is heard, never by a
// clock: clocks stand still in a tab that nobody looks at.
let breathed = 0;
const breathe = () => {
  if (Date.now() - breathed < BREATH) return;
  breathed = Date.now();
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  fetch("/here/", { method: "POST", headers: { "X-CSRFToken": token, "X-Background": "yes" } }).catch(() => {
    breathed = 0; // no connection: the next question is answered at once
  });
};

bell.addEventListener("here", breathe);
bell.addEventListener("ring", (event) => {
  breathe();
  const [topic, id] = event.data.split(":");
  document.body.dispatchEvent(new CustomEvent(`bell-${topic}`, { detail: id }));
});

// Whatever rang before it was open, or while it was away, is found by looking.
bell.addEventListener("open", (event) => {
  breathe();
  if (event.data) document.body.dispatchEvent(new CustomEvent("bell-open"));
});

bell.addEventListener("gone", () => {
  bell.close();
  location.replace("/");
});
