// Which calls are listed: what the reader searches for and chooses.

const WITH = { flags: "flags", notes: "notes", holds: "holds", mutes: "mutes", transcripts: "a transcript" };
const SELECTED = ["grade", "outcome", "call_type", "agent"];

/** Fill a select with the values that the calls have, and how many have them. */
function offer(select, column, key) {
  const counts = new Map();
  for (const value of column) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rank = (value) => (key === "grade" ? GRADES.indexOf(value) : value);
  const values = [...counts.keys()].sort((a, b) => (a === null) - (b === null) || (rank(a) < rank(b) ? -1 : 1));
  const text = (value) => `${value === null ? "not known" : words(value)} (${number(counts.get(value))})`;
  select.append(h("option", { value: "" }, "any"));
  select.append(...values.map((value) => h("option", { value: JSON.stringify(value) }, text(value))));
  // A select with nothing to choose is only in the way.
  select.parentElement.hidden = values.length < 2;
}

/** The filters above the list. `changed` is called when the reader changes one of them. */
function callFilters(calls, changed) {
  const selects = SELECTED.map((key) => ({ key, select: find(`filter-${key}`) }));
  const searched = ["call_id", "participant", "agent", "call_type", "outcome"];
  const texts = calls.call_id.map((_, n) => words(searched.map((key) => calls[key][n]).join("\n")).toLowerCase());
  let period = null;

  function setPeriod(next) {
    period = next;
    find("filter-period").hidden = !period;
    find("filter-period").textContent = period ? `Begun ${period.text} ✕` : "";
  }

  /** Give the places of the calls that all filters let through. */
  function chosen() {
    const terms = words(find("search").value).toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = selects.filter(({ select }) => select.value !== "");
    const values = wanted.map(({ key, select }) => [calls[key], JSON.parse(select.value)]);
    const having = calls[find("filter-with").value];
    const begun = calls.first_event;
    const holds = (n) =>
      values.every(([column, value]) => column[n] === value) &&
      (!having || having[n] > 0) &&
      (!period || (begun[n] !== null && begun[n] >= period.start && begun[n] < period.end)) &&
      terms.every((term) => texts[n].includes(term));
    return [...texts.keys()].filter(holds);
  }

  selects.forEach(({ key, select }) => offer(select, calls[key], key));
  const having = Object.entries(WITH).filter(([key]) => calls[key].some(Boolean));
  find("filter-with").append(h("option", { value: "" }, "anything"));
  find("filter-with").append(...having.map(([key, text]) => h("option", { value: key }, text)));
  find("filters").addEventListener("input", changed);
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("filters").addEventListener("reset", () => {
    setPeriod(null);
    // The fields are emptied after this event.
    setTimeout(changed);
  });
  find("filter-period").addEventListener("click", () => {
    setPeriod(null);
    changed();
  });
  return { chosen, setPeriod };
}
