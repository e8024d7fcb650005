/*
 * Branches as they are kept with a work: what was written is read piece by piece, for it may be of an older version of the page, and
 * a tree that is none would be walked for ever.
 */
import { isRecord } from '../kept-json.ts';
import { MOST_BRANCHES, type Branch, type Branches } from '../time/branches.ts';

/** Characters of the texts of all branches. */
export const charactersOf = (branches: Branches | null): number =>
  (branches?.list ?? []).reduce((sum, { text }) => sum + text.length, 0);

/** Branches as they were kept; null where there are none, or what there is is no tree of them. */
export function branchesOf(value: unknown): Branches | null {
  if (!isRecord(value) || !Array.isArray(value['list'])) return null;
  const list: Branch[] = [];
  for (const each of value['list']) {
    const branch = branchOf(each, list);
    if (branch === null || list.length === MOST_BRANCHES) return null;
    list.push(branch);
  }
  const current = list.find(({ id }) => id === value['current']);
  return list.length < 2 || current === undefined ? null : { list, current: current.id };
}

/** One of them, which is the trunk or left one that comes before it. */
function branchOf(value: unknown, before: readonly Branch[]): Branch | null {
  if (!isRecord(value)) return null;
  const { id, name, parent, line, text } = value;
  if (!isCount(id) || !isCount(line) || typeof name !== 'string' || typeof text !== 'string') return null;
  const from = before.find((branch) => branch.id === parent)?.id ?? null;
  const isPlaced = before.length === 0 ? parent === null : from !== null;
  const isNew = before.every((branch) => branch.id !== id);
  return isPlaced && isNew ? { id, name, parent: from, line, text } : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
