/**
 * `#@ program PATH`: a program that a scenario can execute. Its body is what `readelf -lW PATH` prints, of which the type of the file,
 * the LOAD and GNU_STACK headers and the dynamic linker decide the address space; the rest may stand there or not.
 */

import type { ElfImage, ElfSegment } from '@mm-playground/api';
import type { Report } from './report.ts';
import type { DirectiveLine, Word } from './syntax.ts';
import { wordsOf } from './words.ts';

const TYPE = /^Elf file type is (?<type>EXEC|DYN)\b/;
const LINKER = /^\s*\[Requesting program interpreter: (?<path>[^\]]+)\]/;
/** Offset, virtual and physical address, sizes in the file and in memory, flags in three columns, alignment. */
const LOAD =
  /^\s*LOAD\s+(?<offset>0x[0-9a-f]+) (?<vaddr>0x[0-9a-f]+) 0x[0-9a-f]+ (?<fileSize>0x[0-9a-f]+) (?<memorySize>0x[0-9a-f]+) (?<flags>[R ][W ][E ]) (?<align>0x[0-9a-f]+)/;
const STACK = /^\s*GNU_STACK\s+(?:0x[0-9a-f]+ ){5}[R ][W ](?<exec>[E ])/;

/** Reads a program and its path into `programs`. */
export function readProgram(node: DirectiveLine, programs: Map<string, ElfImage>, report: Report): void {
  const [path, more] = wordsOf(node);
  if (path === undefined || more !== undefined)
    return report.error(more ?? node.name, 'expected `#@ program PATH`, and below it what `readelf -lW PATH` prints');
  if (programs.has(path.text)) return report.error(path, `\`${path.text}\` stands twice`);
  const texts = node.body.map(({ text }) => text);
  const type = TYPE.exec(first(texts, TYPE))?.groups?.['type'];
  const segments = node.body.flatMap((line) => segmentOf(line, report));
  if (type === undefined) report.error(node.name, 'expected a line `Elf file type is EXEC` (or `DYN`)');
  if (segments.length === 0) report.error(node.name, 'no LOAD header as `readelf -lW` prints it');
  const interpreter = LINKER.exec(first(texts, LINKER))?.groups?.['path'];
  programs.set(path.text, {
    type: type === 'DYN' ? 'dyn' : 'exec',
    segments,
    ...(interpreter !== undefined && { interpreter }),
    ...(STACK.exec(first(texts, STACK))?.groups?.['exec'] === 'E' && { executableStack: true }),
  });
}

const first = (texts: readonly string[], pattern: RegExp): string => texts.find((text) => pattern.test(text)) ?? '';

/** A LOAD header, or nothing where the line is another one. */
function segmentOf(line: Word, report: Report): ElfSegment[] {
  if (!/^\s*LOAD\b/.test(line.text)) return [];
  const { offset, vaddr, fileSize, memorySize, flags = '', align } = LOAD.exec(line.text)?.groups ?? {};
  if (offset === undefined) {
    report.error(line, 'no LOAD header as `readelf -lW` prints it');
    return [];
  }
  const word = (text = ''): bigint => BigInt(text);
  const access = flags.replaceAll(' ', '').toLowerCase().replace('e', 'x');
  const sizes = { fileSize: word(fileSize), memorySize: word(memorySize), align: word(align) };
  return [{ offset: word(offset), vaddr: word(vaddr), ...sizes, access }];
}
