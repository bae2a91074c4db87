// The list of all calls: sorted, filtered, and built in pieces as the reader goes down.

const PIECE = 100;

/** The columns: head, the key or keys of a call's JSON (the worse channel counts), how a value is shown. */
const COLUMNS = [
  { head: "Call", key: "call_id" },
  { head: "Started", key: "first_event", show: (value, clock) => (value === null ? UNKNOWN : clock.brief(value)) },
  { head: "Agent", key: "agent" },
  { head: "Participant", key: "participant" },
  { head: "Type", key: "call_type" },
  { head: "Outcome", key: "outcome", show: words },
  { head: "Grade", key: "grade", show: gradeMark },
  { head: "MOS", key: "mos", show: (value) => number(value, 2), figure: true },
  { head: "Loss %", key: "packet_loss_pct", worse: true, show: (value) => number(value, 2), figure: true },
  { head: "Jitter ms", key: "jitter_ms.mean", worse: true, show: (value) => number(value, 1), figure: true },
  { head: "RTT ms", key: "rtt_ms.mean", worse: true, show: (value) => number(value), figure: true },
  { head: "Talk", key: "talk_ms", show: duration, figure: true },
  { head: "Hold", key: "hold_ms", show: duration, figure: true },
  { head: "Mute", key: "mute_ms", show: duration, figure: true },
  { head: "Wrap-up", key: "wrap_up_ms", show: duration, figure: true },
  { head: "Ring", key: "ring_ms", show: duration, figure: true },
  { head: "Flags", key: "flags", show: (value) => number(value), figure: true },
  { head: "Notes", key: "notes", show: (value) => number(value), figure: true },
];

const WITH = { flags: "flags", notes: "notes", holds: "holds", mutes: "mutes", transcripts: "a transcript" };

function callTable(data, clock) {
  const calls = data.calls;
  const size = calls.call_id.length;
  const values = COLUMNS.map(({ key, worse }) => (worse ? worseOf(calls[`audio.input.${key}`], calls[`audio.output.${key}`]) : calls[key]));
  const texts = calls.call_id.map((id, n) => [id, calls.participant[n], calls.agent[n], calls.call_type[n], words(calls.outcome[n])].join("\n").toLowerCase());
  const [head, body] = [find("call-table").tHead, find("call-table").tBodies[0]];
  const filters = ["grade", "outcome", "call_type", "agent"].map((key) => ({ key, select: find(`filter-${key}`) }));
  let sorting = { column: 1, down: false };
  let period = null;
  let order = [];
  let built = 0;

  const cell = (n, place) => {
    const { show, figure, key } = COLUMNS[place];
    const value = values[place][n];
    if (key === "call_id") return h("th", { scope: "row" }, h("a", { href: `#call=${encodeURIComponent(value)}` }, value));
    return h("td", { class: figure ? "figure" : null }, show ? show(value, clock) : value === null ? UNKNOWN : said(value));
  };

  function build() {
    const next = order.slice(built, built + PIECE);
    body.append(...next.map((n) => h("tr", {}, COLUMNS.map((_, place) => cell(n, place)))));
    built += next.length;
    find("more").hidden = built >= order.length;
    find("more").textContent = `Show more: ${number(built)} of ${number(order.length)} are shown`;
  }

  function sorted(chosen) {
    const { column, down } = sorting;
    const of = COLUMNS[column].key === "grade" ? values[column].map((grade) => GRADES.indexOf(grade)) : values[column];
    const compare = typeof of.find((value) => value !== null) === "string" ? new Intl.Collator("en", { numeric: true }).compare : (a, b) => a - b;
    const [known, others] = [chosen.filter((n) => of[n] !== null), chosen.filter((n) => of[n] === null)];
    // Where the values are equal the calls keep their order; a call without the value comes last, either way.
    known.sort((a, b) => (down ? compare(of[b], of[a]) : compare(of[a], of[b])) || a - b);
    return known.concat(others);
  }

  function show() {
    const terms = find("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = filters.filter(({ select }) => select.value !== "").map(({ key, select }) => [calls[key], JSON.parse(select.value)]);
    const having = calls[find("filter-with").value];
    const chosen = [];
    for (let n = 0; n < size; n++) {
      if (wanted.every(([column, value]) => column[n] === value) && (!having || having[n] > 0) && inPeriod(n) && terms.every((term) => texts[n].includes(term))) chosen.push(n);
    }
    order = sorted(chosen);
    built = 0;
    body.replaceChildren();
    build();
    find("found").textContent = order.length === size ? counted(size, "call") : `${number(order.length)} of ${counted(size, "call")}`;
    find("filter-period").hidden = !period;
    find("filter-period").textContent = period ? `Begun ${period.text} ✕` : "";
  }

  function inPeriod(n) {
    if (!period) return true;
    const begun = calls.first_event[n];
    return begun !== null && begun >= period.start && begun < period.end;
  }

  function sortBy(column) {
    // What is looked for first: the most of a figure, but the lowest MOS and the first of a text.
    const down = sorting.column === column ? !sorting.down : Boolean(COLUMNS[column].figure && COLUMNS[column].key !== "mos");
    sorting = { column, down };
    heads();
    show();
  }

  function heads() {
    [...head.rows[0].cells].forEach((th, n) => {
      const here = n === sorting.column;
      if (here) th.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
      th.querySelector(".arrow").textContent = here ? (sorting.down ? "▼" : "▲") : "";
    });
  }

  function choices({ key, select }) {
    const found = new Map();
    for (const value of calls[key]) found.set(value, (found.get(value) ?? 0) + 1);
    const known = [...found.keys()].sort((a, b) => (key === "grade" ? GRADES.indexOf(a) - GRADES.indexOf(b) : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
    select.append(h("option", { value: "" }, "any"), ...known.map((value) => h("option", { value: JSON.stringify(value) }, `${value === null ? "not known" : words(value)} (${number(found.get(value))})`)));
    // A select with nothing to choose is only in the way.
    select.parentElement.hidden = known.length < 2;
  }

  head.append(h("tr", {}, COLUMNS.map((column, n) => h("th", { scope: "col", class: column.figure ? "figure" : null },
    h("button", { type: "button", onclick: () => sortBy(n) }, column.head, h("span", { class: "arrow", "aria-hidden": "true" }))))));
  filters.forEach(choices);
  find("filter-with").append(h("option", { value: "" }, "anything"), ...Object.entries(WITH).filter(([key]) => calls[key].some(Boolean)).map(([key, text]) => h("option", { value: key }, text)));
  find("filters").addEventListener("input", show);
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("filters").addEventListener("reset", () => {
    period = null;
    setTimeout(show);
  });
  find("filter-period").addEventListener("click", () => {
    period = null;
    show();
  });
  find("more").addEventListener("click", build);
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && !find("more").hidden && build(), { root: find("call-list"), rootMargin: "600px" }).observe(find("more"));
  heads();
  show();

  const goThere = () => {
    show();
    find("calls-heading").focus({ preventScroll: true });
    find("calls").scrollIntoView();
  };
  return {
    /** The places of the listed calls, as they are sorted and filtered. */
    order: () => order,
    choosePeriod(start, end, text) {
      period = { start, end, text };
      goThere();
    },
    chooseGrade(grade) {
      find("filters").reset();
      find("filter-grade").value = JSON.stringify(grade);
      goThere();
    },
  };
}

const worseOf = (input, output) => input.map((value, n) => (value === null ? output[n] : output[n] === null ? value : Math.max(value, output[n])));
