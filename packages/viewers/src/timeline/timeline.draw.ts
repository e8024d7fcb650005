/** The picture of the timeline: a pure function of calls, steps, position and theme. */

import { fitted, setFont, type Ctx } from '../address-map/picture.ts';
import type { CallVerdict } from '../call-row.ts';
import type { Theme } from '../element/theme-controller.ts';
import type { Position } from '../position.ts';
import type { TokenName } from '../tokens.styles.ts';
import { flameBoxes, type FlameBox, type FlameRow } from './flame.ts';
import { callPx, EDGE, xOfCall, xOfStep, type CallMark } from './timeline-layout.ts';

/** Everything that decides the picture. */
export interface TimelinePicture {
  /** Number of calls. */
  readonly calls: number;
  /** Their marks at this width, and how many rows they have. */
  readonly marks: readonly CallMark[];
  readonly lanes: number;
  readonly flame: readonly FlameRow[];
  readonly stepCount: number;
  readonly position: Position;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
}

/** Where the bands lie. */
export const BANDS = {
  marks: { top: 3, height: 9 },
  calls: { top: 14, height: 18 },
  flare: { top: 33, height: 13 },
  flame: { top: 47 },
} as const;
const FLAME_ROW = 13;
const NAME_PX = 10;

const FILL: Readonly<Record<CallVerdict, TokenName>> = {
  pending: 'line',
  agrees: 'good',
  played: 'ink-3',
  inferred: 'inferred',
  diverges: 'broken',
  skipped: 'line-strong',
  stopped: 'broken',
};

/** Draws the timeline on a cleared ground. */
export function drawTimeline(ctx: Ctx, picture: TimelinePicture): void {
  const { theme, width, height } = picture;
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(0, 0, width, height);
  drawCalls(ctx, picture);
  drawFlame(ctx, picture);
  drawThumb(ctx, picture);
}

function drawCalls(ctx: Ctx, picture: TimelinePicture): void {
  const { marks, lanes, theme, width, position } = picture;
  const { top, height } = BANDS.calls;
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(0, top, width, height);
  const lane = height / Math.max(1, lanes);
  for (const mark of marks) {
    const y = mark.lane < 0 ? top : top + mark.lane * lane;
    const tall = mark.lane < 0 ? height : lane - (lanes > 1 ? 1 : 0);
    const gap = mark.width > 4 ? 1 : 0;
    ctx.fillStyle = theme.colour[FILL[mark.verdict]];
    ctx.globalAlpha = mark.call > position.call ? 0.35 : 0.8;
    const inset = mark.verdict === 'pending' || mark.verdict === 'skipped' ? tall * 0.3 : 0;
    ctx.fillRect(mark.left, y + inset, Math.max(1, mark.width - gap), tall - 2 * inset);
    if (mark.failed && tall >= 6) {
      ctx.fillStyle = theme.colour.canvas;
      ctx.fillRect(mark.left + mark.width / 2 - 1.5, y + tall - 3, 3, 3);
    }
  }
  ctx.globalAlpha = 1;
  for (const mark of marks) drawMark(ctx, theme, mark);
}

/** Marks above the calls: a wedge for a divergence, a square where the model stopped, a diamond for an inference. */
function drawMark(ctx: Ctx, theme: Theme, mark: CallMark): void {
  const { top, height } = BANDS.marks;
  const [x, y] = [mark.left + mark.width / 2, top + height / 2];
  const r = height / 2 - 0.5;
  ctx.beginPath();
  if (mark.verdict === 'diverges') polygon(ctx, [x - r, top], [x + r, top], [x, top + height]);
  else if (mark.verdict === 'stopped')
    polygon(ctx, [x - 3.5, y - 3.5], [x + 3.5, y - 3.5], [x + 3.5, y + 3.5], [x - 3.5, y + 3.5]);
  else if (mark.verdict === 'inferred') polygon(ctx, [x, y - 3.5], [x + 3.5, y], [x, y + 3.5], [x - 3.5, y]);
  else return;
  ctx.fillStyle = theme.colour[FILL[mark.verdict]];
  ctx.fill();
}

