/**
 * Where a key leads in a graph that is drawn in rows, and who is related to whom.
 *
 * nodes: { row, middle, parents } in reading order; middle: px from the left; parents: their numbers in that order, none
 * where relations are not to be seen.
 */

/** The number of the node that `key` leads to from node `at`; `at` where it leads nowhere; null for any other key. */
export function step(nodes, at, key) {
  switch (key) {
    case "Home":
      return 0;
    case "End":
      return nodes.length - 1;
    case "ArrowLeft":
      return nodes[at - 1]?.row === nodes[at].row ? at - 1 : at;
    case "ArrowRight":
      return nodes[at + 1]?.row === nodes[at].row ? at + 1 : at;
    case "ArrowUp":
      return nearest(nodes, at, nodes[at].parents) ?? nearest(nodes, at, rowBeside(nodes, at, -1)) ?? at;
    case "ArrowDown":
      return nearest(nodes, at, children(nodes, at)) ?? nearest(nodes, at, rowBeside(nodes, at, 1)) ?? at;
    default:
      return null;
  }
}

/** Everybody above node `at`, whatever the way. */
export function ancestors(nodes, at) {
  const found = new Set();
  const open = [...nodes[at].parents];
  while (open.length) {
    const one = open.pop();
    if (found.has(one)) continue;
    found.add(one);
    open.push(...nodes[one].parents);
  }
  return found;
}

export function children(nodes, at) {
  return numbers(nodes).filter((n) => nodes[n].parents.includes(at));
}

/** Those who stay lit when node `at` is looked at: itself, everybody above, its children. */
export function family(nodes, at) {
  return new Set([at, ...ancestors(nodes, at), ...children(nodes, at)]);
}

/** Whether the arrow from one to the other belongs to what stays lit: on a way to node `at`, or from it. */
export function joins(nodes, at, from, to) {
  return from === at || to === at || ancestors(nodes, at).has(to);
}

function rowBeside(nodes, at, way) {
  const beyond = nodes.map((node) => way * (node.row - nodes[at].row)).filter((distance) => distance > 0);
  const distance = Math.min(...beyond);
  return numbers(nodes).filter((n) => way * (nodes[n].row - nodes[at].row) === distance);
}

function nearest(nodes, at, among) {
  const far = (n) => Math.abs(nodes[n].middle - nodes[at].middle);
  return among.length ? among.reduce((best, n) => (far(n) < far(best) ? n : best)) : null;
}

function numbers(nodes) {
  return [...nodes.keys()];
}
