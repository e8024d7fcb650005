/**
 * A state as one picture: the address map and, where the index is a tree, the tree below it, drawn by the functions that draw the viewers.
 * The same state gives the same text.
 */

import type { MmView } from '@mm-playground/api';
import { addressAxis } from '../address-map/address-axis.ts';
import { drawAddressMap } from '../address-map/address-map.draw.ts';
import { AddressScale } from '../address-map/address-scale.ts';
import { NO_CHANGES } from '../address-map/changes.ts';
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
  readonly scheme?: 'light' | 'dark';
}

const MAP_HEIGHT = 300;
const TREE_HEIGHT = 360;
const USUAL_WIDTH = 1200;

/** The lines of an SVG file. */
export function stateSvg(view: MmView, { title, width = USUAL_WIDTH, scheme = 'light' }: StateSvgOptions): string[] {
  const theme = plainTheme(scheme);
  const tree = treeElements(view, theme, width);
  const height = MAP_HEIGHT + (tree.length === 0 ? 0 : TREE_HEIGHT);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(descriptionOf(view))}</desc>`,
    `<defs>${KINDS.map((kind) => hatch(kind, theme)).join('')}</defs>`,
    '<g>',
    ...mapElements(view, theme, width),
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

function mapElements(view: MmView, theme: Theme, width: number): readonly string[] {
  const canvas = new SvgCanvas();
  const { geometry, layout } = view.arch;
  const scale = new AddressScale(addressAxis(view.vmas, layout.taskSize), width);
  drawAddressMap(canvas, {
    columns: vmaColumns(view.vmas),
    ...{ scale, overview: scale, theme, changes: NO_CHANGES, selection: null, hover: null },
    bands: bandsIn(MAP_HEIGHT),
    patterns: KINDS.map(hatchOf),
    reader: new TableReader(view.tables),
    shift: geometry.pageShift,
  });
  return canvas.elements;
}

function treeElements({ tree, vmas, arch }: MmView, theme: Theme, width: number): readonly string[] {
  if (tree === null) return [];
  const canvas = new SvgCanvas();
  const layout = treeLayout(tree, NO_NODES);
  const scale = new UnitScale(layout.units, width, MAX_LEAF_PX);
  drawTree(canvas, {
    ...{ layout, scale, theme, height: TREE_HEIGHT, way: [], hover: null },
    bands: bandsOf(layout, scale, TREE_HEIGHT),
    patterns: new Map(KINDS.map((kind) => [kind, hatchOf(kind)])),
    vmas: new Map(vmas.map((vma) => [vma.id, vma])),
    shift: arch.geometry.pageShift,
    made: new Set(tree.lastStore?.made ?? []),
    changed: new Set(tree.lastStore?.changed ?? []),
    stored: tree.lastStore,
  });
  return canvas.elements;
}
