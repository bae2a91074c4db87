// The conversation of a call, with the marks of its lifecycle between the words.

const MESSAGE_NAMES = { transcript: "said", note: "note", flagraise: "flag raised", flaglower: "flag lowered" };

/** Say how poor the line was while something was said; nothing where it was not. */
function poorLine(call, message) {
  if (!call.timed || message.time === null || message.kind !== "transcript") return "";
  return samplesAt(call, message.time)
    .filter((sample) => sample.grade === "poor")
    .map(
      ({ channel, mos, loss }) => `${CHANNEL_NAMES[channel]} MOS ${metric("mos", mos)}, loss ${metric("loss", loss)}`,
    )
    .join("; ");
}

function eventItem(one, lifecycleWords) {
  const what = lifecycleWords[one.kind] ?? one.kind;
  const text = one.participant === null ? what.replace(/:$/, "") : [what, " ", said(one.participant)];
  return h("li", { class: "event" }, h("span", { class: "at" }, offset(one.time)), h("span", {}, text));
}

function messageItem(one, poor, isNews) {
  const who = roleName(one.role);
  const name = one.name === null ? who : one.role === null ? one.name : `${who} ${one.name}`;
  const kind = one.kind === "transcript" ? null : ` – ${MESSAGE_NAMES[one.kind]}`;
  return h(
    "li",
    { class: `message ${one.kind} ${who === "Customer" ? "customer" : "other"}${poor ? " bad" : ""}` },
    h("span", { class: "at" }, offset(one.time)),
    h("span", { class: "who" }, said(name), kind),
    h("p", { dir: "auto" }, one.text ?? (one.kind === "flaglower" ? "" : UNKNOWN)),
    isNews ? h("span", { class: "line-note" }, mark("poor"), `Poor line: ${poor}`) : null,
  );
}

function conversation(call, { with_text: withText, lifecycle_words: lifecycleWords }) {
  if (!call.timeline.length) return h("p", { class: "dim" }, "No conversation was logged.");
  let told = "";
  const items = call.timeline.map((one) => {
    if (!(one.kind in MESSAGE_NAMES)) return eventItem(one, lifecycleWords);
    const poor = poorLine(call, one);
    const item = messageItem(one, poor, poor && poor !== told);
    if (one.kind === "transcript") told = poor;
    return item;
  });
  return [
    withText ? null : h("p", { class: "dim" }, "The words were left out of this page."),
    h("ol", { class: "conversation" }, items),
  ];
}
