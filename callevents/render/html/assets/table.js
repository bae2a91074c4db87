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

/** Give the higher of two columns' values, or the one that is known. */
const worseOf = (input, output) =>
  input.map((value, n) => (value === null ? output[n] : output[n] === null ? value : Math.max(value, output[n])));

/** Put places in the order of a column. Equal ones keep their order; those without a value come last, either way. */
function inOrder(places, { key }, values, down) {
  const of = key === "grade" ? values.map((grade) => GRADES.indexOf(grade)) : values;
  const isText = typeof of.find((value) => value !== null) === "string";
  const compare = isText ? new Intl.Collator("en", { numeric: true }).compare : (a, b) => a - b;
  const known = places.filter((n) => of[n] !== null);
  known.sort((a, b) => (down ? compare(of[b], of[a]) : compare(of[a], of[b])) || a - b);
  return known.concat(places.filter((n) => of[n] === null));
}

function cellOf({ key, show, figure }, value, clock) {
  if (key === "call_id") {
    return h("th", { scope: "row" }, h("a", { href: `#call=${encodeURIComponent(value)}` }, value));
  }
  const text = show ? show(value, clock) : value === null ? UNKNOWN : said(value);
  return h("td", { class: figure ? "figure" : null }, text);
}

/** Make the headings; `sortBy` is called with the place of the column. */
function headings(sortBy) {
  const arrow = () => h("span", { class: "arrow", "aria-hidden": "true" });
  const button = ({ head }, n) => h("button", { type: "button", onclick: () => sortBy(n) }, head, arrow());
  const cells = COLUMNS.map((column, n) =>
    h("th", { scope: "col", class: column.figure ? "figure" : null }, button(column, n)),
  );
  find("call-table").tHead.append(h("tr", {}, cells));
  return ({ column, down }) =>
    cells.forEach((th, n) => {
      if (n === column) th.setAttribute("aria-sort", down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
      th.querySelector(".arrow").textContent = n !== column ? "" : down ? "▼" : "▲";
    });
}

function callTable(data, clock) {
  const calls = data.calls;
  const size = calls.call_id.length;
  const body = find("call-table").tBodies[0];
  const more = find("more");
  const values = COLUMNS.map(({ key, worse }) =>
    worse ? worseOf(calls[`audio.input.${key}`], calls[`audio.output.${key}`]) : calls[key],
  );
  let sorting = { column: 1, down: false };
  let order = [];
  let built = 0;

  function build() {
    const next = order.slice(built, built + PIECE);
    const cells = (n) => COLUMNS.map((column, place) => cellOf(column, values[place][n], clock));
    body.append(...next.map((n) => h("tr", {}, cells(n))));
    built += next.length;
    more.hidden = built >= order.length;
    more.textContent = `Show more: ${number(built)} of ${number(order.length)} are shown`;
  }

  function show() {
    const { column, down } = sorting;
    order = inOrder(filters.chosen(), COLUMNS[column], values[column], down);
    built = 0;
    body.replaceChildren();
    build();
    const all = counted(size, "call");
    find("found").textContent = order.length === size ? all : `${number(order.length)} of ${all}`;
  }

  const markHeadings = headings((column) => {
    // What is looked for first: the most of a figure, but the lowest MOS and the first of a text.
    const first = Boolean(COLUMNS[column].figure && COLUMNS[column].key !== "mos");
    sorting = { column, down: sorting.column === column ? !sorting.down : first };
    markHeadings(sorting);
    show();
  });
  const filters = callFilters(calls, show);
  more.addEventListener("click", build);
  // On paper nobody can ask for more.
  addEventListener("beforeprint", () => {
    while (built < order.length) build();
  });
  const nearEnd = (seen) => seen.some((one) => one.isIntersecting) && !more.hidden && build();
  new IntersectionObserver(nearEnd, { root: find("call-list"), rootMargin: "600px" }).observe(more);
  markHeadings(sorting);
  show();

  function goThere() {
    show();
    find("calls-heading").focus({ preventScroll: true });
    find("calls").scrollIntoView();
  }
  return {
    /** The places of the listed calls, as they are sorted and filtered. */
    order: () => order,
    choosePeriod(start, end, text) {
      filters.setPeriod({ start, end, text });
      goThere();
    },
    chooseGrade(grade) {
      find("filters").reset();
      find("filter-grade").value = JSON.stringify(grade);
      goThere();
    },
  };
}
