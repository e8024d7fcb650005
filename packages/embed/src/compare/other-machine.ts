/** The machine beside the shown one, as a word says it: `kernel:6.10`, `arm64:granule=64`, `index:sorted-array`. */

import type { Names, Session } from 'mm-playground';

/** What of a machine can be another one. */
export type MachinePart = 'kernel' | 'arch' | 'index';

/** The same machine but for one part. */
export interface OtherMachine {
  readonly kind: MachinePart;
  /** As `--kernel`, `--arch` and `--index` take it. */
  readonly id: string;
}

/** What a word stands for; a word of no kind is an architecture. */
export function otherMachine(word: string): OtherMachine {
  const [, kind, id = ''] = /^(kernel|index):(.+)$/.exec(word) ?? [];
  return kind === 'kernel' || kind === 'index' ? { kind, id } : { kind: 'arch', id: word };
}

/** The word that stands for it. */
export const wordOfMachine = ({ kind, id }: OtherMachine): string => (kind === 'arch' ? id : `${kind}:${id}`);

/** What is wrong with the machine that a word asks for, or with the script on it. */
export const besideTrouble = (word: string, message: string): string => `compare="${word}": ${message}`;

/**
 * What the shown side and the other one are called: by the part that is another one. An architecture is called as it was asked for, so
 * that options which nobody thinks of are left out, and no others.
 *
 * @param arch the architecture that somebody wants for the shown side; empty where the script says it, or nobody
 */
export function sideNames(
  { kind, id }: OtherMachine,
  arch: string,
  [shown, other]: readonly [Session, Session],
): Names {
  if (kind === 'arch') return [archName(shown, arch), id];
  const nameOf = ({ options: { kernel, index } }: Session): string => (kind === 'kernel' ? kernel.id : index.title);
  return [nameOf(shown), nameOf(other)];
}

const archName = ({ program: { system }, options }: Session, asked: string): string =>
  [asked, system.arch].find((name) => name !== undefined && name !== '') ?? options.arch.id;
