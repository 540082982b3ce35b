// The working copy of a photo: upright, its longer side at most 1600 pixels. The original is never drawn on a canvas:
// 24 and 48 megapixels are beyond what a tablet's canvas holds.
const LONGEST = 1600;

/** `image`: a Blob or an address. Rejects when this device cannot show it. */
export async function workingCopy(image) {
  const address = image instanceof Blob ? URL.createObjectURL(image) : image;
  try {
    const shown = new Image();
    shown.src = address;
    await shown.decode();
    const by = Math.min(1, LONGEST / Math.max(shown.naturalWidth, shown.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(shown.naturalWidth * by));
    canvas.height = Math.max(1, Math.round(shown.naturalHeight * by));
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(shown, 0, 0, canvas.width, canvas.height);
    return { canvas, width: canvas.width, height: canvas.height };
  } finally {
    if (image instanceof Blob) URL.revokeObjectURL(address);
  }
}
