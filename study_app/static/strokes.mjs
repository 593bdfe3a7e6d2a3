/** Places in a picture: all in parts of its width and height, from its upper left corner. */

const STEP = 0.02;
const FINE_STEP = 0.004;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where in `box` (px: left, top, width, height) a picture of that size stands that is fitted into it. */
export function fitted(box, width, height) {
  const scale = Math.min(box.width / width, box.height / height);
  const shown = { width: width * scale, height: height * scale };
  return { ...shown, left: box.left + (box.width - shown.width) / 2, top: box.top + (box.height - shown.height) / 2 };
}

/** The place at that point of the window; the nearest one where it is outside. */
export function placeAt(x_px, y_px, shown) {
  return { x: within((x_px - shown.left) / shown.width), y: within((y_px - shown.top) / shown.height) };
}

/** Where an arrow key leads from `place`; null for any other key.  Steps are as long on the screen in both directions. */
export function moved(place, key, { fine = false, aspect = 1 } = {}) {
  const way = ARROWS[key];
  if (!way) return null;
  const step = fine ? FINE_STEP : STEP;
  return { x: within(place.x + way[0] * step), y: within(place.y + way[1] * step * aspect) };
}

/** Whether a stroke gains by `place`: whether it is at least a quarter of the brush's radius away.  aspect: width / height. */
export function isNews(stroke, place, radius, aspect) {
  const last = stroke.at(-1);
  return !last || Math.hypot(place.x - last.x, (place.y - last.y) / aspect) >= radius / 4;
}

/** What is posted for one point; empty where there is none. */
export function pointText(place) {
  return place ? JSON.stringify({ x: rounded(place.x), y: rounded(place.y) }) : "";
}

/** What is posted for strokes, lists of places; empty where there is none. */
export function strokesText(strokes, radius) {
  const pairs = strokes.map((stroke) => stroke.map((place) => [rounded(place.x), rounded(place.y)]));
  return strokes.length ? JSON.stringify({ radius: rounded(radius), strokes: pairs }) : "";
}

/** The way of a stroke in a drawing of that size; a single place is a dot. */
export function pathOf(stroke, width, height) {
  const points = stroke.map((place) => `${rounded(place.x * width)} ${rounded(place.y * height)}`);
  return `M${points.length > 1 ? points.join("L") : `${points[0]}h0.01`}`;
}

/** Per cent from the left and from the top. */
export function percents(place) {
  return { x: Math.round(100 * place.x), y: Math.round(100 * place.y) };
}

function within(share) {
  return Math.min(1, Math.max(0, share));
}

function rounded(number) {
  return Math.round(number * 10_000) / 10_000;
}
