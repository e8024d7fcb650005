/**
 * What is said of plugins that fail while a program is played. Which one it was nobody can know from outside: an index that forgets
 * makes a model throw. So all that took part are named.
 */

import type { CallResult } from '@mm-playground/api';
import type { SessionOptions } from './types.ts';

/** The plugins that play a program. */
export type Players = Pick<SessionOptions, 'model' | 'kernel' | 'arch' | 'index'>;

/** `model linux-mm threw boom (kernel 6.18, architecture x86-64:levels=4, index maple)`. */
export function faultOf(players: Players, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `model ${players.model.id} threw ${message} (${namesOf(players)})`;
}

const namesOf = ({ kernel, arch, index }: Players): string =>
  `kernel ${kernel.id}, architecture ${arch.spec}, index ${index.id}`;

/** What a call gave, where it is something that a call can give. @throws TypeError where it is not */
export function checkedResult(result: CallResult): CallResult {
  if (isResult(result)) return result;
  throw new TypeError(`what is no result of a call: ${typeof result}`);
}

/** A model is another's code: what it gives may be anything. */
function isResult(result: Partial<CallResult> | undefined): boolean {
  switch (result?.kind) {
    case 'value':
      return isWord(result.value);
    case 'errno':
      return typeof result.errno?.name === 'string';
    case 'signal':
      return isWord(result.addr);
    default:
      return result?.kind === 'none';
  }
}

const isWord = (value: unknown): boolean => typeof value === 'bigint' && BigInt.asUintN(64, value) === value;
