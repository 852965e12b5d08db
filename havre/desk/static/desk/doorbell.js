// The doorbell at the desk: something changed, look again. It carries topics, never content.
const bell = new EventSource("/bell/");

bell.addEventListener("ring", (event) => {
  const [topic, id] = event.data.split(":");
  document.body.dispatchEvent(new CustomEvent(`bell-${topic}`, { detail: id }));
});

// Whatever rang before it was open, or while it was away, is found by looking.
bell.addEventListener("open", (event) => {
  if (event.data) document.body.dispatchEvent(new CustomEvent("bell-open"));
});

bell.addEventListener("gone", () => {
  bell.close();
  location.replace("/");
});
