/*
 * What the words of one line are, for colours: read with the script package's own parser, so that what is coloured as a call
 * is one. A line that cannot be read has no colours, which says so too.
 */
import { parse, type Expr, type Line, type Range, type ResultNode } from '@mm-playground/script';

/** What a word is. */
export type LineTokenKind =
  'call' | 'name' | 'constant' | 'number' | 'string' | 'path' | 'errno' | 'directive' | 'comment' | 'body' | 'note';

/** A word, in offsets of the line. */
export interface LineToken extends Range {
  readonly kind: LineTokenKind;
}

/** The words of a line, ascending, not overlapping. */
export function tokensOfLine(text: string): LineToken[] {
  if (text.startsWith('#|')) return [{ from: 0, to: text.length, kind: 'body' }];
  const [line] = parse(text).document.lines;
  const tokens: LineToken[] = [];
  if (line !== undefined) addLine(line, tokens);
  return tokens.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
}

function addLine(line: Line, out: LineToken[]): void {
  switch (line.kind) {
    case 'call':
      if (line.binds !== undefined) add(out, line.binds, 'name');
      addCall(line, out);
      return;
    case 'resumed':
      addCall(line, out);
      return;
    case 'directive':
      out.push({ from: line.from, to: line.name.to, kind: 'directive' });
      return;
    case 'comment':
      return add(out, line, 'comment');
    case 'note':
      return add(out, line, 'note');
    case 'blank':
    case 'bad':
  }
}

function addCall(line: Extract<Line, { kind: 'call' | 'resumed' }>, out: LineToken[]): void {
  if (line.prefix.task !== undefined) add(out, line.prefix.task, 'note');
  add(out, line.name, 'call');
  for (const arg of line.args) addExpr(arg, out);
  if (line.result !== undefined) addResult(line.result, out);
}

function addResult({ value, path, errno, signal, notes }: ResultNode, out: LineToken[]): void {
  add(out, value, 'number');
  if (path !== undefined) add(out, path, 'path');
  if (errno !== undefined) add(out, errno, 'errno');
  if (signal !== undefined) add(out, signal.name, 'errno');
  if (signal !== undefined) addExpr(signal.info, out);
  for (const note of notes) add(out, note, 'comment');
}

const CONSTANT = /^[A-Z][A-Z0-9_]+$/;

function addExpr(node: Expr, out: LineToken[]): void {
  switch (node.kind) {
    case 'number':
    case 'string':
      return add(out, node, node.kind);
    case 'name':
      return add(out, node, CONSTANT.test(node.text) ? 'constant' : 'name');
    case 'fd':
      addExpr(node.base, out);
      return add(out, node.path, 'path');
    case 'commented':
      if (node.value !== undefined) addExpr(node.value, out);
      return add(out, node.comment, 'comment');
    case 'raw':
    case 'ellipsis':
      return;
    default:
      for (const part of partsOf(node)) addExpr(part, out);
  }
}

type Compound = Extract<Expr, { kind: 'unary' | 'binary' | 'group' | 'macro' | 'struct' | 'array' | 'named' | 'out' }>;

function partsOf(node: Compound): readonly Expr[] {
  switch (node.kind) {
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'group':
      return [node.inner];
    case 'macro':
    case 'struct':
    case 'array':
      return node.items;
    case 'named':
      return [node.value];
    case 'out':
      return [node.before, node.after];
  }
}

const add = (out: LineToken[], { from, to }: Range, kind: LineTokenKind): void => {
  out.push({ from, to, kind });
};
