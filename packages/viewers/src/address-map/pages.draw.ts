/** The lower half of the address map: present pages by state, and the names of groups of VMAs. */

import { shortName } from '../format/address.ts';
import { KIND_WORDS } from '../kinds.ts';
import type { LabelWish } from './labels.ts';
import { placeLabels } from './labels.ts';
import { NAME_ROW_PX } from './geometry.ts';
import { pageCells, type PageCell, type PageState } from './page-cells.ts';
import { setFont, TEXT, type Ctx, type Picture } from './picture.ts';
import { firstAfter } from './vma-columns.ts';

/** Groups are only looked for among so many VMAs in view; with more there is no room for names anyway. */
const MAX_NAMED = 600;
/** Pages that are at least this wide name their frame. */
const FRAME_PX = 76;

/** Present pages. Nothing present: an empty band. */
export function drawPages(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale } = picture;
  const { top, height } = bands.pages;
  ctx.fillStyle = theme.colour.line;
  ctx.fillRect(0, top + height - 1, scale.width, 1);
  for (const cell of pageCells(picture.reader, scale, scale.visible())) drawCell(ctx, picture, cell);
}

const STATE_TOKEN = {
  touched: 'line-strong',
  clean: 'read',
  writable: 'heap',
  dirty: 'write',
  special: 'special',
  swap: 'broken',
  odd: 'broken',
} as const satisfies Record<PageState, string>;

function drawCell(ctx: Ctx, { bands, theme }: Picture, cell: PageCell): void {
  const { top, height } = bands.pages;
  const wide = cell.right - cell.left;
  const width = wide > 3 ? wide - 1 : Math.max(wide, 0.75);
  const colour = theme.colour[STATE_TOKEN[cell.state]];
  const tall = cell.state === 'touched' ? height * 0.4 : cell.state === 'clean' ? height * 0.62 : height - 2;
  const y = top + height - 1 - tall;
  if (cell.state === 'swap') {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    ctx.strokeRect(cell.left + 0.5, y + 0.5, Math.max(width - 1, 0.5), tall - 1);
    return;
  }
  ctx.globalAlpha = cell.state === 'clean' ? 0.55 : 1;
  ctx.fillStyle = colour;
  ctx.fillRect(cell.left, y, width, tall);
  ctx.globalAlpha = 1;
  if (width < 3 || cell.entry === null) return;
  if (cell.entry.entry.young && width < FRAME_PX) {
    ctx.fillStyle = theme.colour.canvas;
    ctx.fillRect(cell.left + width / 2 - 1, y + 2, 2, 2);
  }
  if (width >= FRAME_PX) drawFrameNumber(ctx, theme, cell, width, y + tall / 2);
}

/** A page that is wide enough names its frame. */
function drawFrameNumber(ctx: Ctx, theme: Picture['theme'], cell: PageCell, width: number, y: number): void {
  const frame = cell.entry?.entry.pfn;
  if (frame === null || frame === undefined) return;
  setFont(ctx, theme, 'mono', TEXT.small - 1);
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillText(`pfn ${frame.toString(16)}`, cell.left + 4, y, width - 8);
}

interface Group extends LabelWish {
  readonly left: number;
  readonly right: number;
}

/** Brackets under neighbours of one name, and the name. */
export function drawNames(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale } = picture;
  setFont(ctx, theme, 'sans', TEXT.small, 500);
  ctx.textBaseline = 'middle';
  for (const { wish, left, row } of placeLabels(groups(ctx, picture), scale.width, 2, 10)) {
    const y = bands.names.top + row * NAME_ROW_PX;
    ctx.strokeStyle = theme.colour['line-strong'];
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(Math.round(wish.left) + 0.5, bands.names.top - 3);
    ctx.lineTo(Math.round(wish.left) + 0.5, y + 1.5);
    ctx.lineTo(Math.max(Math.round(wish.right) - 1.5, Math.round(wish.left) + 1.5), y + 1.5);
    ctx.lineTo(Math.max(Math.round(wish.right) - 1.5, Math.round(wish.left) + 1.5), bands.names.top - 3);
    ctx.stroke();
    ctx.fillStyle = theme.colour['ink-2'];
    ctx.fillText(wish.text, left, y + 10);
  }
}

function groups(ctx: Ctx, { columns, scale }: Picture): Group[] {
  const visible = scale.visible();
  const first = firstAfter(columns, visible.start);
  if (firstAfter(columns, visible.end) - first > MAX_NAMED) return [];
  const found: Group[] = [];
  let [name, left, right, text] = ['', 0, 0, ''];
  const close = (): void => {
    if (text === '') return;
    const width = ctx.measureText(text).width;
    const [from, to] = [Math.max(left, 0), Math.min(right, scale.width)];
    found.push({ text, width, left: from, right: to, x: (from + to) / 2, weight: to - from });
  };
  for (let i = first; i < columns.vmas.length; i++) {
    const vma = columns.vmas[i];
    if (vma === undefined || vma.start >= visible.end) break;
    const key = vma.name === '' ? KIND_WORDS[vma.kind] : vma.name;
    if (key !== name || vma.start !== columns.vmas[i - 1]?.end) {
      close();
      [name, left, text] = [key, scale.x(vma.start), shortName(key)];
    }
    right = scale.x(vma.end);
  }
  close();
  return found;
}
