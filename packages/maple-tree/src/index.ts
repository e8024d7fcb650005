/** A range map on a real maple tree. Knows number ranges and objects, not VMAs. */
export { dump, type DumpOptions } from './dump.ts';
export type { TreeEvent } from './events.ts';
export type { MaState, MaStatus } from './ma-state.ts';
export { MapleSnapshot, MapleTree, ReadableTree, type MapleTreeOptions } from './maple-tree.ts';
export { MAX_INDEX, NODE_TYPES, type NodeType } from './node-types.ts';
export type { MapleEntry, MapleHole } from './read.ts';
export type { StoreKind } from './store-kind.ts';
export { inspect } from './inspect.ts';
export { validate, type MapleViolation } from './validate.ts';
export { mapleIndex, mapleIndexWith, type MapleIndexInit } from './vma-index.ts';
