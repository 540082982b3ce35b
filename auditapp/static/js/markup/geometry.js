// Where marks lie in pixels: the numbers of auditapp/domain/markup_drawing.py, which draws them on pages and paper.
// Points are [x, y] as ratios of the upright picture; weights are ratios of its longer side. A journey holds both equal.
export const COLOUR = "#c8102e";
export const EDGE_COLOUR = "#ffffff";
export const LINE = 0.009;
export const EDGE = 0.0035;
const HEAD = 0.052;
const HEAD_SHARE = 0.6;
const HEAD_BREADTH = 1.05;
const BLUR_BLOCK = 1 / 40;
export const TEXT = 0.045;
const SMALLEST_TEXT = 0.012;

const hundredths = (value) => Math.round(value * 100) / 100;
export const within = (value, least = 0, most = 1) => Math.min(most, Math.max(least, value));
/** A ratio as it is kept: five decimals. */
export const ratio = (value) => Math.round(within(value) * 1e5) / 1e5;
export const kept = ([x, y]) => [ratio(x), ratio(y)];

/** The seven corners of an arrow in pixels, from the left of its tail by its tip to the right of its tail. */
export function arrowOutline(from, to, width, height) {
  const side = Math.max(width, height);
  const tail = [from[0] * width, from[1] * height];
  const tip = [to[0] * width, to[1] * height];
  const along = Math.hypot(tip[0] - tail[0], tip[1] - tail[1]);
  if (along === 0) return Array(7).fill(tip);
  const [dx, dy] = [(tip[0] - tail[0]) / along, (tip[1] - tail[1]) / along];
  const head = Math.min(HEAD * side, HEAD_SHARE * along);
  const neck = along - head;
  const half = Math.min(LINE * side, (head * HEAD_BREADTH) / 2) / 2;
  const wing = (head * HEAD_BREADTH) / 2;
  const steps = [[0, half], [neck, half], [neck, wing], [along, 0], [neck, -wing], [neck, -half], [0, -half]];
  return steps.map(([on, aside]) => [
    hundredths(tail[0] + dx * on + dy * aside), hundredths(tail[1] + dy * on - dx * aside),
  ]);
}

/** The box between two corners, as it is kept. */
export function boxBetween(one, other) {
  const [a, b] = [kept(one), kept(other)];
  const at = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  return { at, size: [ratio(Math.abs(a[0] - b[0])), ratio(Math.abs(a[1] - b[1]))] };
}

/** The side in pixels of the blocks that hide what lies in a box. */
export function blurBlock(size, width, height) {
  const shorter = Math.min(size[0] * width, size[1] * height);
  return Math.max(2, Math.round(Math.max(BLUR_BLOCK * Math.max(width, height), shorter / 4)));
}

/** A text so placed and sized that all of it lies on the picture. `measure(text)`: its width at one pixel of height. */
export function fitted(shape, width, height, measure) {
  const side = Math.max(width, height);
  const wide = Math.max(measure(shape.text), 0.01);
  const size = within((0.96 * width) / wide / side, SMALLEST_TEXT, shape.size);
  const x = within(shape.at[0], 0.01, Math.max(0.01, 0.99 - (wide * size * side) / width));
  const y = within(shape.at[1], (size * side) / height, 1 - (0.3 * size * side) / height);
  return { ...shape, at: kept([x, y]), size: Math.round(size * 1e5) / 1e5 };
}

/** `shape` moved by [x, y], kept on the picture. */
export function moved(shape, [x, y]) {
  const points = shape.kind === "arrow" ? [shape.from, shape.to] : [shape.at, corner(shape)];
  const shift = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]);
    return within([x, y][axis], -Math.min(...values), 1 - Math.max(...values));
  });
  const by = (point) => kept([point[0] + shift[0], point[1] + shift[1]]);
  return shape.kind === "arrow" ? { ...shape, from: by(shape.from), to: by(shape.to) } : { ...shape, at: by(shape.at) };
}

/** The points by which a shape is taken to change its form; none for a text. */
export function handles(shape) {
  if (shape.kind === "arrow") return [shape.from, shape.to];
  return shape.kind === "text" ? [] : [shape.at, corner(shape)];
}

/** `shape` with its handle `index` at `point`. */
export function reshaped(shape, index, point) {
  if (shape.kind === "arrow") return { ...shape, [index ? "to" : "from"]: kept(point) };
  return { ...shape, ...boxBetween(index ? shape.at : corner(shape), point) };
}

const corner = (shape) => (shape.size.length ? [shape.at[0] + shape.size[0], shape.at[1] + shape.size[1]] : shape.at);
