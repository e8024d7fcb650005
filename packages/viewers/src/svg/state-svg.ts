/**
 * A state as one picture: the address map and, where the index is a tree, the tree below it, drawn by the functions that draw the viewers.
 * The same state gives the same text.
 */

import type { MmView } from '@mm-playground/api';
import { addressAxis, type PageRange } from '../address-map/address-axis.ts';
import { drawAddressMap } from '../address-map/address-map.draw.ts';
import { AddressScale } from '../address-map/address-scale.ts';
import { mapChanges, NO_CHANGES } from '../address-map/changes.ts';
import { bandsIn } from '../address-map/geometry.ts';
import { vmaColumns } from '../address-map/vma-columns.ts';
import type { Theme } from '../element/theme-controller.ts';
import { KINDS } from '../kinds.ts';
import { drawTree } from '../maple-tree/maple-tree.draw.ts';
import { bandsOf } from '../maple-tree/tree-bands.ts';
import { treeLayout, MAX_LEAF_PX } from '../maple-tree/tree-layout.ts';
import { UnitScale } from '../element/unit-scale.ts';
import { treeSummary } from '../maple-tree/tree-words.ts';
import { TableReader } from '../table-reader.ts';
import { hatch, hatchOf } from './hatch.ts';
import { plainTheme } from './plain-theme.ts';
import { escaped, SvgCanvas } from './svg-canvas.ts';

/** How a picture is made. */
export interface StateSvgOptions {
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  /** Pixels; 1200 unless said. */
  readonly width?: number;
  /** `page`: the colours follow the `color-scheme` of the page that the picture stands in. */
  readonly scheme?: 'light' | 'dark' | 'page';
  /** The state to compare with; null or nothing shows no changes. */
  readonly previous?: MmView | null;
  /** What the address map shows; all of it unless said. */
  readonly opening?: PageRange | null;
  /** What names in it begin with, where more than one picture stands in a page. */
  readonly prefix?: string;
}

const MAP_HEIGHT = 300;
const TREE_HEIGHT = 360;
const USUAL_WIDTH = 1200;

/** The lines of an SVG file. */
export function stateSvg(view: MmView, { scheme = 'light', ...options }: StateSvgOptions): string[] {
  if (scheme !== 'page') return linesOf(view, { ...options, scheme });
  return inBothSchemes(linesOf(view, { ...options, scheme: 'light' }), linesOf(view, { ...options, scheme: 'dark' }));
}

/** Two pictures that differ in their colours, as one. What differs is a value of an attribute: what is quoted has no quotes in it. */
const inBothSchemes = (light: readonly string[], dark: readonly string[]): string[] =>
  light.map((line, at) => {
    const others = dark[at]?.split('"') ?? [];
    const parts = line.split('"');
    return parts.map((part, of) => (part === others[of] ? part : `light-dark(${part}, ${others[of]})`)).join('"');
  });

interface Drawing extends StateSvgOptions {
  readonly scheme: 'light' | 'dark';
}

function linesOf(
  view: MmView,
  { title, width = USUAL_WIDTH, scheme, previous = null, opening = null, prefix = '' }: Drawing,
): string[] {
  const theme = plainTheme(scheme);
  const tree = treeElements(view, { theme, width, prefix });
  const height = MAP_HEIGHT + (tree.length === 0 ? 0 : TREE_HEIGHT);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(descriptionOf(view))}</desc>`,
    `<defs>${KINDS.map((kind) => hatch(kind, theme, prefix)).join('')}</defs>`,
    '<g>',
    ...mapElements(view, { theme, width, prefix, previous, opening }),
    '</g>',
    ...(tree.length === 0 ? [] : [`<g transform="translate(0 ${MAP_HEIGHT})">`, ...tree, '</g>']),
    '</svg>',
  ];
}

function descriptionOf({ vmas, tree }: MmView): string {
  const mapped = `${vmas.length} mappings`;
  return tree === null ? mapped : `${mapped}; ${treeSummary(tree, treeLayout(tree, NO_NODES).nodes)}`;
}

const NO_NODES: ReadonlySet<number> = new Set();

/** What both parts of a picture are drawn with. */
interface Tools {
  readonly theme: Theme;
  readonly width: number;
  readonly prefix: string;
}

interface MapTools extends Tools {
  readonly previous: MmView | null;
  readonly opening: PageRange | null;
}

function mapElements(view: MmView, { theme, width, prefix, previous, opening }: MapTools): readonly string[] {
  const canvas = new SvgCanvas();
  const { geometry, layout } = view.arch;
  const overview = new AddressScale(addressAxis(view.vmas, layout.taskSize), width);
  drawAddressMap(canvas, {
    columns: vmaColumns(view.vmas),
    ...{ overview, theme, selection: null, hover: null },
    scale: opening === null ? overview : overview.fitted(opening),
    changes: previous === null ? NO_CHANGES : mapChanges(previous.vmas, view.vmas),
    bands: bandsIn(MAP_HEIGHT),
    patterns: KINDS.map((kind) => hatchOf(kind, prefix)),
    reader: new TableReader(view.tables),
    shift: geometry.pageShift,
  });
  return canvas.elements;
}

function treeElements({ tree, vmas, arch }: MmView, { theme, width, prefix }: Tools): readonly string[] {
  if (tree === null) return [];
  const canvas = new SvgCanvas();
  const layout = treeLayout(tree, NO_NODES);
  const scale = new UnitScale(layout.units, width, MAX_LEAF_PX);
  drawTree(canvas, {
    ...{ layout, scale, theme, height: TREE_HEIGHT, way: [], hover: null },
    bands: bandsOf(layout, scale, TREE_HEIGHT),
    patterns: new Map(KINDS.map((kind) => [kind, hatchOf(kind, prefix)])),
    vmas: new Map(vmas.map((vma) => [vma.id, vma])),
    shift: arch.geometry.pageShift,
    made: new Set(tree.lastStore?.made ?? []),
    changed: new Set(tree.lastStore?.changed ?? []),
    stored: tree.lastStore,
  });
  return canvas.elements;
}
