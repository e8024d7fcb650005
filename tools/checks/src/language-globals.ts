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

const TYPED_ARRAYS = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64']
  .concat(['BigInt64', 'BigUint64'])
  .map((element) => `${element}Array`);

/** All of them, `NOT_DETERMINISTIC` included. */
export const LANGUAGE_GLOBALS: ReadonlySet<string> = new Set([
  ...NOT_DETERMINISTIC,
  ...TYPED_ARRAYS,
  ...['undefined', 'NaN', 'Infinity', 'arguments'],
  ...['isFinite', 'isNaN', 'parseFloat', 'parseInt'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'],
  ...['Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'Boolean', 'DataView', 'Function', 'Iterator', 'JSON', 'Map'],
  ...['Math', 'Number', 'Object', 'Promise', 'Proxy', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer', 'String'],
  ...['Symbol', 'WeakMap', 'WeakSet'],
  ...['AggregateError', 'Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
]);
