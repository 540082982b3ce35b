// A photo with its marks drawn on, to be looked at: by the same pencil as on the drawing board.
import { draw } from "./pencil.js";
import { workingCopy } from "./picture.js";

/** JPEG of `image` (a Blob or an address) under `shapes`. Rejects when this device cannot show it. */
export async function drawnOn(image, shapes) {
  const picture = await workingCopy(image);
  await document.fonts.load('700 20px "Noto Sans"').catch(() => {});
  const context = picture.canvas.getContext("2d");
  const hides = ({ kind }) => kind === "blur";
  for (const shape of [...shapes.filter(hides), ...shapes.filter((one) => !hides(one))]) draw(context, shape, picture);
  return new Promise((resolve, reject) => {
    picture.canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.85);
  });
}
