// Reads the data, and shows the overview or the call that the address names.

const data = JSON.parse(find("data").textContent);
const lots = JSON.parse(find("packed").textContent);
const clock = clockOf(data.tz, data.calls.first_event);
const title = document.title;
const place = new Map(data.calls.call_id.map((id, n) => [id, n]));
const list = callTable(data, clock);
let scrolled = 0;

async function opened(n) {
  const bytes = Uint8Array.from(atob(lots[Math.floor(n / data.packed_together)]), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return unpacked((await new Response(stream).json())[n % data.packed_together]);
}

/** The id of the call that the address names, or null. */
function wantedCall() {
  try {
    return location.hash.startsWith("#call=") ? decodeURIComponent(location.hash.slice(6)) : null;
  } catch {
    return null;
  }
}

async function route() {
  const wanted = wantedCall();
  const n = place.get(wanted);
  const [overview, view] = [find("overview"), find("call")];
  if (n === undefined) {
    if (!overview.hidden) return;
    [overview.hidden, view.hidden, document.title] = [false, true, title];
    view.replaceChildren();
    scrollTo(0, scrolled);
    return;
  }
  if (!overview.hidden) scrolled = scrollY;
  const call = await opened(n);
  if (wantedCall() !== wanted) return;
  [overview.hidden, view.hidden, document.title] = [true, false, `Call ${wanted} – ${title}`];
  const row = Object.fromEntries(Object.entries(data.calls).map(([key, column]) => [key, column[n]]));
  const order = list.order();
  const at = order.indexOf(n);
  const id = (index) => (at < 0 ? undefined : data.calls.call_id[order[index]]);
  showCall(view, { call, row, clock, data, around: { previous: id(at - 1), next: id(at + 1) } });
  scrollTo(0, 0);
}

chartsOverTime(data, clock, list.choosePeriod);
chartsOfSpread(data);
document
  .querySelectorAll("[data-grade]")
  .forEach((button) => button.addEventListener("click", () => list.chooseGrade(button.dataset.grade)));
addEventListener("hashchange", route);
route();
