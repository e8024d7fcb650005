/*
 * The globals that ECMAScript 2024 itself defines. What is not here comes from a host: a browser, Node, a worker.
 * `globalThis` is left out on purpose: it is the door to all of them.
 */

/** Globals whose result depends on the clock, on chance, on the user's locale or on the garbage collector. */
export const NOT_DETERMINISTIC: ReadonlySet<string> = new Set([
  'Date',
  'FinalizationRegistry',
  'Intl',
  'Math.random',
  'WeakRef',
]);

/** By kind: values, functions, typed arrays, everything else, errors. */
const KINDS = [
  'undefined NaN Infinity arguments',
  'isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent',
  'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array',
  'BigInt64Array BigUint64Array ArrayBuffer SharedArrayBuffer DataView Atomics',
  'Array BigInt Boolean Function Iterator JSON Map Math Number Object Promise Proxy Reflect RegExp Set String Symbol',
  'WeakMap WeakSet',
  'AggregateError Error EvalError RangeError ReferenceError SyntaxError TypeError URIError',
];

/** All of them, `NOT_DETERMINISTIC` included. */
export const LANGUAGE_GLOBALS: ReadonlySet<string> = new Set([
  ...NOT_DETERMINISTIC,
  ...KINDS.flatMap((kind) => kind.split(' ')),
]);
