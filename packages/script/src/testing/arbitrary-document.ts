/**
 * Random documents for tests, in the form that the parser gives them (operators bound as C binds them, groups where needed),
 * so that printing and parsing one must give the same tree. Without offsets: those of a document that was not parsed are 0.
 */

import fc, { type Arbitrary } from 'fast-check';
import {
  BINARY_LEVELS,
  type BinaryOperator,
  type CallEnd,
  type CallLine,
  type Document,
  type Expr,
  type Line,
  type ListNode,
  type NameNode,
  type NumberNode,
  type Prefix,
  type ResultNode,
  type ResumedLine,
  type UnaryOp,
  type Word,
} from '../syntax.ts';

const HERE = { from: 0, to: 0 };
const word = (text: string): Word => ({ ...HERE, text });
const words = (...texts: string[]): Arbitrary<Word> => fc.constantFrom(...texts).map(word);

const anyNumber: Arbitrary<NumberNode> = fc
  .oneof(
    fc.nat().map(String),
    fc.nat().map((n) => `0x${n.toString(16)}`),
    fc.constantFrom('0644', '64K', '2M', '0UL', '00000000'),
  )
  .map((text) => ({ kind: 'number', ...word(text) }));

const anyName: Arbitrary<NameNode> = fc
  .constantFrom('PROT_READ', 'NULL', 'PAGE', 'p', 'a_1', 'S_IFREG', 'resumed', '_x')
  .map((text) => ({ kind: 'name', ...word(text) }));

const anyString: Arbitrary<Expr> = fc
  .record({ text: fc.constantFrom('""', '"a b"', '"\\"\\\\,)"', '"\\303\\251<>"'), abbreviated: fc.boolean() })
  .map(({ text, abbreviated }) => ({ kind: 'string', ...word(text), abbreviated }));

const anyFd: Arbitrary<Expr> = fc.record({
  kind: fc.constant('fd' as const),
  from: fc.constant(0),
  to: fc.constant(0),
  base: fc.oneof(anyNumber, fc.constant<NameNode>({ kind: 'name', ...word('AT_FDCWD') })),
  path: words(
    '/usr/lib/libc.so.6',
    'socket:[12]',
    'TCP:[1.2.3.4:80->5.6.7.8:9]',
    '/dev/pts/0<char 136:0>',
    '/a (deleted)',
  ),
  deleted: fc.boolean(),
});

const comment = words('/* 35 vars */', '/* */', '/* a, ) " */');
const ellipsis: Expr = { kind: 'ellipsis', ...HERE };

/** Expressions by how tightly they bind: items of lists, operands of binary operators by level, single values. */
const expressions = fc.letrec<{ element: Expr; operand: Expr; primary: Expr; list: ListNode }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyNumber,
    anyBinary(tie('operand')),
    words('fd', 'st_mode').chain((name) =>
      tie('operand').map((value): Expr => ({ kind: 'named', ...HERE, name, value })),
    ),
    fc.tuple(tie('operand'), tie('operand')).map(([before, after]): Expr => ({ kind: 'out', ...HERE, before, after })),
    comment.map((text): Expr => ({ kind: 'commented', ...HERE, value: undefined, comment: text })),
  ),
  operand: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('primary'),
    fc
      .tuple(fc.constantFrom<UnaryOp>('-', '~', '!', '&', '@', '+'), tie('operand'))
      .map(([op, operand]): Expr => ({ kind: 'unary', ...HERE, op, operand })),
    fc
      .tuple(tie('primary'), comment)
      .map(([value, text]): Expr => ({ kind: 'commented', ...HERE, value, comment: text })),
  ),
  primary: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyNumber,
    anyName,
    anyString,
    anyFd,
    tie('list'),
    anyBinary(tie('operand')).map((inner): Expr => ({ kind: 'group', ...HERE, inner })),
    fc
      .tuple(words('makedev', 'htons'), fc.array(tie('element'), { maxLength: 2 }))
      .map(([name, items]): Expr => ({ kind: 'macro', ...HERE, name, items })),
  ),
  list: fc
    .record({
      kind: fc.constantFrom('struct' as const, 'array' as const),
      items: fc.array(
        fc.oneof({ weight: 5, arbitrary: tie('element') }, { weight: 1, arbitrary: fc.constant(ellipsis) }),
        {
          maxLength: 3,
        },
      ),
      apart: fc.boolean(),
    })
    .map(({ kind, items, apart }) => ({ kind, ...HERE, items, separator: apart && canStandApart(items) ? ' ' : ',' })),
}));

/** Operators of `level` and tighter, bound as C binds them, without brackets. */
function anyBinary(operand: Arbitrary<Expr>, level = 0): Arbitrary<Expr> {
  const ops = BINARY_LEVELS[level];
  if (ops === undefined) return operand;
  const tighter = anyBinary(operand, level + 1);
  const others = fc.array(tighter, { minLength: 1, maxLength: 2 });
  const chain = fc
    .tuple(fc.constantFrom<BinaryOperator>(...ops), tighter, others)
    .map(([op, first, rest]) =>
      rest.reduce<Expr>((left, right) => ({ kind: 'binary', ...HERE, op, opAt: HERE, left, right }), first),
    );
  return fc.oneof({ weight: 8, arbitrary: tighter }, { weight: 1, arbitrary: chain });
}

/** Whether a list reads the same with blanks alone between its items: each but the first begins like a word. */
const canStandApart = (items: readonly Expr[]): boolean =>
  items.length > 1 && items.slice(1).every(({ kind }) => ['number', 'named', 'ellipsis'].includes(kind));

