/** Arguments as C expressions of type `long`: constants are resolved, names are variables, structs of words are arrays. */

import type { ArgValue } from '@mm-playground/api';

/** The variable that a name of the script becomes: never a word of C's own. */
export const variable = (name: string): string => `v_${name}`;

/** Text as a C string literal. */
export const literal = (text: string): string => `"${[...text].map(escaped).join('')}"`;

/** Octal escapes have three digits, so that what follows is never taken for part of them. */
function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (/[ !#->@-[\]-~]/.test(character)) return character;
  return code < 0xa0 ? `\\${code.toString(8).padStart(3, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** A number of 64 bits. Large ones are addresses or masks, and read best in hex. */
export function integer(value: bigint): string {
  const word = BigInt.asIntN(64, value);
  if (word < 0n && word >= -0xffffn) return `${word}`;
  return word >= 0n && word < 0x1_0000n ? `${word}` : `0x${BigInt.asUintN(64, word).toString(16)}ul`;
}

/** The C expression of an argument, or undefined where it has none: what strace prints for other calls than these. */
export function expressionOf(arg: ArgValue): string | undefined {
  switch (arg.kind) {
    case 'int':
      return integer(arg.value);
    case 'fd':
      return integer(arg.fd);
    case 'name':
      return arg.name === 'PAGE' ? 'PAGE' : variable(arg.name);
    case 'string':
      return arg.abbreviated ? undefined : `(long)${literal(arg.value)}`;
    case 'array':
      return fieldsOf(arg) === null ? '(long)(char[4096]){ 0 }' : wordsOf(fieldsOf(arg) ?? []);
    case 'struct':
      return wordsOf(arg.fields.map(({ value }) => value));
    case 'unary':
      return around(arg.op, expressionOf(arg.operand));
    case 'binary':
      return between(expressionOf(arg.left), arg.op, expressionOf(arg.right));
    case 'raw':
      return undefined;
  }
}

const around = (op: string, operand: string | undefined): string | undefined =>
  operand === undefined ? undefined : `${op}(${operand})`;

const between = (left: string | undefined, op: string, right: string | undefined): string | undefined =>
  left === undefined || right === undefined ? undefined : `(${left} ${op} ${right})`;

/** The fields of an array of structs (ranges that a call is given), one after the other; null of any other array, which is to be filled. */
function fieldsOf({ items, abbreviated }: ArgValue & { kind: 'array' }): ArgValue[] | null {
  const structs = items.filter((item) => item.kind === 'struct');
  if (abbreviated || structs.length === 0 || structs.length < items.length) return null;
  return structs.flatMap(({ fields }) => fields.map(({ value }) => value));
}

function wordsOf(values: readonly ArgValue[]): string | undefined {
  const words = values.map(expressionOf);
  return words.includes(undefined) || words.length === 0 ? undefined : `(long)(long[]){ ${words.join(', ')} }`;
}

/** The bound names that an argument speaks of. */
export function namesIn(arg: ArgValue): string[] {
  switch (arg.kind) {
    case 'name':
      return [arg.name];
    case 'unary':
      return namesIn(arg.operand);
    case 'binary':
      return [...namesIn(arg.left), ...namesIn(arg.right)];
    case 'struct':
      return arg.fields.flatMap(({ value }) => namesIn(value));
    case 'array':
      return arg.items.flatMap(namesIn);
    default:
      return [];
  }
}
