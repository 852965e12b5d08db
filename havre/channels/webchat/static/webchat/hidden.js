// Nothing is shown. The conversation behind it lives on as long as this page is open.
const STAYS = 30_000; // ms between two signs of life
const { messages } = document.querySelector("[data-messages]").dataset;

setInterval(() => {
  fetch(messages, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => {});
}, STAYS);