function polygon(ctx: Ctx, ...points: readonly (readonly [number, number])[]): void {
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.closePath();
}

function drawFlame(ctx: Ctx, picture: TimelinePicture): void {
  const { flame, theme, width, height, position, stepCount, calls } = picture;
  if (position.call < 0 || stepCount === 0) return;
  drawFlare(ctx, theme, xOfCall(position.call, calls, width), callPx(calls, width), width);
  const rows = Math.max(1, Math.floor((height - BANDS.flame.top) / FLAME_ROW));
  setFont(ctx, theme, 'mono', NAME_PX);
  ctx.textBaseline = 'middle';
  flame.slice(0, rows).forEach((row, depth) => {
    for (const box of flameBoxes(row, stepCount, width))
      drawBox(ctx, picture, box, BANDS.flame.top + depth * FLAME_ROW);
  });
}

/** The depth of the row at y. */
export const depthAt = (y: number): number => Math.floor((y - BANDS.flame.top) / FLAME_ROW);

function drawBox(ctx: Ctx, { theme, position }: TimelinePicture, box: FlameBox, top: number): void {
  const { left, right, step, bar, tracepoint } = box;
  const width = Math.max(1, right - left - (right - left > 3 ? 1 : 0));
  const isFunction = bar?.row.step.kind === 'enter';
  const current = bar !== null && (step === position.step || (isFunction && bar.last === position.step));
  const past = step <= position.step;
  const plain = tracepoint ? 'inferred' : isFunction ? 'accent-soft' : bar === null ? 'line-strong' : 'line';
  ctx.fillStyle = theme.colour[current ? 'accent' : plain];
  ctx.globalAlpha = past ? 1 : 0.45;
  ctx.fillRect(left, top, width, FLAME_ROW - 1);
  ctx.globalAlpha = past ? 1 : 0.6;
  if (width > 14 && bar !== null) {
    ctx.fillStyle = theme.colour[current || tracepoint ? 'canvas' : 'ink-2'];
    ctx.fillText(fitted(ctx, bar.row.step.name, width - 5), left + 3, top + FLAME_ROW / 2);
  }
  ctx.globalAlpha = 1;
}

/** From the current call to its steps. */
function drawFlare(ctx: Ctx, theme: Theme, x: number, px: number, width: number): void {
  const { top, height } = BANDS.flare;
  const [bend, bottom] = [top + height / 2, top + height];
  ctx.beginPath();
  ctx.moveTo(x - px / 2, top);
  ctx.bezierCurveTo(x - px / 2, bend, EDGE, bend, EDGE, bottom);
  ctx.lineTo(width - EDGE, bottom);
  ctx.bezierCurveTo(width - EDGE, bend, x + px / 2, bend, x + px / 2, top);
  ctx.closePath();
  ctx.fillStyle = theme.colour['accent-soft'];
  ctx.fill();
}

/** The place of the position: a thumb over the calls, a line through the steps. */
function drawThumb(ctx: Ctx, { calls, position, width, theme, stepCount, height }: TimelinePicture): void {
  const px = callPx(calls, width);
  const x = xOfCall(position.call, calls, width);
  const { top } = BANDS.calls;
  ctx.strokeStyle = theme.colour.accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(x - Math.max(px / 2, 2) - 0.5, top - 1.5, Math.max(px, 4), BANDS.calls.height + 3);
  if (position.call < 0 || position.step < 0 || stepCount === 0) return;
  const line = xOfStep(position.step + 1, stepCount, width) - 0.5;
  ctx.fillStyle = theme.colour.accent;
  ctx.fillRect(line - 0.75, BANDS.flame.top - 3, 1.5, height - BANDS.flame.top + 3);
}
