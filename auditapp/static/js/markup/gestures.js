// Fingers, pen and mouse on the ground: one draws, two zoom and move the picture, a tap is a tap.
const STILL = 8; // pixels of the screen within which a finger counts as not moved

/** `on`: { begin(point), drag(point), end(point), give_up(), tap(point), pinch(before, after, factor) }; points of the screen. */
export function listen(ground, on) {
  const down = new Map();
  let first = null; // where the one finger began, until it has moved
  let drawing = false;
  let pinching = false;
  const place = (event) => [event.clientX, event.clientY];
  const middle = () => {
    const [a, b] = [...down.values()];
    return { at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], apart: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])) };
  };

  ground.addEventListener("pointerdown", (event) => {
    if (down.size === 2 || (event.pointerType === "mouse" && event.button > 1)) return;
    try { ground.setPointerCapture(event.pointerId); } catch { /* the finger is gone already */ }
    down.set(event.pointerId, place(event));
    if (down.size === 2) {
      if (drawing) on.give_up();
      [drawing, first, pinching] = [false, null, true];
    } else if (!pinching) first = place(event);
  });
  ground.addEventListener("pointermove", (event) => {
    if (!down.has(event.pointerId)) return;
    const before = down.size === 2 ? middle() : null;
    down.set(event.pointerId, place(event));
    if (before) {
      const after = middle();
      on.pinch(before.at, after.at, after.apart / before.apart);
    } else if (drawing) on.drag(place(event));
    else if (first && Math.hypot(event.clientX - first[0], event.clientY - first[1]) > STILL) {
      drawing = true;
      on.begin(first);
      on.drag(place(event));
    }
  });
  const up = (event) => {
    if (!down.delete(event.pointerId)) return;
    if (drawing && event.type === "pointerup") on.end(place(event));
    else if (drawing) on.give_up();
    else if (first && event.type === "pointerup") on.tap(place(event));
    [drawing, first] = [false, null];
    if (down.size === 0) pinching = false;
  };
  ground.addEventListener("pointerup", up);
  ground.addEventListener("pointercancel", up);
  ground.addEventListener("wheel", (event) => {
    event.preventDefault();
    on.pinch(place(event), place(event), Math.exp(-event.deltaY / 400));
  }, { passive: false });
  ground.addEventListener("contextmenu", (event) => event.preventDefault());
}
