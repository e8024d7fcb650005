/**
 * The syntax tree of a script or log: what the text says, before anything is resolved. Every node that bears a token has
 * its offsets in the text, `[from, to)`; {@link spanOf} turns them into line and column. The tree keeps spelling (`0x10`
 * is not `16`) and order, comments and unreadable lines included, but not runs of blanks: {@link print} writes canonical
 * ones.
 */

import type { Span } from '@mm-playground/api';

/** A place in the text, in UTF-16 units, half-open. Both are 0 in a tree that was not parsed. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A leaf: one token, or a stretch of text that is kept as it is. */
export interface Word extends Range {
  readonly text: string;
}

/** `4096`, `0x1000`, `0644`, `64K`: digits as written, without a sign. */
export interface NumberNode extends Word {
  readonly kind: 'number';
}

/** A constant, a unit, or the name of an earlier result. */
export interface NameNode extends Word {
  readonly kind: 'name';
}

/** `"..."` with its quotes and escapes; `abbreviated` where `...` follows. */
export interface StringNode extends Word {
  readonly kind: 'string';
  readonly abbreviated: boolean;
}

/** `3</usr/lib/libc.so.6>`, `AT_FDCWD</dir>`: `path` is what stands between the angle brackets, escapes and all. */
export interface FdNode extends Range {
  readonly kind: 'fd';
  readonly base: NumberNode | NameNode;
  readonly path: Word;
  /** Whether `(deleted)` follows the closing bracket. */
  readonly deleted: boolean;
}

export type UnaryOp = '-' | '+' | '~' | '!' | '&' | '@';

/** `~[RTMIN RT_1]`, `-1`, `&sin6_addr`, `@"abstract"`. */
export interface UnaryNode extends Range {
  readonly kind: 'unary';
  readonly op: UnaryOp;
  readonly operand: Expr;
}

/** C's binary operators that strace or a scenario may print, loosest first. */
export const BINARY_LEVELS = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const;

export type BinaryOperator = (typeof BINARY_LEVELS)[number][number];

export interface BinaryNode extends Range {
  readonly kind: 'binary';
  readonly op: BinaryOperator;
  readonly opAt: Range;
  readonly left: Expr;
  readonly right: Expr;
}

/** `(p + 1)`. */
export interface GroupNode extends Range {
  readonly kind: 'group';
  readonly inner: Expr;
}

/** `makedev(0x1, 0x3)`, `htons(80)`. */
export interface MacroNode extends Range {
  readonly kind: 'macro';
  readonly name: Word;
  readonly items: readonly Expr[];
}

/** `{a=1, ...}` or `[1, 2]`. Items are separated by commas, or by blanks alone (`[HUP INT]`). */
export interface ListNode extends Range {
  readonly kind: 'struct' | 'array';
  readonly items: readonly Expr[];
  readonly separator: ',' | ' ';
}

/** `field=value`: in a struct, and in the arguments of clone. */
export interface NamedNode extends Range {
  readonly kind: 'named';
  readonly name: Word;
  readonly value: Expr;
}

/** `before => after`: what went into the kernel, and what came out of it. */
export interface OutNode extends Range {
  readonly kind: 'out';
  readonly before: Expr;
  readonly after: Expr;
}

/** `value /* comment *\/`; without a value where the comment stands alone (`[/* 35 vars *\/]`). */
export interface CommentedNode extends Range {
  readonly kind: 'commented';
  readonly value: Expr | undefined;
  readonly comment: Word;
}

/** `...` in a struct or array: strace left out the rest. */
export interface EllipsisNode extends Range {
  readonly kind: 'ellipsis';
}

/** What is balanced but not in this grammar, as it stands: `BTRFS_IOC_CLONE or FICLONE`. */
export interface RawNode extends Word {
  readonly kind: 'raw';
}

export type Expr =
  | NumberNode
  | NameNode
  | StringNode
  | FdNode
  | UnaryNode
  | BinaryNode
  | GroupNode
  | MacroNode
  | ListNode
  | NamedNode
  | OutNode
  | CommentedNode
  | EllipsisNode
  | RawNode;

/** What stands before a call: who makes it, and when. */
export interface Prefix {
  readonly task: TaskNode | undefined;
  /** What `-t`, `-r`, `-n`, `-i` and `-Y` print, as written; carried along, never read. */
  readonly stamps: readonly Word[];
}

