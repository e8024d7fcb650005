/**
 * Arguments to {@link ArgValue}: constants become numbers, names of earlier results stay names, and what no model reads
 * becomes raw text. In a call that a model reads, whatever cannot be resolved is an error.
 */

import {
  type ArgValue,
  type BinaryOp,
  CONSTANT_FAMILIES,
  findConstant,
  similarConstants,
  type StructField,
} from '@mm-playground/api';
import { printExpr } from './print-expression.ts';
import type { Report } from './report.ts';
import { stringValue, unescape } from './strings.ts';
import type { BinaryNode, Expr, FdNode, ListNode, NameNode, NumberNode, Range, UnaryNode } from './syntax.ts';

/** What an argument may refer to, and how strictly. */
export interface ArgumentContext {
  readonly report: Report;
  /** Names that earlier calls bound. */
  readonly names: ReadonlySet<string>;
  /**
   * `strict`: a model reads this; unknown words are errors. `open`: a model reads this, but the call has so many
   * sub-commands (fcntl, prctl) that an unknown constant is just one that we need not know. `loose`: nobody reads this.
   */
  readonly mode: 'strict' | 'open' | 'loose';
}

/** The page size: known when the call runs, so it stays a name. */
export const PAGE = 'PAGE';

const WORD_BITS = 64;
const LARGEST = (1n << 64n) - 1n;
const LONGEST_NUMBER = 40;
const UNITS: Readonly<Record<string, bigint>> = { K: 1n << 10n, M: 1n << 20n, G: 1n << 30n };
const FOLDABLE: ReadonlySet<string> = new Set<BinaryOp>(['+', '-', '*', '/', '%', '<<', '>>', '|', '&', '^']);

/** One argument as data. */
export function compileArgument(node: Expr, context: ArgumentContext): ArgValue {
  switch (node.kind) {
    case 'number':
      return compileNumber(node, context);
    case 'name':
      return compileName(node, context);
    case 'string':
      return { kind: 'string', value: stringValue(node.text), abbreviated: node.abbreviated };
    case 'fd':
      return compileFd(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'binary':
      return compileBinary(node, context);
    case 'group':
      return compileArgument(node.inner, context);
    case 'struct':
      return compileStruct(node, context);
    case 'array':
      return compileArray(node, context);
    case 'named':
      return { kind: 'struct', fields: [compileField(node, context)], abbreviated: false };
    case 'out':
      return compileArgument(node.before, context);
    case 'commented':
      return node.value === undefined ? raw(node) : compileArgument(node.value, context);
    case 'macro':
      return unreadable(node, `\`${node.name.text}(...)\` has no value here`, context);
    case 'ellipsis':
    case 'raw':
      return raw(node);
  }
}

/** Arguments of one call. `name=value` arguments (clone's) are collected into one struct, where the first one stands. */
export function compileArguments(nodes: readonly Expr[], context: ArgumentContext): ArgValue[] {
  const args: ArgValue[] = [];
  const named: StructField[] = [];
  for (const node of nodes) {
    if (node.kind !== 'named') {
      args.push(compileArgument(node, context));
      continue;
    }
    if (named.length === 0) args.push({ kind: 'struct', fields: named, abbreviated: false });
    named.push(compileField(node, context));
  }
  return args;
}

/** The number of a token like `0x10`, `0755`, `64K`; undefined where it needs more than 64 bits. */
export function numberValue(text: string): bigint | undefined {
  const short = text.length <= SHORT_NUMBER && !/^0\d/.test(text) ? Number(text) : NaN;
  return Number.isNaN(short) ? longNumberValue(text) : BigInt(short);
}

/** So many characters are exact in a double, in decimal and in hexadecimal. */
const SHORT_NUMBER = 14;

function longNumberValue(text: string): bigint | undefined {
  const [, digits = '', suffix = ''] = /^(0[xX][0-9a-fA-F]+|\d+)([KMG]?)/.exec(text) ?? [];
  if (digits.length > LONGEST_NUMBER) return undefined;
  const octal = /^0[0-7]+$/.test(digits);
  const value = BigInt(octal ? `0o${digits}` : digits.replace(/^0X/, '0x')) * (UNITS[suffix] ?? 1n);
  return value > LARGEST ? undefined : value;
}

const raw = (node: Expr): ArgValue => ({ kind: 'raw', text: printExpr(node) });

function unreadable(node: Expr, message: string, { report, mode }: ArgumentContext, at: Range = node): ArgValue {
  if (mode === 'strict') report.error(at, message);
  return raw(node);
}

function compileNumber(node: NumberNode, context: ArgumentContext): ArgValue {
  const value = numberValue(node.text);
  if (value !== undefined) return { kind: 'int', value };
  return unreadable(node, `\`${node.text}\` does not fit into ${WORD_BITS} bits`, context);
}

function compileName(node: NameNode, context: ArgumentContext): ArgValue {
  const name = node.text;
  if (name === PAGE || context.names.has(name)) return { kind: 'name', name };
  const value = findConstant(name);
  if (value !== undefined) return { kind: 'int', value };
  return context.mode === 'strict' ? unreadable(node, unknownWord(name, context), context) : raw(node);
}

function unknownWord(name: string, { names, report }: ArgumentContext): string {
  if (/[a-z]/.test(name)) {
    return `\`${name}\` is not bound: no line before has \`${name} = call(...)\`${report.suggest(name, names)}`;
  }
  return `unknown constant \`${name}\`${report.suggest(name, CONSTANT_NAMES) || orSimilar(name, report)}`;
}

function orSimilar(name: string, report: Report): string {
  const similar = name.includes('_') && !report.isOverwhelmed ? similarConstants(name) : [];
  return similar.length === 0 ? '' : `: there are ${similar.map((known) => `\`${known}\``).join(', ')} and others`;
}

/** The names of all constants and units. */
const CONSTANT_NAMES: readonly string[] = [...CONSTANT_FAMILIES.flatMap(({ values }) => Object.keys(values)), PAGE];

function compileFd(node: FdNode, context: ArgumentContext): ArgValue {
  const base = compileArgument(node.base, context);
  if (base.kind !== 'int') return raw(node);
  const path = unescape(node.path.text);
  const suffix = path.endsWith(DELETED);
  return {
    kind: 'fd',
    fd: base.value,
    path: suffix ? path.slice(0, -DELETED.length) : path,
    deleted: suffix || node.deleted,
  };
}

const DELETED = ' (deleted)';

function compileUnary(node: UnaryNode, context: ArgumentContext): ArgValue {
  const { op } = node;
  const operand = compileArgument(node.operand, context);
  if (operand.kind === 'raw') return raw(node);
  if (!isNumeric(operand)) return unreadable(node, `\`${op}\` needs a number`, context);
  if (op === '+') return operand;
  if (op === '&' || op === '@') return unreadable(node, `\`${op}\` has no meaning here`, context);
  if (operand.kind !== 'int') return { kind: 'unary', op, operand };
  const { value } = operand;
  return { kind: 'int', value: op === '-' ? -value : op === '~' ? ~value : value === 0n ? 1n : 0n };
}

