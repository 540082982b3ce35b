// A person signs on the tablet: name and strokes. Turning the tablet keeps what is written.
import { asDocument, asPng, asSvg, laid } from "./strokes.js";

/**
 * @param {object} given
 * @param {string} [given.name] who is to sign, where it is known
 * @param {string} [given.what] one sentence: what is signed
 * @param {(signature: object) => any} [given.onSign] takes the signature; may reject, then the dialog stays open
 * @param {(person: {name: string}) => any} [given.onUnsigned] takes who is there and cannot or will not draw; may reject
 * @returns {Promise<object|null>} { name, strokes: { version, width, height, strokes }, svg, png } or null: not signed.
 *   `strokes` holds points [x, y, milliseconds, pressure] in a field of width x height; `svg` is text, `png` a Blob.
 */
export async function openSignature({ name = "", what = "", onSign = () => {}, onUnsigned = null } = {}) {
  const part = document.getElementById("signature-dialog").content.cloneNode(true);
  const dialog = part.querySelector("dialog");
  const words = Object.fromEntries([...part.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent]));
  const find = (part) => dialog.querySelector(`[data-${part}]`);
  const input = dialog.querySelector("input");
  const canvas = find("pad");
  let signature = null;
  let pad = null;

  const trouble = (word) => {
    find("trouble").textContent = word ? words[word] : "";
    find("trouble").hidden = !word;
  };
  input.value = name;
  find("what").textContent = what;
  find("what").hidden = !what;
  document.body.append(dialog);
  dialog.showModal();
  (name ? find("title") : input).focus(); // with the name known, no keyboard comes up over the field to sign in

  let Pad;
  try {
    ({ default: Pad } = await import("../../vendor/signature_pad/signature_pad.min.js"));
  } catch {
    trouble("unloaded");
  }
  let size = null;
  /** The canvas takes its size on the screen; what is written is laid into it anew. */
  const lay = () => {
    const box = canvas.getBoundingClientRect();
    if (!pad || !box.width) return;
    const next = { width: box.width, height: box.height };
    const strokes = size ? laid(pad.toData(), size, next) : [];
    const dense = Math.max(1, window.devicePixelRatio || 1);
    canvas.width = Math.round(next.width * dense);
    canvas.height = Math.round(next.height * dense);
    canvas.getContext("2d").scale(dense, dense);
    size = next;
    pad.clear();
    pad.fromData(strokes);
  };
  const changed = () => {
    find("undo").disabled = pad.isEmpty();
    trouble(null);
  };
  const turned = new ResizeObserver(lay);
  if (Pad) {
    pad = new Pad(canvas, { minWidth: 1, maxWidth: 3.2, penColor: "#0a1a3a" });
    pad.addEventListener("endStroke", changed);
    turned.observe(canvas);
    lay();
    dialog.dataset.ready = "";
  }

  find("undo").onclick = () => {
    pad.fromData(pad.toData().slice(0, -1));
    changed();
  };
  find("cancel").onclick = () => dialog.close();
  find("unsigned").hidden = !onUnsigned;
  find("unsigned").onclick = async () => {
    if (!input.value.trim()) {
      trouble("name");
      return input.focus();
    }
    try {
      await onUnsigned({ name: input.value.trim() });
    } catch {
      return trouble("unsaved");
    }
    return dialog.close();
  };
  dialog.querySelector("form").onsubmit = async (event) => {
    event.preventDefault();
    if (!pad) return trouble("unloaded");
    if (!input.value.trim()) {
      trouble("name");
      return input.focus();
    }
    if (pad.isEmpty()) return trouble("empty");
    const strokes = asDocument(pad.toData(), size);
    const made = { name: input.value.trim(), strokes, svg: asSvg(strokes), png: await asPng(strokes) };
    try {
      await onSign(made);
    } catch {
      return trouble("unsaved");
    }
    signature = made;
    return dialog.close();
  };
  if (!dialog.open) return signature;
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    turned.disconnect();
    pad?.off();
    dialog.remove();
    resolve(signature);
  }));
}
