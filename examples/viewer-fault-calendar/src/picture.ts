/** The picture, as a template of what was laid out. Everything in it is told by the table, too: readers of the page do not hear of it. */

import type { MmView, Selection } from '@mm-playground/api';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { callsOf, type Calendar, type Cell } from './calendar.ts';
import { boxOf, TOP, AXIS, ticksOf, type Box, type Layout } from './layout.ts';
import { grouped, mappedAt } from './words.ts';

/** What a drawing is made of. */
export interface Picture {
  readonly calendar: Calendar;
  readonly layout: Layout;
  /** Paths, made once for a calendar. */
  readonly shades: readonly string[];
  readonly refused: string;
  readonly columnBars: string;
  readonly rowBars: string;
  readonly totals: readonly number[];
  readonly view: MmView;
  readonly selection: Selection | null;
  /** The call at which time stands; -1 before the first. */
  readonly call: number;
  readonly cursor: Cell | null;
  readonly hover: Cell | null;
}

/** All of it. */
export function pictureTemplate(picture: Picture): TemplateResult {
  const { layout, shades, refused, columnBars, rowBars } = picture;
  return html`<svg width=${layout.width} height=${layout.height} aria-hidden="true">
    <path class="sums" d=${columnBars}></path>
    ${shades.map((path, shade) => svg`<path class=${`s${shade}`} d=${path}></path>`)}
    <path class="refused" d=${refused}></path>
    <path class="sums" d=${rowBars}></path>
    ${labels(picture)} ${sums(picture)} ${axis(picture)} ${selected(picture)} ${now(picture)}
    ${outline(picture.hover, 'hover', layout)} ${outline(picture.cursor, 'cursor', layout)}
  </svg>`;
}

/** Mean width of a letter of a name. */
const LETTER_PX = 8;
const GUTTER = 10;
/** Rows from one address to the next. */
const EVERY = 3;

/** The name of each region beside its first row, and addresses beside some of the others. */
function labels({ calendar, layout, view }: Picture): TemplateResult[] {
  const { pageShift } = view.arch.geometry;
  const most = Math.floor((layout.left - GUTTER) / LETTER_PX);
  const label = (kind: string, row: number, text: string): TemplateResult =>
    svg`<text class=${kind} x=${layout.left - GUTTER} y=${(layout.tops[row] ?? 0) + 9} text-anchor="end">${text}</text>`;
  const hex = (page: number): string => (BigInt(page) << BigInt(pageShift)).toString(16);
  const named = calendar.regions.map(({ start, end, row }) => {
    const { name, vma } = mappedAt(view, start, end);
    return label('name', row, vma === null ? hex(start) : shortened(name, most));
  });
  const placed = calendar.rows.flatMap(({ start, region }, row) =>
    (row - (calendar.regions[region]?.row ?? 0)) % EVERY === 1 ? [label('mono', row, hex(start))] : [],
  );
  return [...named, ...placed];
}

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;

/** How many faults each row has, where there is room. */
const sums = ({ totals, layout }: Picture): TemplateResult[] =>
  totals.flatMap((total, row) =>
    total === 0
      ? []
      : [
          svg`<text class="mono" x=${layout.width - 4} y=${(layout.tops[row] ?? 0) + 9} text-anchor="end">${grouped(total)}</text>`,
        ],
  );

function axis({ calendar, layout }: Picture): TemplateResult[] {
  const y = layout.height - AXIS + 15;
  return ticksOf(calendar, layout).map(
    (column) =>
      svg`<text class="mono" x=${layout.left + column * layout.step} y=${y}>${grouped(callsOf(calendar, column)[0] + 1)}</text>`,
  );
}

/** What is selected, as a bar beside its rows. */
function selected({ calendar, layout, selection }: Picture): TemplateResult | typeof nothing {
  if (selection === null) return nothing;
  const rows = calendar.rows.flatMap(({ start, end }, at) =>
    start < selection.end && selection.start < end ? [at] : [],
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return nothing;
  const [{ y }, bottom] = [boxOf(layout, { row: first, column: 0 }), boxOf(layout, { row: last, column: 0 })];
  return svg`<rect class="selected" x=${layout.left - 6} y=${y} width="3" height=${bottom.y + bottom.height - y} rx="1.5"></rect>`;
}

/** Where time stands; what comes later is paler. */
function now({ calendar, layout, call }: Picture): TemplateResult {
  const { left, right, step, height } = layout;
  const x = Math.round(left + ((call + 1) / calendar.callsPerColumn) * step) - 0.5;
  const bottom = height - AXIS + 2;
  return svg`<rect class="later" x=${x} y=${TOP - 4} width=${Math.max(0, right - x)} height=${bottom - TOP + 4}></rect>
    <path class="now" d="M${x} ${TOP - 4}V${bottom}"></path>
    <path class="now-head" d="M${x - 4} ${TOP - 8}h8l-4 5z"></path>`;
}

function outline(cell: Cell | null, kind: string, layout: Layout): TemplateResult | typeof nothing {
  if (cell === null) return nothing;
  const { x, y, width, height }: Box = boxOf(layout, cell);
  return svg`<rect class=${kind} x=${x - 1} y=${y - 1} width=${width + 2} height=${height + 2} rx="3.5"></rect>`;
}
