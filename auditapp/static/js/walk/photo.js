// A photo from camera or library, made ready before anything is written: digest, thumb, pieces. The bytes stay as they are.
import { CHUNK, newId } from "./outbox.js";

const THUMB = 320;
const PATIENCE = 5000;

/** {id, name, type, size, sha256, takenAt, thumb, chunks} of a File. Throws when its bytes cannot be read. */
export async function prepare(file) {
  const small = thumbOf(file); // while the bytes are read and hashed
  const bytes = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const chunks = [];
  for (let at = 0; at < bytes.byteLength; at += CHUNK) chunks.push(bytes.slice(at, at + CHUNK));
  return {
    id: newId(),
    name: file.name,
    type: file.type,
    size: bytes.byteLength,
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    takenAt: new Date(file.lastModified || Date.now()).toISOString(),
    thumb: await small,
    chunks,
  };
}

/** JPEG bytes of a small copy, or null: a photo the browser cannot draw is kept all the same. */
async function thumbOf(file) {
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  return Promise.race([drawn(file).catch(() => null), late]);
}

async function drawn(file) {
  const picture = await createImageBitmap(file, { resizeWidth: THUMB, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  picture.close();
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.8); });
  return blob ? blob.arrayBuffer() : null;
}
