/**
 * A figure as HTML, made where there is no page: `<mm-playground>` with what a reader sees who has no script, or before it has come: the
 * script, a picture of the state, and the maps as a table; where two machines are compared, those of both, and what differs. An element
 * that is alive shows none of that.
 *
 * A script is text of strangers: nothing of it becomes a tag. No inline style, no inline script, no `data:` address: it works under
 * `default-src 'self'`. The same script gives the same text.
 */

import { MAPS_COLUMNS, mapsCells, programRange, stateSvg, type StateSvgOptions } from '@mm-playground/viewers';
import { attributesText, escaped, oneLine } from './html.ts';
import { stateBeside, stateOf, type Asked, type State, type StateBeside } from './state.ts';
import type { Place } from './problems.ts';

/** How a figure is made. All but the last four are attributes of `<mm-playground>`. */
export interface FigureOptions extends Asked {
  readonly select?: string | undefined;
  readonly height?: string | undefined;
  readonly theme?: string | undefined;
  readonly autoplay?: boolean | undefined;
  /** What stands below it; without it, what the script says in `#@ title`. */
  readonly title?: string | undefined;
  /** What a reader without script sees, and no more. */
  readonly static?: boolean | undefined;
  /** Where the script begins, for messages; line 1 of `script` unless said. */
  readonly place?: Place | undefined;
  /** Where the options stand, for messages; as `place` unless said. */
  readonly asked?: Place | undefined;
}

/** A figure in parts, for formats other than HTML. */
export interface Figure {
  /** On one line. */
  readonly html: string;
  readonly title: string;
  /** An SVG file, in light colours. */
  readonly svg: string;
  /** `/proc/PID/maps`. */
  readonly maps: Table;
  /** What `compare` asks for; null where it asks for nothing. */
  readonly beside: FigureBeside | null;
}

/** Rows of cells, the names of the columns first. */
export interface Table {
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
}

/** The other side of a figure, and what differs. */
export interface FigureBeside {
  /** What the shown side and the other one are called. */
  readonly names: readonly [string, string];
  /** As those of the shown side. */
  readonly svg: string;
  readonly maps: Table;
  /** What differs in behaviour and cost, in sentences. */
  readonly words: readonly string[];
  /** The same in numbers, a column a side. */
  readonly costs: readonly Table[];
}

/** As wide as a column of text: wider, it would be shown so small that nobody reads it. */
const WIDTH = 720;
const HEADS = { address: 'address', perms: 'perms', offset: 'offset', device: 'dev', inode: 'inode', name: 'pathname' };
const NOWHERE: Place = { file: 'script', line: 1, column: 1 };

/** A figure as HTML, on one line. @throws FigureError with all that is wrong with it */
export const figureHtml = (script: string, options: FigureOptions = {}): string => figureOf(script, options).html;

/** A figure in parts. @throws FigureError with all that is wrong with it */
export function figureOf(script: string, options: FigureOptions = {}): Figure {
  const { place = NOWHERE, compare = '' } = options;
  const places = { script: place, asked: options.asked ?? place };
  const state = stateOf(script, options, places);
  const other = compare === '' ? null : stateBeside(state, compare, options, places);
  const beside = other === null ? null : besideOf(other);
  const title = options.title ?? state.played.session.program.story.title ?? '';
  const maps = mapsOf(state);
  const text = script.replaceAll('\r\n', '\n').replace(/\n$/, '');
  const attributes = attributesText(attributesOf(text, options));
  const digest = digestOf(`${place.line}${attributes}`);
  const sides = [state, ...(other === null ? [] : [other.state])].map((side, at) =>
    sideHtml(side, beside?.names[at], `${digest}${at === 0 ? '' : `-${at}`}`),
  );
  const inside = `<pre tabindex="0"><code>${escaped(text)}</code></pre><div class="mm-static">${sides.join('')}${apartHtml(beside)}</div>`;
  const figure = options.static === true ? inside : `<mm-playground${attributes}>${inside}</mm-playground>`;
  const caption = title === '' ? '' : `<figcaption>${escaped(title)}</figcaption>`;
  return {
    html: oneLine(`<figure class="mm-figure">${figure}${caption}</figure>`),
    title,
    svg: svgOf(state),
    maps,
    beside,
  };
}

const besideOf = ({ state, names, behaviour, costs }: StateBeside): FigureBeside => ({
  ...{ names, svg: svgOf(state), maps: mapsOf(state) },
  words: [...behaviour, ...costs.words],
  costs: costs.tables.map(({ title, rows }) => ({
    caption: title,
    rows: [['', ...names], ...rows.map(({ name, values }) => [name, ...values])],
  })),
});

const svgOf = (state: State): string => pictureOf(state, { title: mapsOf(state).caption }).join('\n');

/** The script is one, too: themes rewrite what stands in `<pre>`, and its text is no script any more. */
const attributesOf = (script: string, options: FigureOptions): Readonly<Record<string, string | undefined>> => {
  const { kernel, arch, index, compare, views, step, select, height, theme, autoplay } = options;
  const words = { kernel, arch, index, compare, views, step, select, height, theme };
  return { script, ...words, autoplay: autoplay === true ? '' : undefined };
};

function mapsOf({ view, call, played: { machine } }: State): Table {
  const { kernel, arch } = machine;
  return {
    caption: `/proc/PID/maps ${call === undefined ? 'at the start' : `after ${call}`} (Linux ${kernel}, ${arch})`,
    rows: [
      MAPS_COLUMNS.map((column) => HEADS[column]),
      ...view.maps().map((row) => MAPS_COLUMNS.map((column) => mapsCells(row)[column])),
    ],
  };
}

/** What the program is about, as an element opens. */
const pictureOf = ({ view, previous }: State, options: StateSvgOptions): string[] =>
  stateSvg(view, { ...options, width: WIDTH, previous, opening: programRange(view) });

/** What differs. */
const apartHtml = (beside: FigureBeside | null): string =>
  beside === null
    ? ''
    : [...beside.words.map((each) => `<p>${escaped(each)}</p>`), ...beside.costs.map(tableHtml)].join('');

/** A state, under its name where there are two. */
function sideHtml(state: State, name: string | undefined, digest: string): string {
  const maps = mapsOf(state);
  const picture = pictureOf(state, { title: maps.caption, scheme: 'page', prefix: `mm-${digest}-` }).join('');
  const named = name === undefined ? '' : `<p><b>${escaped(name)}</b></p>`;
  return `${named}<div class="mm-scroll" tabindex="0">${picture}</div>${tableHtml(maps)}`;
}

function tableHtml({ caption, rows: [heads = [], ...rows] }: Table): string {
  // A head without a name heads nothing.
  const head = heads.map((name) => (name === '' ? '<td></td>' : `<th scope="col">${escaped(name)}</th>`)).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('');
  const table = `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
  return `<div class="mm-scroll" tabindex="0">${table}</div>`;
}

/** Tells figures of one page apart: names in an SVG are names of the page. FNV-1a, 32 bits. */
function digestOf(text: string): string {
  let digest = 0x811c_9dc5;
  for (const unit of new TextEncoder().encode(text)) digest = Math.imul(digest ^ unit, 0x0100_0193);
  return (digest >>> 0).toString(36);
}
