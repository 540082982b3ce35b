// The way off a device that cannot send: all that is unsent as one ZIP, which the EMS lead takes in at a desk.

/** The entries of the ZIP in order: `entries.json` first, then each file as it is read, never all at once. */
async function* members(json, files) {
  const text = typeof json === "string" ? json : JSON.stringify(json, null, 1);
  yield { name: "entries.json", input: text, lastModified: new Date() };
  const taken = new Set(["entries.json"]);
  for await (const { name, bytes, lastModified } of files) {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = name.replace(/(\.[^./]+)?$/, ` (${number})$1`);
    taken.add(free);
    yield { name: free, input: await bytes, lastModified: lastModified ?? new Date() };
  }
}

/**
 * @param {object} given
 * @param {object|string} given.json what `entries.json` holds
 * @param {Iterable|AsyncIterable<{name, bytes, lastModified?}>} given.files bytes: ArrayBuffer, typed array, Blob,
 *   ReadableStream, or a promise of one
 * @returns {Promise<Blob>} the ZIP
 */
export async function rescueBlob({ json, files = [] }) {
  const { downloadZip } = await import("../../vendor/client-zip/client-zip.js");
  return downloadZip(members(json, files)).blob();
}

/** Make the ZIP and hand it over under `name`: the share sheet where files can be shared, else as a download. */
export async function downloadRescue({ json, files = [], name = "rescue.zip" }) {
  const blob = await rescueBlob({ json, files });
  const file = new File([blob], name, { type: "application/zip" });
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return blob.size;
    } catch (error) {
      if (error.name === "AbortError") return 0; // put away by the person
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return blob.size;
}
