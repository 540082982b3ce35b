// The marks of one photo while they are drawn: the list, what is taken hold of, and the way back.
export const VERSION = 1;
export const MOST = 60;

/** `given`: a document { version, shapes }, or nothing yet. Every change goes through `put`, so `undo` knows it. */
export function makeSheet(given) {
  let shapes = structuredClone(given?.shapes ?? []);
  const past = [];
  let held = null;
  const sheet = {
    get shapes() { return shapes; },
    get changed() { return past.length > 0; },
    get full() { return shapes.length >= MOST; },
    /** The index of the mark that is taken hold of, or null. */
    get held() { return held; },
    set held(index) { held = index; },
    document: () => ({ version: VERSION, shapes: structuredClone(shapes) }),
    put(next) {
      past.push(shapes);
      shapes = next;
    },
    add(shape) { sheet.put([...shapes, shape]); },
    replace(index, shape) { sheet.put(shapes.map((old, at) => (at === index ? shape : old))); },
    remove(index) {
      sheet.put(shapes.filter((_, at) => at !== index));
      held = null;
    },
    undo() {
      if (!past.length) return false;
      shapes = past.pop();
      held = null;
      return true;
    },
  };
  return sheet;
}
