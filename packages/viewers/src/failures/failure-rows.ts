/** What came of failing each step of a call that can fail, as plain data, and in words. */

import { signed } from '../format/address.ts';

/** Fired (bubbling, composed) when a failure is to be looked at; `detail` is its {@link FailedStep}. */
export const FAIL_EVENT = 'mm-fail';

/** One step that was failed (or more than one at once), and what was left behind. */
export interface FailedStep {
  /** `vm_area_alloc#2`: the second visit of that step. */
  readonly failed: readonly string[];
  /** The caller was told; the call did all the same what it was asked for; or the model stopped. */
  readonly outcome: 'failed' | 'done' | 'kernel bug' | 'not modelled';
  /** What the caller got; null where the model stopped. */
  readonly result: string | null;
  /** What became of what was mapped; null where the call was done all the same. */
  readonly oldMappings: 'intact' | 'split' | 'partly done' | 'gap' | 'lost' | null;
  readonly gapPages: number;
  readonly lostPages: number;
  readonly counters: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  readonly violations: readonly { readonly property: string; readonly what: string }[];
  /** What the same call gives afterwards, when nothing fails. */
  readonly retry: string | null;
}

/** How a verdict looks beside its colour. */
export interface FailureVerdict {
  readonly id: 'ok' | 'gap' | 'violated' | 'unknown';
  readonly glyph: string;
  readonly words: string;
}

/** Whether a failure is well handled: a gap is an outcome that kernels have, but worth to see. */
export function verdictOf({ violations, outcome, oldMappings }: FailedStep): FailureVerdict {
  if (violations.length > 0) return { id: 'violated', glyph: '◆', words: 'violated' };
  if (outcome === 'not modelled') return { id: 'unknown', glyph: '–', words: 'not modelled' };
  if (oldMappings === 'gap') return { id: 'gap', glyph: '◐', words: 'leaves a gap' };
  return { id: 'ok', glyph: '✓', words: 'ok' };
}

/** `-1 ENOMEM (Cannot allocate memory)` is ENOMEM here. */
export const shortResult = (result: string | null): string =>
  result === null ? '—' : (/^-1 (\w+)/.exec(result)?.[1] ?? result);

const pages = (count: number): string => `${count} ${count === 1 ? 'page' : 'pages'}`;

/** What became of what was mapped before. */
export function mappingsText({ outcome, oldMappings, gapPages, lostPages }: FailedStep): string {
  if (oldMappings === null) return outcome === 'done' ? 'done all the same' : outcome === 'failed' ? '—' : outcome;
  if (oldMappings === 'lost') return `lost: ${pages(lostPages)}${gapPages > 0 ? `, gap of ${pages(gapPages)}` : ''}`;
  return oldMappings === 'gap' ? `gap of ${pages(gapPages)}` : oldMappings;
}

/** Counters that are not what they were. */
export const countersText = ({ counters }: FailedStep): string =>
  counters.map(({ name, before, after }) => `${name} ${signed(after - before)}`).join(', ');

/** What the same call gives when it is made once more. */
export const againText = ({ retry }: FailedStep, normal: string): string =>
  retry === null ? '' : retry === normal ? 'the same as without' : shortResult(retry);
