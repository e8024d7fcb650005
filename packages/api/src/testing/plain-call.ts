/** Calls as a test writes them, and as strace would print them. */

import { formatFlags, MADV, MAP, MCL, MLOCK, MREMAP, MS, PROT, type ConstantFamily } from '../constants.ts';
import { formatResult, RETURNS_ADDRESS, type CallResult, type ModelCall } from '../model.ts';
import { hex } from '../units.ts';
import type { ArgValue } from '../value.ts';

/** An argument: a number, or text for strings. */
export type PlainArg = number | bigint | string;

/** A call: its name and its arguments. */
export type PlainCall = readonly [name: string, ...args: PlainArg[]];

/** Which arguments are flags, by their place. */
const WORDS: Readonly<Record<string, Readonly<Record<number, ConstantFamily>>>> = {
  mmap: { 2: PROT, 3: MAP },
  mprotect: { 2: PROT },
  mremap: { 3: MREMAP },
  madvise: { 2: MADV },
  mlock2: { 2: MLOCK },
  mlockall: { 0: MCL },
  msync: { 2: MS },
};

/** The call as a model takes it. */
export const modelCallOf = ([name, ...args]: PlainCall): ModelCall => ({
  name,
  args: args.map(argOf),
  recorded: undefined,
});

const argOf = (arg: PlainArg): ArgValue =>
  typeof arg === 'string'
    ? { kind: 'string', value: arg, abbreviated: false }
    : { kind: 'int', value: BigInt.asUintN(64, BigInt(arg)) };

/** `mprotect(0x10000000, 0x1000, PROT_READ)`. */
export const drawCall = ([name, ...args]: PlainCall): string =>
  `${name}(${args.map((arg, at) => drawArg(arg, WORDS[name]?.[at])).join(', ')})`;

function drawArg(arg: PlainArg, words: ConstantFamily | undefined): string {
  if (typeof arg === 'string') return `"${arg}"`;
  if (words !== undefined) return formatFlags(BigInt(arg), words);
  return arg < 10 ? String(arg) : hex(arg);
}

/** `0x10000000`, `-1 ENOMEM (Cannot allocate memory)`: what the call gave. */
export const drawResult = ([name]: PlainCall, result: CallResult): string =>
  formatResult(result, RETURNS_ADDRESS.has(name) ? 'address' : 'number');
