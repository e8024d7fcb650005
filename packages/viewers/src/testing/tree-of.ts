/** The maple tree of a view, made as the model makes it: VMA by VMA, the last one seen. */

import type { MmView, TreeView, VmaView } from '@mm-playground/api';
import { inspect, MapleTree } from '@mm-playground/maple-tree';

/** The tree after the VMAs were stored; `after` may store more, and leave dead nodes behind. */
export function treeOf(view: MmView, after: (tree: MapleTree<VmaView>) => void = () => undefined): TreeView {
  let isTold = false;
  const tree = new MapleTree<VmaView>({ gaps: true, rcu: true, trace: () => undefined, tracing: () => isTold });
  for (const vma of view.vmas) {
    tree.gracePeriod();
    tree.storeRange(vma.start, vma.end - 1, vma);
  }
  tree.gracePeriod();
  isTold = true;
  after(tree);
  return inspect(tree.snapshot(), ({ id }) => id);
}

/** The view with the tree of its VMAs. */
export const withTree = (view: MmView, after?: (tree: MapleTree<VmaView>) => void): MmView => ({
  ...view,
  vmas: view.vmas,
  counters: view.counters,
  tables: view.tables,
  tree: treeOf(view, after),
});
