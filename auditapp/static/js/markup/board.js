// Drawing on a photo: gestures become marks, marks become a picture. Loaded on use, with Konva behind it.
import "../../vendor/konva/konva.min.js";
import { boxBetween, fitted, handles, kept, moved, reshaped, TEXT } from "./geometry.js";
import { listen } from "./gestures.js";
import { listenToKeys } from "./keys.js";
import { draw, font } from "./pencil.js";
import { makeView } from "./view.js";

const { Konva } = globalThis;
const FINGER = 22; // pixels of the screen around a thin mark or a handle within which a finger finds it
const SMALLEST = 0.012; // a stroke shorter than this, of the longer side, is a slip

/**
 * `sheet` in `ground` over `picture`. `on`: { change(), hold(), zoom(zoomed), words(text, done), full() }; `words` asks
 * for a text and calls `done(text, finished)` as it is typed.
 */
export function makeBoard({ ground, picture, sheet, on }) {
  let view = null; // while it is made it fits itself for the first time, and there is nothing yet to paint on
  view = makeView(Konva, ground, picture, (zoomed) => { paint(); on.zoom(zoomed); });
  const pencil = document.createElement("canvas").getContext("2d");
  let tool = "arrow";
  let draft = null; // the mark being drawn or changed: { index, shape }; index null for a new one
  let change = null; // point => shape, while a finger drags

  const measure = (text) => {
    pencil.font = font(100);
    return pencil.measureText(text).width / 100;
  };
  const fit = (shape) => fitted(shape, picture.width, picture.height, measure);
  const pixels = ([x, y]) => ({ x: x * picture.width, y: y * picture.height });

  function boxOf(shape) {
    if (shape.kind === "arrow") return boxBetween(shape.from, shape.to);
    if (shape.kind !== "text") return shape;
    const side = Math.max(picture.width, picture.height);
    const size = [measure(shape.text) * shape.size * side / picture.width, shape.size * side / picture.height];
    return { at: [shape.at[0], shape.at[1] - size[1] * 0.85], size: [size[0], size[1] * 1.1] };
  }

  function node(shape, index) {
    const box = boxOf(shape);
    const [at, size] = [pixels(box.at), pixels(box.size)];
    return new Konva.Shape({
      name: String(index),
      sceneFunc: (context) => draw(context._context, shape, picture),
      hitFunc: (context, self) => {
        const reach = FINGER / view.scale;
        context.beginPath();
        if (shape.kind === "arrow") {
          const [from, to] = [pixels(shape.from), pixels(shape.to)];
          context.moveTo(from.x, from.y);
          context.lineTo(to.x, to.y);
          context.setAttr("lineWidth", 2 * reach);
          context.setAttr("lineCap", "round");
          context.setAttr("strokeStyle", self.colorKey);
          context.stroke();
          return;
        }
        context.rect(at.x - reach / 2, at.y - reach / 2, size.x + reach, size.y + reach);
        context.closePath();
        context.setAttr("fillStyle", self.colorKey);
        context.fill();
      },
    });
  }

  function frame(shape) {
    const box = boxOf(shape);
    const [at, size] = [pixels(box.at), pixels(box.size)];
    const room = 6 / view.scale;
    const looks = { listening: false, strokeWidth: 2 / view.scale };
    const rect = { x: at.x - room, y: at.y - room, width: size.x + 2 * room, height: size.y + 2 * room, ...looks };
    const line = shape.kind === "arrow" ? [] : [
      new Konva.Rect({ ...rect, stroke: "#000" }),
      new Konva.Rect({ ...rect, stroke: "#fff", dash: [6 / view.scale, 6 / view.scale] }),
    ];
    return [...line, ...handles(shape).map((point) => new Konva.Circle({
      ...pixels(point), ...looks, radius: 11 / view.scale, fill: "#fff", stroke: "#000",
    }))];
  }

  function paint() {
    if (!view) return;
    const shapes = sheet.shapes.map((shape, index) => (draft?.index === index ? draft.shape : shape));
    if (draft && draft.index === null) shapes.push(draft.shape);
    view.marks.destroyChildren();
    const order = [...shapes.keys()].sort((a, b) => (shapes[b].kind === "blur") - (shapes[a].kind === "blur") || a - b);
    for (const index of order) view.marks.add(node(shapes[index], index));
    if (sheet.held !== null && shapes[sheet.held]) view.marks.add(...frame(shapes[sheet.held]));
    view.marks.batchDraw();
  }

  const markAt = (point) => {
    const box = ground.getBoundingClientRect();
    view.marks.draw(); // the map of what is hit is drawn together with what is seen
    const found = view.stage.getIntersection({ x: point[0] - box.left, y: point[1] - box.top });
    return found ? Number(found.name()) : null;
  };
  const handleAt = (point) => {
    if (sheet.held === null) return null;
    const at = view.ratioAt(point);
    const near = ([x, y]) => Math.hypot((x - at[0]) * picture.width, (y - at[1]) * picture.height) * view.scale < FINGER * 1.3;
    const found = handles(sheet.shapes[sheet.held]).findLastIndex(near);
    return found < 0 ? null : found;
  };
  const hold = (index) => {
    if (sheet.held === index) return;
    sheet.held = index;
    on.hold();
    paint();
  };
  const settle = (act) => {
    [draft, change] = [null, null];
    act();
    paint();
    on.change();
  };
  const isSlip = (shape) => {
    if (shape.kind === "text") return false;
    const { size } = boxOf(shape);
    const [w, h] = [size[0] * picture.width, size[1] * picture.height];
    const short = SMALLEST * Math.max(picture.width, picture.height);
    return shape.kind === "arrow" ? Math.hypot(w, h) < short : w < short || h < short;
  };
  /** A new mark of the chosen kind between two points. */
  const stroke = (from, to) => (tool === "arrow"
    ? { kind: "arrow", from: kept(from), to: kept(to) }
    : { kind: tool, ...boxBetween(from, to) });

  function begin(point) {
    const from = view.ratioAt(point);
    const handle = handleAt(point);
    const old = sheet.held === null ? null : sheet.shapes[sheet.held];
    if (handle !== null) change = (to) => ({ index: sheet.held, shape: reshaped(old, handle, to) });
    else if (old && markAt(point) === sheet.held) {
      change = (to) => {
        const shape = moved(old, [to[0] - from[0], to[1] - from[1]]);
        return { index: sheet.held, shape: old.kind === "text" ? fit(shape) : shape };
      };
    } else {
      hold(null);
      if (sheet.full) on.full();
      else if (tool !== "text") change = (to) => ({ index: null, shape: stroke(from, to) });
    }
  }
  function drag(point) {
    if (!change) return;
    draft = change(view.ratioAt(point));
    paint();
  }
  function end(point) {
    drag(point);
    const made = draft;
    if (!made || (made.index === null && isSlip(made.shape))) giveUp();
    else settle(() => (made.index === null ? sheet.add(made.shape) : sheet.replace(made.index, made.shape)));
  }
  function giveUp() {
    [draft, change] = [null, null];
    paint();
  }
  function tap(point) {
    const found = markAt(point);
    if (found !== null && found === sheet.held && sheet.shapes[found].kind === "text") write(found, sheet.shapes[found]);
    else if (found !== null) hold(found);
    else if (sheet.held !== null) hold(null);
    else if (tool === "text" && sheet.full) on.full();
    else if (tool === "text") write(null, { kind: "text", at: kept(view.ratioAt(point)), text: "", size: TEXT });
  }
  function write(index, shape) {
    on.words(shape.text, (text, finished) => {
      const next = fit({ ...shape, text: text.trim().replace(/\s+/g, " "), size: TEXT });
      draft = { index, shape: next };
      if (!finished) return paint();
      if (next.text && next.text !== shape.text) {
        return settle(() => (index === null ? sheet.add(next) : sheet.replace(index, next)));
      }
      return !next.text && index !== null ? settle(() => sheet.remove(index)) : giveUp();
    });
  }

  const board = {
    get tool() { return tool; },
    set tool(kind) { tool = kind; hold(null); },
    undo() { if (sheet.undo()) settle(() => on.hold()); },
    remove() {
      if (sheet.held !== null) settle(() => { sheet.remove(sheet.held); on.hold(); });
    },
    /** A mark in the middle of what is seen, taken hold of: drawing without a pointer. */
    place() {
      const box = ground.getBoundingClientRect();
      const middle = view.ratioAt([box.left + box.width / 2, box.top + box.height / 2]);
      if (sheet.full) on.full();
      else if (tool === "text") write(null, { kind: "text", at: kept(middle), text: "", size: TEXT });
      else {
        const reach = 0.08;
        settle(() => sheet.add(stroke([middle[0] - reach, middle[1] - reach], [middle[0] + reach, middle[1] + reach])));
        hold(sheet.shapes.length - 1);
      }
    },
    shift(by) {
      const { held } = sheet;
      if (held !== null) settle(() => sheet.replace(held, moved(sheet.shapes[held], by)));
    },
    stretch([x, y]) {
      const { held } = sheet;
      const [, last] = held === null ? [] : handles(sheet.shapes[held]);
      if (last) settle(() => sheet.replace(held, reshaped(sheet.shapes[held], 1, [last[0] + x, last[1] + y])));
    },
    showWhole: () => view.showWhole(),
    close: () => view.close(),
  };
  listen(ground, { begin, drag, end, tap, give_up: giveUp, pinch: view.zoomAbout });
  listenToKeys(ground, board);
  paint();
  return board;
}