function compileBinary(node: BinaryNode, context: ArgumentContext): ArgValue {
  const left = compileArgument(node.left, context);
  const right = compileArgument(node.right, context);
  if (!isNumeric(left) || !isNumeric(right)) {
    const known = left.kind === 'raw' || right.kind === 'raw';
    return known ? raw(node) : unreadable(node, `\`${node.op}\` needs numbers`, context, node.opAt);
  }
  if (!FOLDABLE.has(node.op)) return unreadable(node, `\`${node.op}\` is not supported`, context, node.opAt);
  const op = node.op as BinaryOp;
  if (left.kind !== 'int' || right.kind !== 'int') return { kind: 'binary', op, left, right };
  const value = fold(op, left.value, right.value);
  if (value !== undefined) return { kind: 'int', value: bounded(value) };
  const problem = op === '/' || op === '%' ? 'division by zero' : `shift by ${right.value}`;
  return unreadable(node, problem, context, node.right);
}

/** Whoever reads the number takes it modulo 2^64; far out of that range it may as well be taken so at once. */
const bounded = (value: bigint): bigint => (value > FAR || value < -FAR ? BigInt.asIntN(WORD_BITS, value) : value);
const FAR = 1n << 127n;

/** Constant folding; undefined for a division by zero or a shift out of the word. */
function fold(op: BinaryOp, a: bigint, b: bigint): bigint | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    case '<<':
      return b < 0n || b >= 64n ? undefined : a << b;
    case '>>':
      return b < 0n || b >= 64n ? undefined : a >> b;
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '^':
      return a ^ b;
  }
}

/** Whether a value is, or will be, a number. */
const isNumeric = ({ kind }: ArgValue): boolean =>
  kind === 'int' || kind === 'fd' || kind === 'name' || kind === 'unary' || kind === 'binary';

function compileStruct(node: ListNode, context: ArgumentContext): ArgValue {
  const items = node.items.filter(({ kind }) => kind !== 'ellipsis');
  const fields = items.map((item) => compileField(item, context));
  return { kind: 'struct', fields, abbreviated: items.length < node.items.length };
}

function compileField(node: Expr, context: ArgumentContext): StructField {
  if (node.kind === 'named') return { name: node.name.text, value: compileArgument(node.value, context) };
  return { name: '', value: compileArgument(node, context) };
}

function compileArray(node: ListNode, context: ArgumentContext): ArgValue {
  const items = node.items.filter(({ kind }) => kind !== 'ellipsis');
  return {
    kind: 'array',
    items: items.map((item) => compileArgument(item, context)),
    abbreviated: items.length < node.items.length,
  };
}
