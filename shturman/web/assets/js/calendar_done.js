// What is done gives way to what is ahead: done items of one time are one mark, and beside an open one it is a narrow one.
const LOW = 30 * 60_000;
const SEVERAL = 3;

export function gatherDone(items, page) {
  const done = items.filter((item) => item.extendedProps.isDone && !item.allDay);
  const rest = items.filter((item) => !done.includes(item));
  const open = rest.filter((item) => !item.allDay);
  const drawn = clustersOf(done).flatMap((cluster) => {
    const isAside = cluster.some((one) => open.some((other) => from(one) < until(other) && from(other) < until(one)));
    return isAside || cluster.length >= SEVERAL ? [markOf(cluster, isAside, page)] : cluster;
  });
  return [...rest, ...drawn];
}

const from = (item) => Date.parse(item.start);
// A short item is drawn higher than it lasts.
const until = (item) => Math.max(Date.parse(item.end), from(item) + LOW);

function clustersOf(items) {
  const clusters = [];
  let last = 0;
  for (const item of items.toSorted((one, other) => from(one) - from(other))) {
    if (from(item) < last) clusters.at(-1).push(item);
    else clusters.push([item]);
    last = Math.max(last, until(item));
  }
  return clusters;
}

// One alone opens itself; several open the list of what is done that day.
function markOf(cluster, isAside, page) {
  const [first] = cluster;
  const names = cluster.map((item) => item.extendedProps.name).join(", ");
  const end = cluster.reduce((latest, item) => (Date.parse(item.end) > Date.parse(latest) ? item.end : latest), first.end);
  const url = cluster.length > 1 ? page.dataset.done + first.start.slice(0, 10) : first.url;
  const title = `${page.dataset.wordsDone}: ${cluster.length > 1 ? `${cluster.length} · ${names}` : first.title}`;
  const gathered = { count: cluster.length, isAside, name: names, hasOwnLength: true, whom: "" };
  return { ...first, id: `done-${first.id}`, title, end, url, editable: false, extendedProps: { ...first.extendedProps, ...gathered } };
}
