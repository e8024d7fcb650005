/** One entry as a cell: its state as colour and shape, words where there is room, a mark where its word changed. */

import { fitted, setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import type { Theme } from '../element/theme-controller.ts';
import type { Box } from '../maple-tree/slot-boxes.ts';
import { STATE_TOKEN } from '../table-reader.ts';
import type { EntryState } from './entry-looks.ts';
import type { PlacedTable } from './radix-layout.ts';
import type { RadixPicture } from './radix-picture.ts';

/** From this size on cells have a gap between them, a shape, words. */
const GAP_PX = 4;
const SHAPE_PX = 5;
const WORDS_PX = 52;
const LEAST_TEXT_HEIGHT = 9;

/** The colour of a state. */
export const stateColour = ({ colour }: Theme, state: EntryState): string =>
  state === 'empty' ? colour.surface : state === 'touched' ? colour.accent : colour[STATE_TOKEN[state]];

/** Draws an entry with a look of {@link EntryLooks}; an empty one is left as the ground is, unless it changed. */
export function drawEntryCell(
  ctx: Ctx,
  picture: RadixPicture,
  placed: PlacedTable,
  index: number,
  id: number,
  box: Box,
): void {
  const { theme, looks, changes } = picture;
  const look = looks.look(id);
  const [gapX, gapY] = [box.width >= GAP_PX ? 1 : 0, box.height >= GAP_PX ? 1 : 0];
  const [width, height] = [box.width - gapX, box.height - gapY];
  if (look.state !== 'empty') drawState(ctx, theme, look.state, box.x, box.y, width, height);
  if (changes.get(placed.table)?.entries.has(index) === true) {
    ctx.fillStyle = theme.colour.changed;
    ctx.fillRect(box.x, box.y, Math.max(width, 1), Math.min(2, height / 2));
  }
  if (look.state === 'empty' || width < WORDS_PX || height < LEAST_TEXT_HEIGHT) return;
  const word = placed.table.words[index] ?? 0n;
  const { entry } = look.state === 'swap' ? look : { entry: looks.decode(placed.level, word) };
  const text = entry.pfn === null ? `${index}` : `${entry.pfn.toString(16)} ${look.access}`;
  setFont(ctx, theme, 'mono', TEXT.small - 1);
  ctx.textAlign = 'left';
  ctx.fillStyle = look.state === 'swap' || look.state === 'clean' ? theme.colour.ink : theme.colour.canvas;
  ctx.fillText(fitted(ctx, text, width - 6), box.x + 3, box.y + height / 2 + 0.5);
}

/** Not by colour alone: read-only entries are half a cell high, swapped ones hollow, special ones have a hole, odd ones a cross. */
function drawState(
  ctx: Ctx,
  theme: Theme,
  state: EntryState,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const hasShape = width >= SHAPE_PX && height >= SHAPE_PX;
  ctx.fillStyle = stateColour(theme, state);
  if (state === 'clean') {
    ctx.globalAlpha = 0.42;
    ctx.fillRect(x, y, width, height);
    ctx.globalAlpha = 1;
    if (hasShape) ctx.fillRect(x, y + height - 1.5, width, 1.5);
    return;
  }
  ctx.fillRect(x, y, width, height);
  if (!hasShape) return;
  ctx.fillStyle = theme.colour.canvas;
  if (state === 'swap') ctx.fillRect(x + 1.25, y + 1.25, width - 2.5, height - 2.5);
  else if (state === 'special') ctx.fillRect(x + width / 2 - 1, y + height / 2 - 1, 2, 2);
  else if (state === 'odd') {
    ctx.fillRect(x, y + height / 2 - 0.5, width, 1);
    ctx.fillRect(x + width / 2 - 0.5, y, 1, height);
  }
}
