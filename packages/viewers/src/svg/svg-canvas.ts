/**
 * A canvas whose drawing is text: what the viewers draw on a canvas, drawn as SVG instead, so that a terminal, a mail and a printed page
 * have the pictures of the page. It knows what our drawing functions use ({@link Ctx}), and no more.
 */

import type { Ctx } from '../address-map/picture.ts';

/** Widths of letters, in parts of the size of type: there is no font to ask. Generous, so that nothing is drawn over. */
const LETTER_WIDTH = { mono: 0.61, sans: 0.57 } as const;
const BOLD_WIDTH = 1.12;

const ANCHORS: Readonly<Partial<Record<CanvasTextAlign, string>>> = { center: 'middle', right: 'end', end: 'end' };
const BASELINES: Readonly<Partial<Record<CanvasTextBaseline, string>>> = { middle: 'central', top: 'hanging' };

/** What save() keeps. */
interface Pen {
  fillStyle: Ctx['fillStyle'];
  strokeStyle: Ctx['strokeStyle'];
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  /** What everything is moved by. */
  x: number;
  y: number;
}

const NEW_PEN: Pen = {
  fillStyle: '#000',
  strokeStyle: '#000',
  lineWidth: 1,
  globalAlpha: 1,
  font: '400 10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  dash: [],
  x: 0,
  y: 0,
};

/** See the file's comment. */
export class SvgCanvas implements Ctx {
  readonly #elements: string[] = [];
  readonly #saved: Pen[] = [];
  #pen: Pen = { ...NEW_PEN };
  #path = '';

  /** What was drawn, an element a line. */
  get elements(): readonly string[] {
    return this.#elements;
  }

  get fillStyle(): Ctx['fillStyle'] {
    return this.#pen.fillStyle;
  }
  set fillStyle(style) {
    this.#pen.fillStyle = style;
  }
  get strokeStyle(): Ctx['strokeStyle'] {
    return this.#pen.strokeStyle;
  }
  set strokeStyle(style) {
    this.#pen.strokeStyle = style;
  }
  get lineWidth(): number {
    return this.#pen.lineWidth;
  }
  set lineWidth(width) {
    this.#pen.lineWidth = width;
  }
  get globalAlpha(): number {
    return this.#pen.globalAlpha;
  }
  set globalAlpha(alpha) {
    this.#pen.globalAlpha = alpha;
  }
  get font(): string {
    return this.#pen.font;
  }
  set font(font) {
    this.#pen.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.#pen.textAlign;
  }
  set textAlign(align) {
    this.#pen.textAlign = align;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.#pen.textBaseline;
  }
  set textBaseline(baseline) {
    this.#pen.textBaseline = baseline;
  }

  save(): void {
    this.#saved.push({ ...this.#pen });
  }

  restore(): void {
    this.#pen = this.#saved.pop() ?? this.#pen;
  }

  translate(x: number, y: number): void {
    this.#pen.x += x;
    this.#pen.y += y;
  }

  setLineDash(segments: readonly number[]): void {
    this.#pen.dash = [...segments];
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width > 0 && height > 0) this.#put('rect', { ...boxOf(x, y, width, height), ...this.#fill() });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#put('rect', { ...boxOf(x, y, width, height), ...this.#stroke() });
  }

  beginPath(): void {
    this.#path = '';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${number(x)} ${number(y)}`;
  }

  /** A path begins where its first line would end, as on a canvas. */
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${number(x)} ${number(y)}`;
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#path += `C${[x1, y1, x2, y2, x, y].map(number).join(' ')}`;
  }

  /** A whole circle, which is all that is drawn. */
  arc(x: number, y: number, radius: number): void {
    const half = `A${number(radius)} ${number(radius)} 0 0 1`;
    this.#path += `M${number(x + radius)} ${number(y)}${half} ${number(x - radius)} ${number(y)}${half} ${number(x + radius)} ${number(y)}`;
  }

  closePath(): void {
    this.#path += 'Z';
  }

  fill(): void {
    this.#put('path', { d: this.#path, ...this.#fill() });
  }

  stroke(): void {
    this.#put('path', { d: this.#path, ...this.#stroke() });
  }

  fillText(text: string, x: number, y: number): void {
    if (text === '') return;
    const { textAlign, textBaseline } = this.#pen;
    const { weight, size, family } = fontOf(this.#pen.font);
    const attributes = attributesText({
      x: number(x),
      y: number(y),
      'font-family': family,
      'font-size': size,
      'font-weight': weight === '400' ? undefined : weight,
      'text-anchor': ANCHORS[textAlign],
      'dominant-baseline': BASELINES[textBaseline],
      ...this.#fill(),
      ...this.#place(),
    });
    this.#elements.push(`<text${attributes}>${escaped(text)}</text>`);
  }

  measureText(text: string): { readonly width: number } {
    const { weight, size, family } = fontOf(this.#pen.font);
    const letter = family.includes('mono') || family.includes('Mono') ? LETTER_WIDTH.mono : LETTER_WIDTH.sans;
    return { width: text.length * Number(size) * letter * (Number(weight) > 500 ? BOLD_WIDTH : 1) };
  }

  #fill(): Attributes {
    return { fill: paintOf(this.#pen.fillStyle), ...this.#opacity() };
  }

  #stroke(): Attributes {
    const { strokeStyle, lineWidth, dash } = this.#pen;
    return {
      fill: 'none',
      stroke: paintOf(strokeStyle),
      'stroke-width': lineWidth === 1 ? undefined : number(lineWidth),
      'stroke-dasharray': dash.length === 0 ? undefined : dash.map(number).join(' '),
      ...this.#opacity(),
    };
  }

  #opacity(): Attributes {
    return { opacity: this.#pen.globalAlpha === 1 ? undefined : number(this.#pen.globalAlpha) };
  }

  #place(): Attributes {
    const { x, y } = this.#pen;
    return { transform: x === 0 && y === 0 ? undefined : `translate(${number(x)} ${number(y)})` };
  }

  #put(element: string, attributes: Attributes): void {
    this.#elements.push(`<${element}${attributesText({ ...attributes, ...this.#place() })}/>`);
  }
}

type Attributes = Readonly<Record<string, string | undefined>>;

const number = (value: number): string => String(Math.round(value * 100) / 100);

const boxOf = (x: number, y: number, width: number, height: number): Attributes => ({
  x: number(x),
  y: number(y),
  width: number(width),
  height: number(height),
});

/** Patterns go by reference, as text. */
const paintOf = (style: Ctx['fillStyle']): string => (typeof style === 'string' ? style : 'none');

const attributesText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(value)}"`))
    .join('');

/** Text that stands in XML. Control characters, which XML has not, are left out. */
export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

/** `600 11.5px FAMILY`, as setFont() writes it. */
function fontOf(font: string): { readonly weight: string; readonly size: string; readonly family: string } {
  const {
    weight = '400',
    size = '10',
    family = 'sans-serif',
  } = /^(?<weight>\d+) (?<size>[\d.]+)px (?<family>.*)$/s.exec(font)?.groups ?? {};
  return { weight, size, family };
}
