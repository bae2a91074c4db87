// The view of one call.

const scrolling = (...children) => h("div", { class: "scroll" }, children);

function callLinks(around) {
  const link = (text, id) =>
    id === undefined ? null : h("a", { class: "button", href: `#call=${encodeURIComponent(id)}` }, text);
  return h(
    "nav",
    { class: "call-nav", "aria-label": "Calls" },
    h("a", { class: "button", href: "#calls" }, "← All calls"),
    link("‹ Previous", around.previous),
    link("Next ›", around.next),
  );
}

function callHeading(call, row) {
  const reasons = call.poor_because.length ? ` because of ${call.poor_because.join("; ")}` : "";
  const heading = h("h1", { tabindex: -1 }, "Call ", said(row.call_id));
  return h("header", {}, heading, h("p", {}, gradeMark(row.grade), reasons));
}

function lineSection(call, row, thresholds, talk) {
  const heard = call.samples.input.length + call.samples.output.length > 0;
  const note = "The log does not tell when the samples were taken: they are numbered.";
  return h(
    "section",
    { "aria-labelledby": "line-heading" },
    h("h2", { id: "line-heading" }, "Timeline and line"),
    call.timed ? null : h("p", { class: "dim" }, note),
    channelLegend(),
    readableCharts(call, thresholds, talk),
    heard ? onDemand("Samples as a table", () => scrolling(samplesTable(call))) : h("p", {}, "No audio samples."),
    heard ? scrolling(audioTable(call, row)) : null,
  );
}

/** Show a call in the element. around: the ids of the calls before and after it in the list, if any. */
function showCall(element, { call, row, clock, data, around }) {
  const region = { class: "spoken", tabindex: 0, role: "region", "aria-label": "Conversation" };
  const talk = h("div", region, conversation(call, data));
  const talkHeading = h("h2", { id: "talk-heading" }, "Conversation");
  element.replaceChildren(
    callLinks(around),
    callHeading(call, row),
    factsOf(call, row, clock),
    h(
      "div",
      { class: "call-body" },
      lineSection(call, row, data.thresholds, talk),
      h("section", { "aria-labelledby": "talk-heading" }, talkHeading, talk),
    ),
  );
  if (call.problems.length) {
    element.append(h("section", {}, h("h2", {}, "Problems of this call"), scrolling(problemsTable(call))));
  }
  element.querySelector("h1").focus({ preventScroll: true });
}