/** `1234 `, `[pid 1234] `, `[writer] `: `text` is the name alone. */
export interface TaskNode extends Word {
  readonly style: 'number' | 'pid' | 'bracket';
}

/**
 * How the arguments end: `)`; ` <unfinished ...>` (a resumed line has the rest); the same with `)` after it (it never
 * returned); ` <detached ...>` (strace left); a message of strace in the middle (the next line has the rest).
 */
export type CallEnd = 'closed' | 'unfinished' | 'abandoned' | 'detached' | 'interrupted';

export interface ResultNode extends Range {
  /** `0`, `-1`, `0x7f...`, `?`. */
  readonly value: Word;
  /** `3</path>`: the text between the brackets. */
  readonly path: Word | undefined;
  readonly deleted: boolean;
  /** `ENOMEM`, also `ERESTARTSYS`. */
  readonly errno: Word | undefined;
  /** `SIGSEGV {si_code=..., si_addr=...}`. */
  readonly signal: { readonly name: Word; readonly info: ListNode } | undefined;
  /** `(Cannot allocate memory)`, `(DELAYED)`, `<0.000012>`, as written, in order. */
  readonly notes: readonly Word[];
}

/** `[TASK] [NAME =] call(ARG, ...) [= RESULT]`. */
export interface CallLine extends Range {
  readonly kind: 'call';
  readonly prefix: Prefix;
  readonly binds: Word | undefined;
  readonly name: Word;
  readonly args: readonly Expr[];
  /** Whether a comma stands after the last argument, before `<unfinished ...>`. */
  readonly trailingComma: boolean;
  readonly end: CallEnd;
  /** `strace: Process 123 attached`, which strace prints on a terminal into the line of the clone. */
  readonly interruption: Word | undefined;
  readonly result: ResultNode | undefined;
}

/** `<... call resumed>, ARG, ...) = RESULT`; or, after an interrupted line, the rest of it alone. */
export interface ResumedLine extends Range {
  readonly kind: 'resumed';
  readonly prefix: Prefix;
  /** Empty where the line is the rest of an interrupted one. */
  readonly name: Word;
  /** What joins the arguments here to those before: the next one, or the out-value of the last one. */
  readonly lead: '' | ',' | '=>';
  readonly args: readonly Expr[];
  readonly trailingComma: boolean;
  readonly end: CallEnd;
  readonly result: ResultNode | undefined;
}

/** `--- SIGSEGV {...} ---`, `+++ exited with 0 +++`, `strace: Process 123 attached`: shown, never an error. */
export interface NoteLine extends Range {
  readonly kind: 'note';
  readonly prefix: Prefix;
  readonly text: Word;
}

/** `#@ NAME rest` and the lines `#| text` after it. */
export interface DirectiveLine extends Range {
  readonly kind: 'directive';
  readonly name: Word;
  /** What follows the name, trimmed. */
  readonly rest: Word;
  /** One entry a line; the text after `#|` and one blank, verbatim (trailing blanks are the kernel's). */
  readonly body: readonly Word[];
}

/** `# ...`; `text` has the `#`. */
export interface CommentLine extends Word {
  readonly kind: 'comment';
}

export interface BlankLine extends Range {
  readonly kind: 'blank';
}

/** A line that could not be read, as it stands. A diagnostic says why. */
export interface BadLine extends Word {
  readonly kind: 'bad';
}

export type Line = CallLine | ResumedLine | NoteLine | DirectiveLine | CommentLine | BlankLine | BadLine;

/** A file after parsing. */
export interface Document {
  readonly kind: 'document';
  /** The name under which messages speak of the file. */
  readonly file: string;
  readonly lines: readonly Line[];
  /** Offset of the first character of each line of the text, ascending; `[0]` in a tree that was not parsed. */
  readonly lineStarts: readonly number[];
  /** The number of the first line: 1, or more where the text goes on with another one. */
  readonly firstLine: number;
  /** Length of the text. */
  readonly length: number;
  /** Whether the text ends in a newline, so that its last line is surely complete. */
  readonly newlineAtEnd: boolean;
}

/** Index, from 0, of the line that holds `offset`. O(log n). */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line, column and length of a node, counted as editors do. */
export function spanOf(document: Pick<Document, 'lineStarts' | 'firstLine'>, { from, to }: Range): Span {
  const line = lineAt(document.lineStarts, from);
  const column = Math.max(from - (document.lineStarts[line] ?? 0), 0) + 1;
  return { line: line + document.firstLine, column, length: to - from };
}
