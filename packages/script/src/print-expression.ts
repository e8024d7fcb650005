/**
 * Arguments back to text, in the one canonical spelling: strace's, and blanks around `+` and `-` only, as people write
 * `p + 2*PAGE`. Numbers, names, strings and raw text stay as they were written.
 */

import type { BinaryNode, Expr, ListNode } from './syntax.ts';

/** Operators with a blank on each side. */
const SPACED: ReadonlySet<string> = new Set(['+', '-', '&&', '||', '==', '!=']);

/** An argument, field or item as text. */
export function printExpr(node: Expr): string {
  switch (node.kind) {
    case 'number':
    case 'name':
    case 'raw':
      return node.text;
    case 'string':
      return node.abbreviated ? `${node.text}...` : node.text;
    case 'fd':
      return `${node.base.text}<${node.path.text}>${node.deleted ? '(deleted)' : ''}`;
    case 'unary':
      return join(node.op, printExpr(node.operand));
    case 'binary':
      return printBinary(node);
    case 'group':
      return `(${printExpr(node.inner)})`;
    case 'macro':
      return `${node.name.text}(${printList(node.items, ', ')})`;
    case 'struct':
      return `{${printItems(node)}}`;
    case 'array':
      return `[${printItems(node)}]`;
    case 'named':
      return `${node.name.text}=${printExpr(node.value)}`;
    case 'out':
      return `${printExpr(node.before)} => ${printExpr(node.after)}`;
    case 'commented':
      return node.value === undefined ? node.comment.text : `${printExpr(node.value)} ${node.comment.text}`;
    case 'ellipsis':
      return '...';
  }
}

/** Arguments, or the items of a list, with `separator` between them. */
export const printList = (items: readonly Expr[], separator: string): string =>
  items.map((item) => printExpr(item)).join(separator);

const printItems = ({ items, separator }: ListNode): string => printList(items, separator === ',' ? ', ' : ' ');

function printBinary({ op, left, right }: BinaryNode): string {
  const sign = SPACED.has(op) ? ` ${op} ` : op;
  return join(printExpr(left) + sign, printExpr(right));
}

/** Puts a blank between two `&` that would read as one `&&`. */
const join = (left: string, right: string): string =>
  left.endsWith('&') && right.startsWith('&') ? `${left} ${right}` : left + right;
