/**
 * What the index costs beside the maple tree: `node --conditions=@mm-playground/source src/testing/cost.ts` prints the table of the README.
 * No clocks: nodes, their bytes, and how many are read to find a page are the same on every machine.
 */

import { pathToFileURL } from 'node:url';
import type { TreeNodeView, TreeView, VmaIndexPlugin } from '@mm-playground/api';
import { readCapture, type CaptureName } from '@mm-playground/captures';
import { mapleIndex } from '@mm-playground/maple-tree';
import { createPlayground } from 'mm-playground';
import { index, plugin as here } from '../index.ts';

/** Bytes of a node, in the kernel. */
const BYTES: Readonly<Record<string, number>> = { [mapleIndex.id]: 256, [index.id]: 4096 };

/** Where a mapping begins, and its pages. */
type Mapped = readonly [start: number, pages: number];

const GIB = 2 ** 18;
const mappings = (mapped: (at: number) => Mapped): readonly Mapped[] =>
  Array.from({ length: 512 }, (_, at) => mapped(at));

/** Address spaces that one of the two does not like. */
const SPACES: Readonly<Record<string, readonly Mapped[]>> = {
  '512 pages, a hole behind each': mappings((at) => [2 * at, 1]),
  '512 pages, side by side': mappings((at) => [at, 1]),
  '512 pages, one in each GiB': mappings((at) => [at * GIB, 1]),
  '512 of 1 GiB, aligned': mappings((at) => [at * GIB, GIB]),
  '512 of 1 GiB, a page beside that': mappings((at) => [at * GIB + 1, GIB]),
  'one of 64 TiB, aligned': [[0, 2 ** 34]],
};

/** Programs as they were when their recording ended. */
const PROGRAMS: readonly CaptureName[] = ['python-json', 'node-threads'];

function filled(plugin: VmaIndexPlugin, mapped: readonly Mapped[]): TreeView {
  const vmas = plugin.create<object>();
  for (const [start, pages] of mapped) vmas.store(start, start + pages, {});
  return demanded(vmas.inspect?.(() => 1));
}

async function played(name: CaptureName, { id }: VmaIndexPlugin): Promise<TreeView> {
  const text = readCapture(name);
  const { session } = await createPlayground({ plugins: [here], index: id }).load(text);
  session?.run({ untilLine: text.split('\n').findIndex((line) => line.includes('exit_group(')) });
  return demanded(session?.view().tree);
}

function demanded(tree: TreeView | null | undefined): TreeView {
  if (tree === null || tree === undefined) throw new RangeError('there is no tree to count');
  return tree;
}

/** What a tree costs. */
interface Cost {
  readonly entries: number;
  readonly nodes: number;
  /** Nodes on the way to an entry, on average. */
  readonly depth: number;
}

function costOf({ root, entries }: TreeView): Cost {
  let [nodes, slots, depths] = [0, 0, 0];
  const visit = (node: TreeNodeView | null, depth: number): void => {
    if (node === null) return;
    nodes++;
    node.pivots.forEach((_, slot) => {
      if (node.value(slot) !== null) [slots, depths] = [slots + 1, depths + depth];
      visit(node.child(slot), depth + 1);
    });
  };
  visit(root, 1);
  return { entries, nodes, depth: depths / slots };
}

function row(what: string, radix: TreeView, maple: TreeView): string {
  const [here, there] = [costOf(radix), costOf(maple)];
  const memory = [here.nodes * (BYTES[index.id] ?? 0), there.nodes * (BYTES[mapleIndex.id] ?? 0)].map(kib);
  const cells = [here.nodes, there.nodes, ...memory, here.depth.toFixed(1), there.depth.toFixed(1)];
  return `| ${[`${what}${PROGRAMS.some((name) => name === what) ? `: ${there.entries} VMAs` : ''}`, ...cells].join(' | ')} |`;
}

const kib = (bytes: number): string => `${(bytes / 1024).toLocaleString('en', { maximumFractionDigits: 1 })} KiB`;

/** The table of the README. */
export async function costLines(): Promise<string[]> {
  const spaces = Object.entries(SPACES).map(([what, mapped]) =>
    row(what, filled(index, mapped), filled(mapleIndex, mapped)),
  );
  const programs = PROGRAMS.map(async (name) => row(name, await played(name, index), await played(name, mapleIndex)));
  return [
    '| address space | tables | maple nodes | memory here | memory there | depth here | depth there |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...spaces,
    ...(await Promise.all(programs)),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log((await costLines()).join('\n'));
