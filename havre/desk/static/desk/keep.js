// News never moves the focus: what is drawn anew gives it back to what stood there, or to its heading.
const CAN = "a[href], button, input, select, textarea, summary, [tabindex]";
const SAYS = ["href", "name", "value", "type"];

// What tells one thing to press from another, wherever it stands after.
const signOf = (one) => one.id || [
  one.tagName, ...SAYS.map((name) => (name === "value" && one.type === "text" ? "" : one.getAttribute(name))),
  one.form?.getAttribute("action"), one.closest("[data-step]")?.dataset.step,
].join(" ");

// Remember what has the focus in here; the answer puts it back. Null: the focus is elsewhere.
export function keep(root) {
  const one = document.activeElement;
  if (!root.contains(one)) return null;
  const sign = signOf(one);
  const heading = headingOf(one, root)?.id;
  return (fresh) => {
    if (document.activeElement !== document.body) return; // it went on meanwhile, or was kept
    const same = [...fresh.querySelectorAll(CAN)].find((other) => signOf(other) === sign && other.checkVisibility());
    const place = same ?? document.getElementById(heading) ?? fresh.querySelector("h2, h1");
    if (!place) return;
    if (!same) place.tabIndex = -1; // a heading does nothing by mistake, and says where one is
    place.focus({ preventScroll: Boolean(same) });
  };
}

const headingOf = (one, root) => {
  const part = one.closest("section[aria-labelledby]");
  return part && (root.contains(part) || part === root) ? document.getElementById(part.getAttribute("aria-labelledby")) : null;
};
