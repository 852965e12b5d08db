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

// What colleagues ask stands at the top of every page.
const calls = document.getElementById("calls");
const lookForCalls = async () => {
  try {
    const answer = await fetch(calls.dataset.calls, { headers: { "X-Background": "yes" } });
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const focus = calls.contains(document.activeElement) && document.activeElement.id;
    calls.replaceChildren(holder.content);
    if (focus) document.getElementById(focus)?.focus();
  } catch { /* the next ring looks again */ }
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

// Whatever rang before it was open, or while it was away, is found by looking.
bell.addEventListener("open", (event) => {
  breathe();
  if (event.data) document.body.dispatchEvent(new CustomEvent("bell-open"));
});

bell.addEventListener("gone", () => {
  bell.close();
  location.replace("/");
});
