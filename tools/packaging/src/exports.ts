/*
 * What a published package exports: the same as in the workspace, without the condition that leads to the sources.
 */
import type { ExportMap, ExportTarget } from '@mm-playground/checks/workspace';
import { SOURCE_CONDITION } from '@mm-playground/vitest-preset';

/** `exports` as `publishConfig.exports` has to have them. */
export function withoutSource(exports: ExportMap): ExportMap {
  return Object.fromEntries(Object.entries(exports).map(([entry, target]) => [entry, published(target)]));
}

function published(target: ExportTarget): ExportTarget {
  if (typeof target === 'string') return target;
  const kept = Object.entries(target).filter(([condition]) => condition !== SOURCE_CONDITION);
  return Object.fromEntries(kept.map(([condition, inner]) => [condition, published(inner)]));
}
