/**
 * One call with its result on one line, as strace prints it: the call, padded so that short ones have their `=` in one
 * column, and the result in hex where the call returns an address. What `mm run` prints is therefore itself a log that
 * can be read again.
 */

import { type CallResult, formatResult, RETURNS_ADDRESS } from '@mm-playground/api';

/** strace's own column for `=` (its option -a), counted from 0. */
const RESULT_COLUMN = 40;

/** `brk(NULL)                               = 0x55555557a000`. */
export const formatCallLine = (text: string, name: string, result: CallResult): string =>
  joinResult(text, resultText(name, result));

/** A call and a result that is text already: `= ?`, `= -1 ENOENT (...)`. */
export const joinResult = (text: string, result: string): string =>
  `${text.length < RESULT_COLUMN ? text.padEnd(RESULT_COLUMN) : `${text} `}= ${result}`;

/** The result alone, an address in hex. */
export const resultText = (name: string, result: CallResult): string =>
  formatResult(result, RETURNS_ADDRESS.has(name) ? 'address' : 'number');
