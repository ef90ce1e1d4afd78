// Lines behind the draft. A mirror of the text lies under the textarea and carries the marks; the text itself is never
// touched. While somebody types, marks move with their words, until the server has read the draft anew.

export function mirrorOf(area) {
  const mirror = document.createElement("div");
  mirror.className = "mirror letter";
  mirror.setAttribute("aria-hidden", "true");
  mirror.lang = area.lang;
  area.parentElement.prepend(mirror);
  return mirror;
}

// marks: [{start, end, css, id}], in places of the text. Overlapping ones are cut, so that each letter has one line.
export function draw(mirror, text, marks) {
  const nodes = [];
  let done = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(mark.start, done);
    if (mark.end < start || (mark.end === start && mark.end !== mark.start)) continue;
    nodes.push(text.slice(done, start), marked(text.slice(start, mark.end), mark));
    done = mark.end;
  }
  // A last line without letters has no height of its own.
  mirror.replaceChildren(...nodes, `${text.slice(done)}\u200b`);
}

function marked(words, { css, id }) {
  const mark = document.createElement("mark");
  mark.className = css;
  mark.dataset.mark = id;
  mark.textContent = words || "\u200b";
  return mark;
}

// What was typed between two states of the text: where, how many letters went, how many came.
export function change(before, after) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { at: head, gone: before.length - head - tail, come: after.length - head - tail };
}

// Marks before the change stay, those behind it move, those it touches go.
export function moved(marks, { at, gone, come }) {
  return marks.flatMap((mark) => {
    if (mark.end <= at) return [mark];
    if (mark.start >= at + gone) return [{ ...mark, start: mark.start + come - gone, end: mark.end + come - gone }];
    return [];
  });
}
