// Draws one mark on a canvas in the pixels of the picture: the colour over a white edge, so that it prints in black and white.
import { arrowOutline, blurBlock, COLOUR, EDGE, EDGE_COLOUR, LINE } from "./geometry.js";

export const font = (pixels) => `700 ${pixels}px "Noto Sans", system-ui, sans-serif`;

const along = (context, points) => {
  context.beginPath();
  points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
};

const edged = (context, wide) => {
  context.lineWidth = wide;
  context.lineJoin = "round";
  context.strokeStyle = EDGE_COLOUR;
  context.stroke();
};

const arrow = (context, shape, { width, height }) => {
  along(context, arrowOutline(shape.from, shape.to, width, height));
  edged(context, 2 * EDGE * Math.max(width, height));
  context.fillStyle = COLOUR;
  context.fill();
};

const round = (context, shape, { width, height }) => {
  const side = Math.max(width, height);
  const [across, down] = [shape.size[0] * width / 2, shape.size[1] * height / 2];
  context.beginPath();
  context.ellipse(shape.at[0] * width + across, shape.at[1] * height + down, across, down, 0, 0, 2 * Math.PI);
  edged(context, (LINE + 2 * EDGE) * side);
  context.lineWidth = LINE * side;
  context.strokeStyle = COLOUR;
  context.stroke();
};

const words = (context, shape, { width, height }) => {
  const side = Math.max(width, height);
  context.font = font(shape.size * side);
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.direction = "ltr";
  context.lineJoin = "round";
  context.lineWidth = 2 * EDGE * side;
  context.strokeStyle = EDGE_COLOUR;
  context.strokeText(shape.text, shape.at[0] * width, shape.at[1] * height);
  context.fillStyle = COLOUR;
  context.fillText(shape.text, shape.at[0] * width, shape.at[1] * height);
};

// What the server burns in, as far as a preview goes: a few averaged blocks, drawn large. A mark is never changed, only
// replaced, so its blocks are made once however often it is painted.
const blocks = new WeakMap();
const averaged = (shape, box, { width, height, canvas }) => {
  const block = blurBlock(shape.size, width, height);
  const few = document.createElement("canvas");
  few.width = Math.max(1, Math.floor(box[2] / block));
  few.height = Math.max(1, Math.floor(box[3] / block));
  const small = few.getContext("2d");
  small.imageSmoothingQuality = "high";
  small.drawImage(canvas, ...box, 0, 0, few.width, few.height);
  return few;
};
const blur = (context, shape, picture) => {
  const { width, height } = picture;
  const box = [shape.at[0] * width, shape.at[1] * height, shape.size[0] * width, shape.size[1] * height];
  if (box[2] < 1 || box[3] < 1) return;
  if (!blocks.has(shape)) blocks.set(shape, averaged(shape, box, picture));
  context.imageSmoothingEnabled = true;
  context.drawImage(blocks.get(shape), ...box);
  // On an even ground nothing shows that something is hidden; while drawing, a dashed line does.
  const side = Math.max(width, height);
  context.setLineDash([0.008 * side, 0.008 * side]);
  context.lineWidth = 0.002 * side;
  context.strokeStyle = EDGE_COLOUR;
  context.strokeRect(...box);
  context.setLineDash([]);
};

const BY_KIND = { arrow, circle: round, text: words, blur };

/** `picture`: { width, height, canvas }, the working copy that a blur is made of. */
export const draw = (context, shape, picture) => BY_KIND[shape.kind](context, shape, picture);
