/**
 * Reading what the command line names: a file, or standard input for `-`. Compressed files are passed on as they are;
 * whoever reads the text sees it from the bytes.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { ScriptPack } from '@mm-playground/api';
import { InputError, problem } from './exit.ts';

/** The file name that means standard input. */
export const STDIN = '-';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ERR_FS_FILE_TOO_LARGE: 'the file is too large',
};

/** The bytes of a file or of standard input. @throws InputError where it cannot be read. */
export async function readInput(file: string): Promise<Uint8Array> {
  try {
    return file === STDIN ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    throw new InputError([problem(file, `cannot be read: ${reasonOf(error)}`)]);
  }
}

/** The same, where `PACK/SCRIPT` may name one that a plugin brings along, unless there is such a file. @throws InputError */
export async function readSource(file: string, packs: readonly ScriptPack[]): Promise<Uint8Array> {
  const scripts = packs.flatMap((pack) => pack.scripts.map(({ id, text }) => ({ name: `${pack.id}/${id}`, text })));
  const packed = scripts.find(({ name }) => name === file);
  return packed === undefined || existsSync(file) ? readInput(file) : new TextEncoder().encode(packed.text);
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}
