// A signature as strokes: kept as numbers, shown as a drawing of any size.
export const VERSION = 1;
const INK = "#0a1a3a";
const tenths = (value) => Math.round(value * 10) / 10;

/** Strokes of the pad, written on a field `from` { width, height }, laid into the middle of a field `to`. */
export function laid(strokes, from, to) {
  const by = Math.min(1, to.width / from.width, to.height / from.height);
  const [left, top] = [(to.width - from.width * by) / 2, (to.height - from.height * by) / 2];
  return strokes.map((stroke) => ({
    ...stroke, points: stroke.points.map((point) => ({ ...point, x: left + point.x * by, y: top + point.y * by })),
  }));
}

/** What is kept: { version, width, height, strokes: [[[x, y, ms since the first point, pressure], ...], ...] }. */
export function asDocument(strokes, { width, height }) {
  const began = strokes[0]?.points[0]?.time ?? 0;
  return {
    version: VERSION, width: Math.round(width), height: Math.round(height),
    strokes: strokes.map(({ points }) => points.map(
      (point) => [tenths(point.x), tenths(point.y), Math.round(point.time - began), tenths(point.pressure ?? 0)],
    )),
  };
}

const curve = (points) => {
  if (points.length === 1) return `M${points[0][0]} ${points[0][1]}h0.1`;
  let path = `M${points[0][0]} ${points[0][1]}`;
  for (let index = 1; index < points.length - 1; index += 1) {
    const [x, y] = points[index];
    const [nextX, nextY] = points[index + 1];
    path += `Q${x} ${y} ${tenths((x + nextX) / 2)} ${tenths((y + nextY) / 2)}`;
  }
  const last = points[points.length - 1];
  return `${path}L${last[0]} ${last[1]}`;
};

/** The signature as SVG text: presentation attributes alone, so that it stands in any page and any paper. */
export function asSvg({ width, height, strokes }) {
  const path = strokes.map(curve).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="${path}" fill="none"`
    + ` stroke="${INK}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

/** The signature as a PNG Blob on a clear ground, its longer side 1200 pixels. */
export function asPng({ width, height, strokes }) {
  const by = 1200 / Math.max(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * by);
  canvas.height = Math.round(height * by);
  const context = canvas.getContext("2d");
  context.scale(by, by);
  context.lineWidth = 2.4;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = INK;
  for (const stroke of strokes) context.stroke(new Path2D(curve(stroke)));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
