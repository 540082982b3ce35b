// Drawing by keyboard: Enter sets a mark, arrow keys move it, Shift and arrow keys change its size, Delete removes it.
const STEP = 0.02;
const WAYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function listenToKeys(ground, board) {
  ground.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (way) (event.shiftKey ? board.stretch : board.shift)(way);
    else if (event.key === "Enter") board.place();
    else if (event.key === "Delete" || event.key === "Backspace") board.remove();
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) board.undo();
    else return;
    event.preventDefault();
  });
}
