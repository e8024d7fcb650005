/** Who is told what the tree does: the kernel's tracepoints `ma_op`, `ma_read` and `ma_write`, and what becomes of nodes. */

import type { MapleEvent, MapleNodeEvent } from '@mm-playground/api';

/** What a tree tells. */
export type TreeEvent = MapleEvent<number> | MapleNodeEvent<number>;

/** A listener, and whether it listens now: asked once a store, so that a silent tree costs a null check. */
export interface MapleEvents {
  readonly trace: (event: TreeEvent) => void;
  readonly enabled: () => boolean;
}
