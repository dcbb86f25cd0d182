export interface LabelPlace {
  /** Which end of the text meets the point. */
  anchor: "start" | "end";
  /** Offsets from the point, in pixels. */
  dx: number;
  dy: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** About the size of a letter and of a line, in pixels. */
const LETTER = 6.5;
const LINE = 14;

const FIRST: LabelPlace = { anchor: "start", dx: 10, dy: -7 };

const PLACES: LabelPlace[] = [
  FIRST,
  { anchor: "start", dx: 10, dy: 15 },
  { anchor: "end", dx: -10, dy: -7 },
  { anchor: "end", dx: -10, dy: 15 },
];

interface Size {
  width: number;
  height: number;
}

/**
 * Where the labels of points go, in a plot of a size in pixels (`x` and `y` in per cent, from the left and the top):
 * each at the first of four places where it covers the least of other labels and points and stays inside.
 */
export function labelPlaces(points: readonly { x: number; y: number; label: string }[], size: Size): LabelPlace[] {
  const at = points.map(({ x, y, label }) => ({ x: (x / 100) * size.width, y: (y / 100) * size.height, label }));
  const taken: Box[] = at.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return at.map((point, index) => {
    const others = taken.filter((_box, other) => other !== index);
    const boxes = PLACES.map((place) => boxOf(point, place));
    const costs = boxes.map((box) => others.reduce((sum, other) => sum + overlap(box, other), outside(box, size)));
    const best = costs.indexOf(Math.min(...costs));
    taken.push(boxes[best] ?? boxOf(point, FIRST));
    return PLACES[best] ?? FIRST;
  });
}

function boxOf({ x, y, label }: { x: number; y: number; label: string }, { anchor, dx, dy }: LabelPlace): Box {
  const width = label.length * LETTER;
  const left = x + dx - (anchor === "end" ? width : 0);
  return { left, right: left + width, top: y + dy - LINE + 3, bottom: y + dy + 3 };
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** What would be cut off, in square pixels. */
function outside({ left, right, top, bottom }: Box, { width, height }: Size): number {
  const across = Math.max(0, -left) + Math.max(0, right - width);
  const up = Math.max(0, -top) + Math.max(0, bottom - height);
  return LINE * across + (right - left) * up;
}
