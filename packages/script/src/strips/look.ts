/**
 * What a letter of a strip means: protection, what lies behind it, and the flags that matter. It is written as one line of a
 * legend, and what is usual is left out of it:
 *
 * ```
 * A rw-p                     private anonymous memory
 * B rw-p written             the same, and its pages were written: it has an anon_vma
 * C r--p /lib/libc.so.6 +16  the first page under the letter is page 16 of the file
 * D rw-s                     shared anonymous memory
 * E rw-p [anon:jit] lo dc    named, locked, not copied by fork: flags as smaps has them
 * ```
 */

import { parseSmapsFlags, VM_ACCOUNT, VM_MAYWRITE, VM_WRITE, type VmaView } from '@mm-playground/api';

/** Everything that the pages under one letter have in common. */
export interface Look {
  /** `rw-p`. */
  readonly perms: string;
  /** As maps shows it: a path, `[anon:NAME]`; empty for anonymous memory, private or shared. */
  readonly backing: string;
  /**
   * Which opening of that path (or which shared memory) it is, from 1: what maps two of them never merges.
   */
  readonly opening: number;
  /** Page of the file less the page of the address; of anonymous memory, of the place where it was first written. */
  readonly shift: number;
  /** Whether pages of it were written, so that it has an anon_vma. */
  readonly written: boolean;
  /** Further flags, two letters each as in smaps, in the order of smaps. */
  readonly marks: readonly string[];
}

/** Private anonymous memory that nobody has touched. */
export const PLAIN: Look = Object.freeze({
  perms: 'rw-p',
  backing: '',
  opening: 1,
  shift: 0,
  written: false,
  marks: Object.freeze([]),
});

/** Whether anonymous memory, private to the process, is meant. */
export const isAnonymous = ({ perms, backing }: Look): boolean =>
  perms.endsWith('p') && (backing === '' || backing.startsWith('[anon:'));

/** What /proc/PID/maps calls shared anonymous memory; a legend says nothing there. */
const SHARED_ANONYMOUS = '/dev/zero (deleted)';

/** Flags that the permissions tell, or that smaps shows of nearly everything. */
const USUAL = new Set(['rd', 'wr', 'ex', 'sh', 'mr', 'me', 'ms', 'sd']);

/** The look of a VMA; `opening` tells apart what has one name. */
export function lookOf(vma: VmaView, opening: number): Look {
  const backing = vma.name === SHARED_ANONYMOUS ? '' : vma.name;
  const written = vma.anonVma !== null;
  const shift = shiftOf(vma, backing);
  return { perms: vma.perms, backing, opening, shift, written, marks: marksOf(vma, written) };
}

/** Offsets of anonymous memory count from its place, those of a file from its beginning; the kernel's own tell nothing. */
const shiftOf = ({ pgoff, start }: VmaView, backing: string): number =>
  backing.startsWith('[') && !backing.startsWith('[anon:') ? 0 : pgoff - start;

function marksOf({ flags, perms, name }: VmaView, written: boolean): string[] {
  const marks = flags
    .toSmaps()
    .trim()
    .split(' ')
    .filter((mark) => !USUAL.has(mark) && mark !== 'ac' && mark !== 'mw');
  const usuallyCharged = perms.endsWith('p') && (flags.has(VM_WRITE) || written) && !marks.includes('nr');
  if (flags.has(VM_ACCOUNT) !== usuallyCharged) marks.push(usuallyCharged ? '-ac' : 'ac');
  const usuallyMayWrite = perms.endsWith('p') || flags.has(VM_WRITE) || name === SHARED_ANONYMOUS;
  if (flags.has(VM_MAYWRITE) !== usuallyMayWrite) marks.push(usuallyMayWrite ? '-mw' : 'mw');
  return marks;
}

/** A name for the look: equal looks have equal keys. */
export const lookKey = (look: Look): string => formatLook(look, 0);

/** `rw-p /data +3 written lo`, where the first page under the letter is `start`. */
export function formatLook({ perms, backing, opening, shift, written, marks }: Look, start: number): string {
  const offset = shift + (isFile(perms, backing) ? start : 0);
  return [
    perms,
    backing,
    opening > 1 ? `#${opening}` : '',
    offset === 0 ? '' : `${offset > 0 ? '+' : ''}${offset}`,
    written ? 'written' : '',
    ...marks,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** A file's pages are counted from its beginning; those of anonymous memory from where they lie. */
const isFile = (perms: string, backing: string): boolean =>
  backing === '' ? perms.endsWith('s') : !backing.startsWith('[');

const LEGEND = /^([A-Za-z?]) ([r-][w-][x-][ps])(?: (.*))?$/;
/** Words behind the backing: an opening, an offset, `written`, flags. What stands before them is the backing. */
const TAIL = /^(?:#\d{1,6}|[+-]\d{1,15}|written|-?[a-z]{2})$/;

/** A legend's line as `[letter, look]`, or null where the line is none. `start` is the first page under the letter. */
export function parseLegendLine(
  line: string,
  startOf: (letter: string) => number,
): { readonly letter: string; readonly look: Look } | { readonly wrong: string } | null {
  const match = LEGEND.exec(line.trim().replaceAll(/\s+/g, ' '));
  if (match === null) return null;
  const [, letter = '', perms = '', rest = ''] = match;
  const words = rest === '' ? [] : rest.split(' ');
  let tail = words.length;
  while (tail > 0 && TAIL.test(words[tail - 1] ?? '')) tail--;
  const backing = words.slice(0, tail).join(' ');
  const said = words.slice(tail);
  const marks = said.filter((word) => /^-?[a-z]{2}$/.test(word));
  const unknown = marks.find((mark) => parseSmapsFlags(mark.replace('-', '')).flags.names().length === 0);
  if (unknown !== undefined) return { wrong: `\`${unknown}\` is no flag of smaps` };
  if (!/^($|\/|\[)/.test(backing)) return { wrong: `\`${backing}\` is neither a path nor a [name]` };
  const numberOf = (sign: RegExp): number | undefined => {
    const word = said.find((text) => sign.test(text));
    return word === undefined ? undefined : Number(word.replace('#', ''));
  };
  const offset = numberOf(/^[+-]\d/) ?? 0;
  const look = {
    perms,
    backing,
    opening: numberOf(/^#/) ?? 1,
    shift: offset - (isFile(perms, backing) ? startOf(letter) : 0),
    written: said.includes('written'),
    marks,
  };
  return { letter, look };
}
