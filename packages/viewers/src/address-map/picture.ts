/** What the address map draws, as one value: the input of the pure drawing functions, and of their tests. */

import type { PageShift } from '@mm-playground/api';
import type { Theme } from '../element/theme-controller.ts';
import type { PageRange } from './address-axis.ts';
import type { AddressScale } from './address-scale.ts';
import type { MapChanges } from './changes.ts';
import type { Bands } from './geometry.ts';
import type { TableReader } from '../table-reader.ts';
import type { VmaColumns } from './vma-columns.ts';

/** Everything that decides a picture. */
export interface Picture {
  readonly columns: VmaColumns;
  /** The zoomed scale of the lane. */
  readonly scale: AddressScale;
  /** The same axis with everything in view. */
  readonly overview: AddressScale;
  readonly bands: Bands;
  readonly theme: Theme;
  /** By kind index; see kindPatterns. */
  readonly patterns: readonly (Paint | null)[];
  readonly changes: MapChanges;
  readonly selection: PageRange | null;
  readonly hover: PageRange | null;
  readonly reader: TableReader;
  readonly shift: PageShift;
}

/** What an area is filled with besides a colour: a pattern, or a reference to one. */
export type Paint = CanvasPattern | string;

/** What the drawing functions draw on: a canvas, or what records what would be drawn on one. */
export type Ctx = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'save'
  | 'restore'
  | 'translate'
  | 'setLineDash'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'bezierCurveTo'
  | 'arc'
  | 'fill'
  | 'stroke'
> & { measureText(text: string): Pick<TextMetrics, 'width'> };

/** Type sizes on the canvas, in CSS pixels. */
export const TEXT = { small: 10.5, normal: 11.5 } as const;

/** Sets the font. */
export function setFont(ctx: Ctx, theme: Theme, family: 'sans' | 'mono', size: number, weight = 400): void {
  ctx.font = `${weight} ${size}px ${theme[family]}`;
}

/** The longest beginning of `text` that fits, with an ellipsis where it was cut; `''` where not even that fits. */
export function fitted(ctx: Ctx, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (ctx.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? '' : `${text.slice(0, low)}…`;
}
