/** The lower half of the address map: present pages by state, and the names of groups of VMAs. */

import { shortName } from '../format/address.ts';
import { KIND_WORDS } from '../kinds.ts';
import type { LabelWish } from './labels.ts';
import { placeLabels } from './labels.ts';
import { NAME_ROW_PX } from './geometry.ts';
import { STATE_TOKEN } from '../table-reader.ts';
import { pageCells, type PageCell } from './page-cells.ts';
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
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(0, top, scale.width, height);
  ctx.fillStyle = theme.colour['line-strong'];
  ctx.fillRect(0, top + height - 0.5, scale.width, 0.5);
  for (const cell of pageCells(picture.reader, scale, scale.visible())) drawCell(ctx, picture, cell);
}

function drawCell(ctx: Ctx, { bands, theme }: Picture, cell: PageCell): void {
  const { top, height } = bands.pages;
  const wide = cell.right - cell.left;
  const width = wide > 3 ? wide - 1 : Math.max(wide, 0.75);
  const colour = theme.colour[STATE_TOKEN[cell.state]];
  const tall = cell.state === 'touched' ? height * 0.4 : cell.state === 'clean' ? height * 0.62 : height - 2;
  const y = top + height - tall;
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

/** Brackets under neighbours of one name, and the name; in the second row, at the end of a leader. */
export function drawNames(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale } = picture;
  setFont(ctx, theme, 'sans', TEXT.small, 500);
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.colour['line-strong'];
  const found = groups(ctx, picture);
  const placed = placeLabels(found, scale.width, bands.nameRows, 10);
  const first = placed.filter((label) => label.row === 0);
  for (const group of found) drawBracket(ctx, group, bands.names.top - 3);
  for (const { wish, left, row } of placed) {
    const leader = Math.round(wish.x) + 0.5;
    const blocked = first.some((label) => leader > label.left - 3 && leader < label.left + label.wish.width + 3);
    if (row > 0 && blocked) continue;
    const y = bands.names.top + row * NAME_ROW_PX;
    if (row > 0) line(ctx, [leader, bands.names.top], [leader, y + 3]);
    ctx.fillStyle = theme.colour['ink-2'];
    ctx.fillText(wish.text, left, y + 10);
  }
}

function drawBracket(ctx: Ctx, { left, right }: Group, top: number): void {
  const from = Math.round(left) + 0.5;
  const to = Math.max(Math.round(right) - 1.5, from);
  line(ctx, [from, top], [from, top + 3.5], [to, top + 3.5], [to, top]);
}

function line(ctx: Ctx, ...points: readonly (readonly [number, number])[]): void {
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
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
