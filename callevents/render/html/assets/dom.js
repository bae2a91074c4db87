// Elements are made here and nowhere else: text only ever becomes a text node, so no text can become markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Make an HTML element; an attribute that is a function listens: onclick. */
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** Make an SVG element. */
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const find = (id) => document.getElementById(id);

/** Text of the log: its own direction, apart from the text around it. */
const said = (text) => h("bdi", {}, text);

/** Make a table of texts: heads, and rows of cells. */
function tableOf(caption, heads, rows) {
  return h(
    "table",
    {},
    h("caption", {}, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map((head) => h("th", { scope: "col" }, head)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          row.map((cell, n) => (n ? h("td", {}, cell) : h("th", { scope: "row" }, cell))),
        ),
      ),
    ),
  );
}

/** A drop-down part that is built when it is first opened. */
function onDemand(title, build) {
  const part = h(
    "details",
    { class: "figures", ontoggle: () => part.childElementCount === 1 && part.append(build()) },
    h("summary", {}, title),
  );
  return part;
}

/** Draw in the element, now and whenever its width changes: draw(width) gives what is shown. */
function drawn(element, draw) {
  let width = 0;
  let shown = null;
  const update = () => {
    const now = Math.floor(element.clientWidth);
    if (!now || now === width) return;
    width = now;
    const next = draw(width);
    if (shown) shown.replaceWith(next);
    else element.append(next);
    shown = next;
  };
  new ResizeObserver(update).observe(element);
  update();
  return element;
}
