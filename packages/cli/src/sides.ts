/**
 * One file on several machines: `--kernel`, `--arch` and `--index` may be said more than once, and each gives a session of its own.
 */

import { UsageError } from './exit.ts';
import { readSource } from './input.ts';
import { loadSession, openPlayground } from './replay.ts';
import type { ReplayOptions } from './options.ts';
import type { RecordMode, Session } from 'mm-playground';

/** Options of commands that can be about more than one machine. */
export interface SidesOptions extends Omit<ReplayOptions, keyof Side> {
  readonly kernel: readonly string[];
  readonly arch: readonly string[];
  readonly index: readonly string[];
}

/** What one of the machines is; undefined is what the file says. */
export interface Side {
  readonly kernel: string | undefined;
  readonly arch: string | undefined;
  readonly index: string | undefined;
}

/** The machines that were asked for; one where nobody asked. @throws UsageError where what was said more than once does not pair */
export function sidesOf({ kernel, arch, index }: SidesOptions): Side[] {
  const many = Object.entries({ kernels: kernel, architectures: arch, indexes: index }).filter(
    ([, given]) => given.length > 1,
  );
  if (new Set(many.map(([, given]) => given.length)).size > 1)
    throw new UsageError(`${many.map(([what, given]) => `${given.length} ${what}`).join(' and ')} do not make pairs`);
  const at = (given: readonly string[], side: number): string | undefined =>
    given.length > 1 ? given[side] : given[0];
  return Array.from({ length: many[0]?.[1].length ?? 1 }, (_, side) => ({
    kernel: at(kernel, side),
    arch: at(arch, side),
    index: at(index, side),
  }));
}

/** A session for each side, at its initial state. The file is read once. @throws UsageError, InputError */
export async function loadSides(
  file: string,
  options: SidesOptions,
  sides: readonly Side[],
  record: RecordMode,
): Promise<Session[]> {
  const told = new Set<string>();
  const sessions: Session[] = [];
  let bytes: Uint8Array | undefined;
  for (const side of sides) {
    const { kernel: _kernel, arch: _arch, index: _index, ...rest } = options;
    const said = Object.fromEntries(Object.entries(side).filter(([, id]) => id !== undefined));
    const playground = await openPlayground({ ...rest, ...said }, record);
    bytes ??= await readSource(file, playground.registry.scripts);
    sessions.push(await loadSession(playground, file, { bytes, told }));
  }
  return sessions;
}
