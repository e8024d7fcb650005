/** The page faults of a run, read from the steps of its calls: which page, in which call, and what the kernel did about it. */

import type { RunSource, Step } from '@mm-playground/api';

/** What became of a fault, by the function that the kernel chose for it. */
export const FAULT_KINDS = ['new', 'file', 'copy', 'other', 'refused'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** The words for each, for one and for many. */
export const KIND_WORDS: Readonly<Record<FaultKind, readonly [one: string, many: string]>> = {
  new: ['new page', 'new pages'],
  file: ['page of a file', 'pages of files'],
  copy: ['copy on write', 'copies on write'],
  other: ['other', 'others'],
  refused: ['refused', 'refused'],
};

const KIND_OF: Readonly<Record<string, FaultKind>> = {
  do_anonymous_page: 'new',
  do_huge_pmd_anonymous_page: 'new',
  do_fault: 'file',
  do_wp_page: 'copy',
  wp_huge_pmd: 'copy',
};

/** One fault. */
export interface Fault {
  readonly call: number;
  readonly page: number;
  readonly kind: FaultKind;
}

/**
 * The faults of a run, by call. Yields after every call: of many calls a part is read in each frame.
 *
 * @param pageShift of an address
 */
export function* readFaults(run: RunSource, pageShift: number): Generator<Fault[], Fault[], void> {
  const faults: Fault[] = [];
  for (let call = 0; call < run.calls.length; call++) {
    collect(run.stepsOf(call), call, pageShift, faults);
    yield faults;
  }
  return faults;
}

function collect(steps: readonly Step[], call: number, pageShift: number, faults: Fault[]): void {
  steps.forEach(({ kind, name, detail }, at) => {
    if (kind !== 'tracepoint' || !name.startsWith('exceptions:page_fault_')) return;
    const { address } = detail;
    if (typeof address === 'bigint')
      faults.push({ call, page: Number(address >> BigInt(pageShift)), kind: kindAfter(steps, at) });
  });
}

/** What is done about a fault stands behind it: nothing, where no mapping has the address, or it may not be used so. */
function kindAfter(steps: readonly Step[], at: number): FaultKind {
  let kind: FaultKind = 'refused';
  for (let next = at + 1; next < steps.length; next++) {
    const step = steps[next];
    if (step === undefined || step.name.startsWith('exceptions:')) break;
    if (step.name === 'handle_mm_fault') kind = 'other';
    const known = KIND_OF[step.name];
    if (known !== undefined) return known;
  }
  return kind;
}

/** Faults by kind. */
export type KindCounts = Readonly<Record<FaultKind, number>>;

/** How many there are of each kind. */
export function countKinds(faults: readonly Fault[]): KindCounts {
  const counts = { new: 0, file: 0, copy: 0, other: 0, refused: 0 };
  for (const { kind } of faults) counts[kind]++;
  return counts;
}
