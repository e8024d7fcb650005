/*
 * What may stand where somebody types: calls, the constants of the argument, directives (the script package knows), and what only this text
 * and this run know: names that got a result above, and addresses that are mapped at that line. Pure, for one line at a time.
 */
import type { VmaView } from '@mm-playground/api';
import { completionsAt } from '@mm-playground/script';
import { meaningOfCall, meaningOfConstant } from './meanings.ts';

/** A word that fits. */
export interface Option {
  readonly label: string;
  readonly type: 'call' | 'constant' | 'directive' | 'name' | 'address';
  /** A few words beside it. */
  readonly detail: string;
  /** A sentence about it. */
  readonly info: string;
}

export interface Offer {
  /** Where the word that is being typed begins, in the line. */
  readonly from: number;
  readonly options: readonly Option[];
}

/** What is around the line. */
export interface Surroundings {
  /** The lines above, the nearest first. */
  readonly above: Iterable<string>;
  /** What is mapped when the line is reached; asked for only where an address may stand. */
  readonly vmas: () => readonly VmaView[];
  readonly pageShift: number;
}

const BINDING = /^\s*(?:\[\w+\]\s*)?([a-z_]\w*)\s*=\s*(\w+\(.*)$/i;
/** Lines that are looked at for names. */
const MOST_LINES = 2000;
const MOST_ADDRESSES = 200;

/** What fits at an offset of a line; null where nothing is known to. */
export function offerAt(line: string, offset: number, around: Surroundings): Offer | null {
  const known = completionsAt(line, offset);
  if (known === undefined) return null;
  const { from } = known;
  const isDirective = /^\s*#@/.test(line);
  const options = known.options.map((label) => optionOf(label, isDirective));
  const isValue = !isDirective && isFree(line, from);
  return { from, options: isValue ? [...namesIn(around), ...options, ...addressesIn(around)] : options };
}

/** Whether a number or a name may stand there: no family of constants does, but the unit of sizes. */
const isFree = (line: string, from: number): boolean =>
  completionsAt(line.slice(0, from), from)?.options.join() === 'PAGE';

function optionOf(label: string, isDirective: boolean): Option {
  if (isDirective) return { label, type: 'directive', detail: '', info: '' };
  const call = meaningOfCall(label);
  if (call !== null) return { label, type: 'call', detail: call.head.slice(label.length), info: call.text };
  const constant = meaningOfConstant(label);
  const isConstant = constant !== null || /^[A-Z]/.test(label);
  return {
    label,
    type: isConstant ? 'constant' : 'call',
    detail: constant?.head.slice(label.length) ?? '',
    info: constant?.text ?? '',
  };
}

/** Names that got a result, the nearest first; of two the nearer one counts. */
function namesIn({ above }: Surroundings): Option[] {
  const found = new Map<string, Option>();
  let looked = 0;
  for (const line of above) {
    if (++looked > MOST_LINES) break;
    const [, label, call = ''] = BINDING.exec(line) ?? [];
    if (label !== undefined && !found.has(label))
      found.set(label, { label, type: 'name', detail: '', info: call.trim() });
  }
  return [...found.values()];
}

const addressesIn = ({ vmas, pageShift }: Surroundings): Option[] =>
  vmas()
    .slice(0, MOST_ADDRESSES)
    .map(({ start, end, perms, name, kind }): Option => {
      const hex = (page: number): string => `0x${(BigInt(page) << BigInt(pageShift)).toString(16)}`;
      return {
        label: hex(start),
        type: 'address',
        detail: ` ${perms} ${name === '' ? kind : name}`,
        info: `Mapped up to ${hex(end)}.`,
      };
    });
