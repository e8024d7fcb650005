/*
 * Where everything of a divided window is, as shares of its width and height: each stack's rectangle, and the line between two
 * parts that can be moved. Panes that a file does not have (a story, a race) take no room; they get it back when they are there.
 */
import { LEAST_SHARE, type PaneId, type Part, type Path, type Side, type Split } from './parts.ts';

/** A rectangle in shares of the window. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A stack with the panes of it that are there. */
export interface PlacedStack {
  readonly panes: readonly PaneId[];
  readonly chosen: PaneId;
  readonly rect: Rect;
}

/** A line that can be moved. */
export interface Separator {
  /** The split that it is in. */
  readonly path: Path;
  /** The parts before and after it. */
  readonly between: readonly [number, number];
  /** A line between columns is vertical. */
  readonly orientation: 'vertical' | 'horizontal';
  /** The parts before and after it, together. */
  readonly rect: Rect;
  /** Share of the first one of the room of both. */
  readonly value: number;
  /** The least and the most that {@link value} can be. */
  readonly least: number;
  readonly most: number;
  /** Share of the split that the room of both is: what a move of the whole room changes. */
  readonly room: number;
  /** A pane in view on either side, for its name. */
  readonly names: readonly [PaneId, PaneId];
}

export interface Places {
  readonly stacks: readonly PlacedStack[];
  readonly separators: readonly Separator[];
}

const WHOLE: Rect = { left: 0, top: 0, width: 1, height: 1 };

/** Where the stacks of a part are, and the lines between them. `isThere` says which panes there are. */
export function placesOf(part: Part, isThere: (pane: PaneId) => boolean, rect = WHOLE, path: Path = []): Places {
  if (part.kind === 'stack') {
    const panes = part.panes.filter(isThere);
    const [first] = panes;
    if (first === undefined) return { stacks: [], separators: [] };
    return { stacks: [{ panes, chosen: panes.includes(part.chosen) ? part.chosen : first, rect }], separators: [] };
  }
  return placesOfSplit(part, isThere, rect, path);
}

function placesOfSplit(part: Split, isThere: (pane: PaneId) => boolean, rect: Rect, path: Path): Places {
  const there = part.parts.flatMap((each, at) =>
    hasAny(each, isThere) ? [{ each, at, share: part.shares[at] ?? 0 }] : [],
  );
  const total = there.reduce((sum, { share }) => sum + share, 0);
  let from = 0;
  const inner = there.map(({ each, at, share }) => {
    const here = slice(rect, part.kind, from / total, share / total);
    from += share;
    return { at, share, rect: here, places: placesOf(each, isThere, here, [...path, at]) };
  });
  const lines = inner.slice(1).map((after, index): Separator => {
    const before = inner[index] ?? after;
    const both = before.share + after.share;
    const least = Math.min(LEAST_SHARE, before.share, after.share) / both;
    return {
      path,
      between: [before.at, after.at],
      orientation: part.kind === 'row' ? 'vertical' : 'horizontal',
      rect: around(before.rect, after.rect),
      value: before.share / both,
      least,
      most: 1 - least,
      room: both,
      names: [before.places.stacks[0]?.chosen ?? '', after.places.stacks[0]?.chosen ?? ''],
    };
  });
  return {
    stacks: inner.flatMap(({ places }) => places.stacks),
    separators: [...lines, ...inner.flatMap(({ places }) => places.separators)],
  };
}

const hasAny = (part: Part, isThere: (pane: PaneId) => boolean): boolean =>
  part.kind === 'stack' ? part.panes.some(isThere) : part.parts.some((each) => hasAny(each, isThere));

function slice({ left, top, width, height }: Rect, kind: Split['kind'], from: number, share: number): Rect {
  return kind === 'row'
    ? { left: left + width * from, top, width: width * share, height }
    : { left, top: top + height * from, width, height: height * share };
}

const around = (a: Rect, b: Rect): Rect => ({
  left: a.left,
  top: a.top,
  width: Math.max(a.width, b.left + b.width - a.left),
  height: Math.max(a.height, b.top + b.height - a.top),
});

/** Where something that is dragged would go. */
export interface DropTarget {
  readonly beside: PaneId;
  readonly side: Side;
  /** What it would cover. */
  readonly rect: Rect;
}

/** How near to an edge a pane goes to that side, as a share of the stack. */
const EDGE = 0.25;

/** The target under a point; `strip` is the share of the window's height that a row of tabs takes. */
export function dropTarget({ stacks }: Places, x: number, y: number, strip: number): DropTarget | null {
  const over = stacks.find(
    ({ rect }) => x >= rect.left && x < rect.left + rect.width && y >= rect.top && y < rect.top + rect.height,
  );
  if (over === undefined) return null;
  const { rect, chosen } = over;
  const side = y < rect.top + strip ? 'tab' : sideOf((x - rect.left) / rect.width, (y - rect.top) / rect.height);
  return { beside: chosen, side, rect: halfOf(rect, side) };
}

function sideOf(x: number, y: number): Side {
  const distances = [
    [x, 'left'],
    [1 - x, 'right'],
    [y, 'above'],
    [1 - y, 'below'],
  ] as const;
  const [distance, side] = distances.reduce((best, each) => (each[0] < best[0] ? each : best));
  return distance < EDGE ? side : 'tab';
}

function halfOf(rect: Rect, side: Side): Rect {
  const { left, top, width, height } = rect;
  switch (side) {
    case 'tab':
      return rect;
    case 'left':
      return { ...rect, width: width / 2 };
    case 'right':
      return { ...rect, left: left + width / 2, width: width / 2 };
    case 'above':
      return { ...rect, height: height / 2 };
    case 'below':
      return { ...rect, top: top + height / 2, height: height / 2 };
  }
}
