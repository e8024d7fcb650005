/** The ruler: addresses in monospace. Starts of regions are named in full, round addresses between them by their last digits. */

import { hexOfPage } from '../format/address.ts';
import { placeLabels, type LabelWish } from './labels.ts';
import { setFont, TEXT, type Ctx, type Picture } from './picture.ts';

interface Tick extends LabelWish {
  readonly at: number;
  readonly full: boolean;
  /** First page of its segment: last digits alone mean nothing where the full address found no room. */
  readonly region: number;
}

/** At least so many pixels between two ticks with a label. */
const TICK_PX = 92;
const MIN_TAIL_DIGITS = 4;

/** The step between ticks, in pages: a power of two that gives ticks at least `TICK_PX` apart. */
const tickStep = (pagePx: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(TICK_PX / pagePx)));

/** Draws ticks and addresses. */
export function drawRuler(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale } = picture;
  const base = bands.ruler.top + bands.ruler.height;
  setFont(ctx, theme, 'mono', TEXT.small);
  ctx.textBaseline = 'middle';
  const digit = ctx.measureText('0').width;
  const placed = placeLabels(ticks(picture, digit), scale.width, 1, 10);
  const named = new Set(placed.filter(({ wish }) => wish.full).map(({ wish }) => wish.region));
  for (const { wish, left } of placed) {
    if (!named.has(wish.region)) continue;
    const x = Math.round(scale.x(wish.at)) + 0.5;
    ctx.strokeStyle = theme.colour[wish.full ? 'line-strong' : 'line'];
    ctx.beginPath();
    ctx.moveTo(x, base - 4);
    ctx.lineTo(x, base);
    ctx.stroke();
    ctx.fillStyle = theme.colour[wish.full ? 'ink-2' : 'ink-3'];
    ctx.fillText(wish.text, left, bands.ruler.top + bands.ruler.height / 2 - 2);
  }
}

function ticks(picture: Picture, digit: number): Tick[] {
  const { scale, shift } = picture;
  const visible = scale.visible();
  const wishes: Tick[] = [];
  for (const segment of scale.axis.segments) {
    if (segment.fold || segment.end <= visible.start || segment.start >= visible.end) continue;
    const from = Math.max(segment.start, Math.ceil(visible.start));
    const full = hexOfPage(from, shift);
    const x = scale.xIn(segment, from);
    const width = full.length * digit;
    const last = Math.min(segment.end, visible.end);
    const region = segment.start;
    const weight = 2 + scale.xIn(segment, last) - x;
    wishes.push({ text: full, width, at: from, full: true, region, weight, x: x + width / 2 - 2, min: x - 2 });
    const tail = tailDigits(hexOfPage(segment.start, shift), hexOfPage(segment.end, shift));
    const step = tickStep(segment.density * scale.window.zoom);
    for (let page = Math.ceil(from / step) * step; page < last; page += step) {
      const address = hexOfPage(page, shift);
      const text = tail >= address.length - 2 ? address : `…${address.slice(-tail)}`;
      const tick = scale.xIn(segment, page);
      wishes.push({
        text,
        width: text.length * digit,
        at: page,
        full: false,
        region,
        weight: 1,
        x: tick + (text.length * digit) / 2 - 2,
      });
    }
  }
  return wishes;
}

/** How many of the last digits differ within a segment: what a short label has to show. */
function tailDigits(first: string, last: string): number {
  let same = 0;
  while (same < first.length && first[same] === last[same]) same++;
  return first.length === last.length ? Math.max(MIN_TAIL_DIGITS, first.length - same) : last.length;
}
