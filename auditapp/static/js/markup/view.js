// The ground on which the picture lies: fitted, zoomed about a point, panned; turning the tablet keeps what is looked at.
import { within } from "./geometry.js";

const LARGEST = 8;
const MARGIN = 8;

/** A Konva stage in `ground` with the picture below and the marks above. `onZoom(zoomed)` tells when it is not whole. */
export function makeView(Konva, ground, picture, onZoom) {
  const stage = new Konva.Stage({ container: ground, width: ground.clientWidth, height: ground.clientHeight });
  const below = new Konva.Layer({ listening: false });
  const above = new Konva.Layer();
  below.add(new Konva.Image({ image: picture.canvas, width: picture.width, height: picture.height }));
  stage.add(below, above);
  let whole = 1; // pixels of the screen to one of the picture, when all of it is seen
  let zoom = 1;
  let centre = [0.5, 0.5]; // the point of the picture in the middle of the ground

  const lay = () => {
    const scale = whole * zoom;
    const keep = [picture.width, picture.height].map((side, axis) => {
      const half = (axis ? stage.height() : stage.width()) / 2 / (side * scale);
      return half >= 0.5 ? 0.5 : within(centre[axis], half, 1 - half);
    });
    centre = keep;
    for (const layer of [below, above]) {
      layer.scale({ x: scale, y: scale });
      layer.position({
        x: stage.width() / 2 - centre[0] * picture.width * scale,
        y: stage.height() / 2 - centre[1] * picture.height * scale,
      });
    }
    onZoom(zoom > 1.01);
  };
  const fit = () => {
    stage.size({ width: ground.clientWidth, height: ground.clientHeight });
    whole = Math.max(0.01, Math.min(
      (stage.width() - 2 * MARGIN) / picture.width, (stage.height() - 2 * MARGIN) / picture.height,
    ));
    lay();
  };
  const turned = new ResizeObserver(fit);
  turned.observe(ground);
  fit();

  const view = {
    stage, marks: above, picture,
    get scale() { return whole * zoom; },
    /** The point of the picture, as ratios, at a point of the screen. May lie outside 0 to 1. */
    ratioAt([x, y]) {
      const box = ground.getBoundingClientRect();
      const { x: left, y: top } = above.position();
      return [(x - box.left - left) / view.scale / picture.width, (y - box.top - top) / view.scale / picture.height];
    },
    /** Zoom by `factor` so that what was at `before` on the screen lies at `after`. */
    zoomAbout(before, after, factor) {
      const held = view.ratioAt(before);
      zoom = within(zoom * factor, 1, LARGEST);
      const box = ground.getBoundingClientRect();
      const middle = [box.left + stage.width() / 2, box.top + stage.height() / 2];
      centre = [
        held[0] + (middle[0] - after[0]) / view.scale / picture.width,
        held[1] + (middle[1] - after[1]) / view.scale / picture.height,
      ];
      lay();
    },
    showWhole() { zoom = 1; lay(); },
    close() { turned.disconnect(); stage.destroy(); },
  };
  return view;
}
