import { CAPTURES, readCapture } from '@mm-playground/captures';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';
import { completionsAt } from './completions.ts';
import { loadProgram } from './load.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { tokens } from './tokens.ts';

/** Of the host; this package itself has no clock. */
declare const performance: { now(): number };

/** Pieces that mean something to the parser, so that random texts get past the first character. */
const PIECES = [
  ...[
    'mmap(',
    'munmap(',
    'p = ',
    'foo(',
    ')',
    ' = ',
    '-1 ENOMEM (Cannot allocate memory)',
    '?',
    '0x1000',
    '4096',
    ', ',
  ],
  ...[
    'PROT_READ',
    '|',
    '<<',
    '{',
    '}',
    '[',
    ']',
    '"',
    '"abc"...',
    '...',
    '/*',
    '*/',
    '/* x */',
    '=>',
    '<',
    '>',
    '3</a>',
  ],
  ...[
    '<unfinished ...>',
    '<... mmap resumed>',
    '[pid 12] ',
    '12 ',
    '[writer] ',
    '+++ exited with 0 +++',
    '--- SIGSEGV {',
  ],
  ...['#@ maps', '#@ system kernel=6.12', '#@ pagemap 0x1000 2', '#| ', '#| 1000-2000 rw-p 00000000 00:00 0 ', '# '],
  ...[
    'VmFlags: rd',
    'Size:   4 kB',
    '\n',
    '\n',
    '\r\n',
    ' ',
    '\t',
    'PAGE',
    '-',
    '~',
    '!',
    '&',
    '@',
    '+',
    '*',
    '/',
    '%',
    '(',
  ],
  ...[
    '\\',
    '\u0000',
    '\u00e9',
    '\ud800',
    '1699999999.123456 ',
    'SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x1}',
    ';',
    '#@ race',
  ],
];

const anyText = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')) },
);

/** A line of a capture with a piece put in or a stretch taken out. */
const anySpoiltLine = fc
  .tuple(fc.constantFrom(...linesOfCaptures()), fc.nat(), fc.nat(12), fc.constantFrom('', ...PIECES))
  .map(([line, at, gone, piece]) => {
    const from = at % (line.length + 1);
    return line.slice(0, from) + piece + line.slice(from + gone);
  });

function linesOfCaptures(): string[] {
  const lines = CAPTURES.flatMap(({ name }) => readCapture(name).split('\n'));
  return lines.filter((_, at) => at % 97 === 0);
}

const anyInput = fc.oneof(anyText, anySpoiltLine);

it('never throws, whatever the text, and every diagnostic lies in it', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyInput, (text) => {
      const { diagnostics } = loadProgram(text);
      const lines = text.split('\n');
      for (const { span, message } of diagnostics) {
        expect(span.line).toBeLessThanOrEqual(lines.length);
        expect(span.column).toBeLessThanOrEqual((lines[span.line - 1]?.length ?? 0) + 1);
        expect(message).not.toBe('');
      }
    }),
    { numRuns: 2000 },
  );
});

it('is deterministic, and has a program exactly where there is no error', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyInput, (text) => {
      const { program, diagnostics } = loadProgram(text);
      expect(program === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      expect(loadProgram(text)).toEqual({ program, diagnostics });
    }),
    { numRuns: 300 },
  );
});

it(
  'prints any text so that printing again changes nothing, and every problem stays a problem',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(anyInput, (text) => {
        const first = parse(text);
        if (first.isBinary) return;
        const once = print(first.document);
        const again = parse(once);
        expect(print(again.document)).toBe(once);
        expect(again.diagnostics.length).toBe(first.diagnostics.length);
        expect(again.document.lines.map(({ kind }) => kind)).toEqual(first.document.lines.map(({ kind }) => kind));
      }),
      { numRuns: 2000 },
    );
  },
);

it('classifies the words of any text, in order and without overlap', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyInput, (text) => {
      let at = 0;
      for (const { from, to } of tokens(text)) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2000 },
  );
});

it('completes at any place of any text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyInput, fc.nat(), (text, at) => {
      const offset = at % (text.length + 1);
      const completions = completionsAt(text, offset);
      expect(completions?.from ?? 0).toBeLessThanOrEqual(offset);
    }),
  );
});

const HUGE = 100_000;
/** What takes quadratic time takes far longer; a busy machine does not. */
const QUADRATIC_MS = 15_000;

it.each([
  ['one endless argument list', `f(${'1,'.repeat(HUGE)}`],
  ['open brackets', `f(${'('.repeat(HUGE)}`],
  ['open braces', `f(${'{['.repeat(HUGE)}`],
  ['open angles', `f(${'1<,'.repeat(HUGE)}`],
  ['open comments', `f(${'/*'.repeat(HUGE)}`],
  ['open comments, one a line', 'f(/*\n'.repeat(HUGE)],
  ['quotes', `f(${'"\\"'.repeat(HUGE)}`],
  ['equal signs', '= '.repeat(HUGE)],
  ['angles before a call', '1<'.repeat(HUGE)],
  ['a chain of operators', `mmap(${'1|'.repeat(HUGE)}1)`],
  ['the deepest tree that is read', `mmap(${`(${'1|'.repeat(90)}`.repeat(20)}1${')'.repeat(20)})`],
  ['a number without end', `brk(${'9'.repeat(HUGE)})`],
  ['products', `brk(${Array.from({ length: 90 }, () => '9'.repeat(19)).join('*')})`],
  ['words before a call', 'a '.repeat(HUGE)],
  ['one word', 'a'.repeat(HUGE)],
  ['times before a call', '1.1 '.repeat(HUGE)],
  ['unknown constants', 'mmap(PROT_RAED, MAP_PRIVAET)\n'.repeat(HUGE / 10)],
  ['unknown calls', Array.from({ length: HUGE / 10 }, (_, at) => `f${at}()\n`).join('')],
  ['unknown directives', '#@ mpas\n'.repeat(HUGE / 10)],
  ['bodies without a directive', '#| 1\n'.repeat(HUGE / 10)],
  ['unfinished calls', Array.from({ length: HUGE / 10 }, (_, at) => `${at} brk(0 <unfinished ...>\n`).join('')],
  ['names', Array.from({ length: HUGE / 10 }, (_, at) => `p${at} = brk(p${at})\n`).join('')],
])('takes linear time for %s', { timeout: 60_000 }, (_, text) => {
  const begun = performance.now();
  const { document } = parse(text);
  compile(document);
  print(document);
  tokens(text);
  completionsAt(text, text.length);
  expect(performance.now() - begun).toBeLessThan(QUADRATIC_MS);
});
