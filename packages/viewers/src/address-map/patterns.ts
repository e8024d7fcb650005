/**
 * Patterns of the kinds: each kind is a colour and a hatch, so that the map reads without colour (greyscale print, colour
 * blindness, forced colours). A pattern is a function that draws one tile; the canvas repeats it.
 */

import type { VmaKind } from '@mm-playground/api';
import { KINDS } from '../kinds.ts';
import { canvasSubstitute } from '../element/canvas-substitute.ts';
import type { Ctx, Paint } from './picture.ts';

/** Side of a tile in CSS pixels. */
export const PATTERN_TILE_PX = 8;

/** How much of the ink a hatch has. */
export const HATCH_STRENGTH = 0.4;

/** What a tile is drawn on. */
type TileCtx = Pick<Ctx, 'beginPath' | 'moveTo' | 'lineTo' | 'arc' | 'stroke' | 'fill'>;

type Tile = (ctx: TileCtx) => void;

const lines =
  (...segments: readonly (readonly [number, number, number, number])[]): Tile =>
  (ctx) => {
    ctx.beginPath();
    for (const [x0, y0, x1, y1] of segments) {
      ctx.moveTo(x0, y0);
      ctx.lineTo(x1, y1);
    }
    ctx.stroke();
  };

const dots =
  (radius: number, ...centres: readonly (readonly [number, number])[]): Tile =>
  (ctx) => {
    ctx.beginPath();
    for (const [x, y] of centres) {
      ctx.moveTo(x + radius, y);
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
    }
    ctx.fill();
  };

const RISING = [
  [-1, 5, 5, -1],
  [-1, 9, 9, -1],
  [3, 9, 9, 3],
] as const;
const FALLING = [
  [-1, 3, 5, 9],
  [-1, -1, 9, 9],
  [3, -1, 9, 5],
] as const;

/** Tiles by kind; plain where a kind has none. */
const TILES: Readonly<Partial<Record<VmaKind, Tile>>> = {
  code: lines(...RISING),
  data: dots(0.9, [2, 2], [6, 6]),
  anon: lines([0, 4, 8, 4]),
  heap: lines([2, 0, 2, 8], [6, 0, 6, 8]),
  stack: lines(...FALLING),
  shared: lines([0, 4, 8, 4], [4, 0, 4, 8]),
  special: dots(1.5, [4, 4]),
  guard: lines([2, 2, 6, 6], [6, 2, 2, 6]),
  unknown: dots(0.8, [4, 4]),
};

/** Draws the tile of a kind, in the colours that are set; nothing where the kind is plain. */
export const drawPatternTile = (ctx: TileCtx, kind: VmaKind): void => TILES[kind]?.(ctx);

/** A pattern for each kind, in the colour of `ink`, sharp at this pixel ratio; null is plain. */
export function kindPatterns(ink: string, ratio: number): readonly (Paint | null)[] {
  const substitute = canvasSubstitute();
  if (substitute !== null) return substitute.hatches;
  return KINDS.map((kind) => {
    const tile = TILES[kind];
    const canvas = new OffscreenCanvas(PATTERN_TILE_PX * ratio, PATTERN_TILE_PX * ratio);
    const ctx = canvas.getContext('2d');
    if (tile === undefined || ctx === null) return null;
    ctx.scale(ratio, ratio);
    ctx.strokeStyle = ink;
    ctx.fillStyle = ink;
    ctx.globalAlpha = HATCH_STRENGTH;
    ctx.lineWidth = 1;
    tile(ctx);
    const pattern = ctx.createPattern(canvas, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
    return pattern;
  });
}
