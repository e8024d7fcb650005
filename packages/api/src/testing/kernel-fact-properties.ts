/** Properties of single calls: what Linux answers, fact by fact. */

import { expect } from 'vitest';
import { compareRelease } from '../kernel.ts';
import type { CallResult } from '../model.ts';
import { hex } from '../units.ts';
import { beforeFacts, ERRNO_ORDER, type KernelFact } from './kernel-facts.ts';
import type { KernelKit } from './kernel-kit.ts';
import { RESULTS } from './kernel-results.ts';

/** Declares a property for each error that comes before others. */
export const errnoProperties = (kit: KernelKit): void => factProperties(kit, ERRNO_ORDER);

/** Declares a property for each plain result. */
export const resultProperties = (kit: KernelKit): void => factProperties(kit, RESULTS);

function factProperties(kit: KernelKit, facts: readonly KernelFact[]): void {
  for (const fact of facts)
    kit.it(fact.what, () => {
      const bench = kit.bench();
      bench.call(beforeFacts(kit.places));
      for (const call of fact.after?.(kit.places) ?? []) bench.call(call);
      const given = outcomeOf(kit, bench.call(fact.call(kit.places)), bench.view.layout.brk);
      const { gives, source } = expectationOf(kit, fact);
      expect({ gives: given, source }).toEqual({ gives, source });
      if (fact.leaves !== undefined) expect(bench.draw()).toBe(fact.leaves);
    });
}

function expectationOf({ parts: { kernel } }: KernelKit, { gives, since, source }: KernelFact): Partial<KernelFact> {
  const isOlder = since !== undefined && compareRelease(kernel.release, since[0]) < 0;
  return { gives: isOlder ? since[1] : gives, source };
}

/** What came of a call in the words of facts. */
function outcomeOf({ places: { at, size } }: KernelKit, result: CallResult, brk: bigint | undefined): string {
  if (result.kind === 'errno') return result.errno.name;
  if (result.kind === 'signal') return `${result.signal} ${result.code}`;
  if (result.kind === 'none') return 'does not return';
  if (result.value === brk) return 'break';
  if (result.value < at(0)) return String(result.value);
  return result.value < at(1024) ? `page ${(result.value - at(0)) / size}` : hex(result.value);
}
