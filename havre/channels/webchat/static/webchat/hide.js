// Hide at once, before anybody is asked: a date stands here in the same moment. Then the server hears
// of it, so that a page loaded again hides too.
const AGAIN = 2_000; // ms until the next try where there is no connection
const page = document.querySelector("[data-talk]");
const form = page.querySelector("[data-send]");
const cover = page.querySelector("[data-cover]");

const post = async (action, body) => {
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(action, { method: "POST", body, headers, keepalive: body.toString().length < 60_000 });
    if (answer.ok || answer.status === 410) location.replace(page.dataset.talk);
    else setTimeout(post, AGAIN, action, body);
  } catch {
    setTimeout(post, AGAIN, action, body);
  }
};

document.addEventListener(
  "submit",
  (event) => {
    const button = event.submitter;
    if (button?.dataset.hide === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    const { formAction } = button;
    document.title = cover.dataset.cover;
    page.replaceWith(cover.content.cloneNode(true));
    scrollTo(0, 0);
    const day = document.querySelector("main h1"); // no button: a key held down would show it again
    day.tabIndex = -1;
    day.focus();
    post(formAction, body);
  },
  true,
);
