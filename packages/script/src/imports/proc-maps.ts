/**
 * /proc/PID/maps and /proc/PID/smaps as a script: a program that begins with that address space and has made no call yet.
 * What maps do not say is taken from what they show: the break is the end of `[heap]`, the stack began in `[stack]`.
 */

import type { Diagnostic, ImportedScript } from '@mm-playground/api';
import { loadProgram } from '../load.ts';
import type { ParseOptions } from '../parse.ts';

const ENTRY = /^([0-9a-f]+)-([0-9a-f]+) /;
/** Above this no process of x86-64 with four levels, nor of riscv64, has anything but the gate. */
const HIGHEST_X86 = 0x7fff_ffff_f000n;
const GATE = '[vsyscall]';
/** What stands before each line of a body. */
const BODY = '#| ';

/** The script that begins with the address space that a text shows; lines and columns of diagnostics are those of the text. */
export function mapsScript(
  text: string,
  kind: 'maps' | 'smaps',
  { file }: Pick<ParseOptions, 'file'> = {},
): ImportedScript {
  const lines = text.replace(/\r/g, '').split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  const entries = lines.filter((line) => ENTRY.test(line));
  const head = [...systemLines(lines, entries), ...layoutLines(entries)];
  const maps = kind === 'smaps' ? bodyOf('maps', entries) : [];
  const shown = bodyOf(kind, lines);
  const script = `${[...head, ...maps, ...shown].join('\n')}\n`;
  const above = head.length + maps.length + 1;
  const { program, diagnostics } = loadProgram(script, { file });
  const own = diagnostics
    .filter(({ span }) => span.line > above || maps.length === 0)
    .map((said) => moved(said, above));
  if (program !== undefined) return { text: script, diagnostics: own };
  // Of a text without a mapping only what was made of it can be wrong.
  const isSaid = own.some(({ severity }) => severity === 'error');
  return { text: undefined, diagnostics: isSaid ? own : [...own, nothingIn(kind, diagnostics[0]?.file ?? '')] };
}

const bodyOf = (name: string, lines: readonly string[]): string[] => [
  `#@ ${name}`,
  ...lines.map((line) => BODY + line),
];

/** A diagnostic of the script where it is one of the text. */
const moved = (diagnostic: Diagnostic, above: number): Diagnostic => ({
  ...diagnostic,
  span: {
    ...diagnostic.span,
    line: Math.max(1, diagnostic.span.line - above),
    column: Math.max(1, diagnostic.span.column - BODY.length),
  },
});

const nothingIn = (kind: 'maps' | 'smaps', file: string): Diagnostic => ({
  ...{ file, span: { line: 1, column: 1, length: 0 }, severity: 'error' },
  message: `no mapping is in it: expected /proc/PID/${kind}`,
});

/** What addresses and page sizes say of the machine. */
function systemLines(lines: readonly string[], entries: readonly string[]): string[] {
  const kilobytes = /^KernelPageSize:\s+(\d+) kB/.exec(
    lines.find((line) => line.startsWith('KernelPageSize')) ?? '',
  )?.[1];
  const isHigh = entries.some((line) => !line.endsWith(GATE) && rangeOf(line).end > HIGHEST_X86);
  const hasLargePages = kilobytes !== undefined && kilobytes !== '4';
  const facts = [
    ...(isHigh || hasLargePages ? ['arch=arm64'] : []),
    ...(hasLargePages ? [`page_size=${Number(kilobytes) * 1024}`] : []),
  ];
  return facts.length === 0 ? [] : [`#@ system ${facts.join(' ')}`];
}

function layoutLines(entries: readonly string[]): string[] {
  const find = (name: string): string | undefined => entries.find((line) => line.trimEnd().endsWith(` ${name}`));
  const [heap, stack] = [find('[heap]'), find('[stack]')];
  const words = [
    ...(heap === undefined ? [] : [`start_brk=${hex(rangeOf(heap).start)}`, `brk=${hex(rangeOf(heap).end)}`]),
    ...(stack === undefined ? [] : [`start_stack=${hex(rangeOf(stack).end - 1n)}`]),
  ];
  return words.length === 0 ? [] : [`#@ layout ${words.join(' ')}`];
}

function rangeOf(line: string): { readonly start: bigint; readonly end: bigint } {
  const [, start = '0', end = '0'] = ENTRY.exec(line) ?? [];
  return { start: BigInt(`0x${start}`), end: BigInt(`0x${end}`) };
}

const hex = (address: bigint): string => `0x${address.toString(16)}`;
