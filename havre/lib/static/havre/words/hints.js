// The rules of rules.json in the browser; havre/lib/hints.py is the other engine, and both find the same.
const SPACES = "\t\n\v\f\r ";

// Makes of the rules of one language a function from a draft to what it does, and where.
export function reader(rules, language) {
  const said = rules.languages[language];
  const parts = { ...rules.parts, ...said?.parts };
  const compiled = (pattern) => {
    while (/<[a-z]+>/.test(pattern)) pattern = pattern.replace(/<([a-z]+)>/g, (_, name) => parts[name]);
    return new RegExp(`\\b(?:${pattern})\\b`, "gu");
  };
  const finders = !said ? [] : rules.categories.map((category) => ({
    category,
    find: said[category].find.map(compiled),
    unless: said[category].unless.map(compiled),
  }));
  return (text) => {
    const [plain, places] = fold(text, rules.letters);
    return finders.flatMap((finder) => joined(spans(plain, finder)).map(([start, end]) => (
      { category: finder.category, start: places[start], end: places[end - 1] + 1 }
    ))).sort((a, b) => a.start - b.start || a.end - b.end || (a.category < b.category ? -1 : 1));
  };
}

// ASCII alone, with the place (in code points) that each character stands for: see fold() in hints.py.
function fold(text, letters) {
  let plain = "";
  const places = [];
  [...text].forEach((sign, place) => {
    for (const one of letters[sign] ?? sign.normalize("NFKD")) {
      const isSpace = SPACES.includes(one);
      if ((one >= "\u0300" && one <= "\u036f") || (isSpace && (!plain || plain.endsWith(" ")))) continue;
      plain += isSpace ? " " : one.length === 1 && one >= "!" && one <= "~" ? one.toLowerCase() : "~";
      places.push(place);
    }
  });
  return [plain, places];
}

function spans(plain, { find, unless }) {
  const fine = matches(plain, unless);
  return matches(plain, find).filter(
    ([start, end]) => !fine.some(([other, otherEnd]) => start < otherEnd && end > other),
  );
}

function matches(plain, patterns) {
  return patterns.flatMap((pattern) => (
    [...plain.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length])
  ));
}

function joined(all) {
  const kept = [];
  for (const [start, end] of all.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = kept.at(-1);
    if (last && start < last[1]) last[1] = Math.max(end, last[1]);
    else kept.push([start, end]);
  }
  return kept;
}