const anyPrefix: Arbitrary<Prefix> = fc.record({
  task: fc.option(
    fc.oneof(
      fc.nat(4_194_304).map((pid) => ({ style: 'number' as const, ...word(String(pid)) })),
      fc.nat(4_194_304).map((pid) => ({ style: 'pid' as const, ...word(String(pid)) })),
      fc.constantFrom('writer', 'reader-2').map((name) => ({ style: 'bracket' as const, ...word(name) })),
    ),
    { nil: undefined },
  ),
  stamps: fc.subarray(['12:34:56', '1699999999.123456', '[  59]', '[00007f12a4b5c6d7]', '(+     0.000123)'].map(word)),
});

const anyResult: Arbitrary<ResultNode> = fc.record({
  from: fc.constant(0),
  to: fc.constant(0),
  value: words('0', '-1', '0x7f00', '?'),
  path: fc.option(words('/a', 'anon_inode:[eventfd]'), { nil: undefined }),
  deleted: fc.constant(false),
  errno: fc.option(words('ENOMEM', 'ERESTARTSYS'), { nil: undefined }),
  signal: fc.constant(undefined),
  notes: fc.subarray(['(Cannot allocate memory)', '(DELAYED)', '(flags A|B)', '/* 1 in ns */', '<0.000012>'].map(word)),
});

interface Ending {
  readonly end: CallEnd;
  readonly trailingComma: boolean;
  readonly result: ResultNode | undefined;
}

const anyEnding: Arbitrary<Ending> = fc
  .record({
    end: fc.constantFrom<CallEnd>('closed', 'unfinished', 'abandoned', 'detached'),
    trailingComma: fc.boolean(),
    result: fc.option(anyResult, { nil: undefined }),
  })
  .map(({ end, trailingComma, result }) => ({
    end,
    trailingComma: trailingComma && end !== 'closed',
    result: end === 'closed' || end === 'abandoned' ? result : undefined,
  }));

const anyArgs = fc.array(
  fc.oneof(
    expressions.element,
    fc.constantFrom<Expr>({ kind: 'raw', ...word('X or Y') }, { kind: 'raw', ...word('"a" b') }),
  ),
  { maxLength: 4 },
);

const anyHead = fc.record({
  prefix: anyPrefix,
  binds: fc.option(words('p', 'q_1'), { nil: undefined }),
  name: words('foo', 'read', '???'),
});

const anyCall: Arbitrary<CallLine> = fc.tuple(anyHead, anyArgs, anyEnding).map(([head, args, ending]) => {
  const trailingComma = ending.trailingComma && args.length > 0;
  return { kind: 'call', ...HERE, ...head, args, ...ending, trailingComma, interruption: undefined };
});

const anyLead = fc.constantFrom<ResumedLine['lead']>('', ',', '=>');

const anyResumed: Arbitrary<ResumedLine> = fc
  .tuple(anyPrefix, words('foo', 'read', '???'), anyLead, expressions.operand, anyArgs, anyEnding)
  .map(([prefix, name, lead, first, rest, ending]) => {
    const args = lead === '' ? rest : [first, ...rest];
    const trailingComma = ending.trailingComma && args.length > 0;
    return { kind: 'resumed', ...HERE, prefix, name, lead, args, ...ending, trailingComma };
  });

/** A call with a message of strace in its line, and the rest of it on the next. */
const anyInterrupted: Arbitrary<Line[]> = fc
  .tuple(anyHead, fc.array(expressions.element, { maxLength: 2 }), fc.boolean(), anyResumed)
  .map(([head, args, comma, rest]) => {
    const interruption = word('strace: Process 123 attached');
    const trailingComma = comma && args.length > 0;
    const call = { kind: 'call' as const, ...HERE, ...head, args, trailingComma, interruption, result: undefined };
    const after = rest.lead === '' ? { ...rest, args: [], trailingComma: false, end: 'closed' as const } : rest;
    const prefix = { task: undefined, stamps: [] };
    return [
      { ...call, end: 'interrupted' },
      { ...after, prefix, name: word('') },
    ];
  });

const anyText = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });

const anyOther: Arbitrary<Line> = fc.oneof(
  fc.constant<Line>({ kind: 'blank', ...HERE }),
  anyText.map((text): Line => ({ kind: 'comment', ...word(`# ${text}`.trimEnd()) })),
  fc
    .tuple(anyPrefix, words('+++ exited with 0 +++', '--- SIGSEGV {si_signo=SIGSEGV} ---', '> libc.so(mmap) [0x1]'))
    .map(([prefix, text]): Line => ({ kind: 'note', ...HERE, prefix, text })),
  fc
    .tuple(words('maps', 'explain', 'unknown_'), anyText, fc.array(anyText.map(word), { maxLength: 3 }))
    .map(([name, rest, body]): Line => ({ kind: 'directive', ...HERE, name, rest: word(rest.trim()), body })),
);

const anyLines: Arbitrary<Line[]> = fc.oneof(
  { weight: 4, arbitrary: anyCall.map((line) => [line]) },
  { weight: 1, arbitrary: anyResumed.map((line) => [line]) },
  { weight: 1, arbitrary: anyInterrupted },
  { weight: 1, arbitrary: anyOther.map((line) => [line]) },
);

/** Documents, as the parser would give them, with offsets of 0. */
export const anyDocument: Arbitrary<Document> = fc.array(anyLines, { maxLength: 6 }).map((lines) => ({
  kind: 'document',
  file: 'script',
  lines: lines.flat(),
  lineStarts: [0],
  firstLine: 1,
  length: 0,
  newlineAtEnd: true,
}));
