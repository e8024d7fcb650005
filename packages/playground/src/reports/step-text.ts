/**
 * Values, details and changes of steps as text. Words and addresses (bigints) are shown in hex, page numbers and counts
 * in decimal, as the contract of a step says.
 */

import { hex, type Change, type StepDetail, type StepValue } from '@mm-playground/api';

/** `0x7ffff7fc0000`, `12`, `true`, `topdown`. */
export const formatStepValue = (value: StepValue): string => (typeof value === 'bigint' ? hex(value) : String(value));

/** `addr=0x10000000, len=0x3000`. */
export const formatDetail = (detail: StepDetail): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${formatStepValue(value)}`)
    .join(', ');

/** What changed, one line an object: `vma#2: end 65539 -> 65537, pgoff 0 -> 1`, a new object with all its fields. */
export function formatChanges(changes: readonly Change[]): string[] {
  const byObject = Map.groupBy(changes, ({ object }) => object);
  return Array.from(byObject, ([object, fields]) => `${object}: ${fields.map(formatChange).join(', ')}`);
}

function formatChange({ field, before, after }: Change): string {
  if (before === undefined) return after === undefined ? field : `${field} = ${formatStepValue(after)}`;
  return `${field} ${formatStepValue(before)} -> ${after === undefined ? 'gone' : formatStepValue(after)}`;
}
