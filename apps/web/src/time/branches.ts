/*
 * Branches: futures of one script, kept beside each other as a small tree. Each is a text of its own; what it shares with the one that
 * it left is the lines up to where it did. The open branch is the one in the editor: its text is the source's.
 */
import type { AppState, Source } from '../state.ts';

export interface Branch {
  readonly id: number;
  readonly name: string;
  /** The branch that it left; null for the one that all came from. */
  readonly parent: number | null;
  /** The last line that it has from there. */
  readonly line: number;
  /** Its text when it was last left. */
  readonly text: string;
}

/** Two branches at least, the first of them the trunk, parents before their children. */
export interface Branches {
  readonly list: readonly Branch[];
  readonly current: number;
}

export type BranchAction =
  /** Leaves the open branch after the line of the present call. */
  | { readonly type: 'fork' }
  | { readonly type: 'switch'; readonly id: number }
  | { readonly type: 'rename'; readonly id: number; readonly name: string }
  | { readonly type: 'drop'; readonly id: number };

/** More than this is no small tree. */
export const MOST_BRANCHES = 12;
const LONGEST_NAME = 40;

/** What of the state is another after an action. */
export function branched(state: AppState, action: BranchAction): Partial<AppState> {
  const { source } = state;
  if (source === null) return {};
  switch (action.type) {
    case 'fork':
      return fork(state, source);
    case 'switch':
      return switchTo(state, source, action.id);
    case 'rename':
      return rename(state, action.id, action.name);
    case 'drop':
      return drop(state, source, action.id);
  }
}

/** All branches with the text that each has now. */
export function branchesNow({ branches, source }: AppState): readonly Branch[] {
  if (branches === null || source === null) return [];
  return branches.list.map((branch) => (branch.id === branches.current ? { ...branch, text: source.text } : branch));
}

/** How many branches lie between one and the trunk. */
export function depthOf(list: readonly Branch[], { parent }: Branch): number {
  const above = list.find(({ id }) => id === parent);
  return above === undefined ? 0 : 1 + depthOf(list, above);
}

function fork(state: AppState, source: Source): Partial<AppState> {
  const { text } = source;
  const trunk: Branch = { id: 0, name: 'original', parent: null, line: 0, text };
  const before = state.branches === null ? [trunk] : branchesNow(state);
  if (before.length >= MOST_BRANCHES) return {};
  const parent = state.branches?.current ?? trunk.id;
  const id = Math.max(...before.map((branch) => branch.id)) + 1;
  const line = state.played?.calls[state.position.call]?.line ?? 0;
  const branch: Branch = { id, name: `branch ${id}`, parent, line, text };
  return {
    branches: { list: [...before, branch], current: id },
    source: { ...source, branch: id, edited: true },
  };
}

function switchTo(state: AppState, source: Source, id: number): Partial<AppState> {
  const list = branchesNow(state);
  const to = list.find((branch) => branch.id === id);
  if (to === undefined || id === state.branches?.current) return {};
  return {
    branches: { list, current: id },
    source: { ...source, branch: id, text: to.text, edited: true },
    stale: true,
  };
}

function rename({ branches }: AppState, id: number, name: string): Partial<AppState> {
  const given = name.trim().slice(0, LONGEST_NAME);
  if (branches === null || given === '') return {};
  const list = branches.list.map((branch) => (branch.id === id ? { ...branch, name: given } : branch));
  return { branches: { ...branches, list } };
}

/** What left a dropped branch has left its parent; the trunk's first child becomes the trunk. */
function drop(state: AppState, source: Source, id: number): Partial<AppState> {
  const list = branchesNow(state);
  const gone = list.find((branch) => branch.id === id);
  if (gone === undefined || state.branches === null) return {};
  const heir = gone.parent ?? list.find(({ parent }) => parent === id)?.id ?? null;
  const left = list
    .filter((branch) => branch !== gone)
    .map((branch): Branch => {
      if (gone.parent === null && branch.id === heir) return { ...branch, parent: null, line: 0 };
      return branch.parent === id
        ? { ...branch, parent: heir, line: Math.min(branch.line, gone.line || branch.line) }
        : branch;
    });
  const isOpen = state.branches.current === id;
  const moved = isOpen && heir !== null ? switchTo(state, source, heir) : {};
  if (left.length < 2) return { ...moved, branches: null };
  return { ...moved, branches: { list: left, current: isOpen && heir !== null ? heir : state.branches.current } };
}
