/**
 * One file on several machines: `--kernel` and `--arch` may be said more than once, and each gives a session of its own.
 */

import { UsageError } from './exit.ts';
import { readSource } from './input.ts';
import { loadSession, openPlayground } from './replay.ts';
import type { ReplayOptions } from './options.ts';
import type { RecordMode, Session } from 'mm-playground';

/** Options of commands that can be about more than one machine. */
export interface SidesOptions extends Omit<ReplayOptions, 'kernel' | 'arch'> {
  readonly kernel: readonly string[];
  readonly arch: readonly string[];
}

/** What one of the machines is; undefined is what the file says. */
export interface Side {
  readonly kernel: string | undefined;
  readonly arch: string | undefined;
}

/** The machines that were asked for; one where nobody asked. @throws UsageError where kernels and architectures do not pair */
export function sidesOf({ kernel, arch }: SidesOptions): Side[] {
  const count = Math.max(kernel.length, arch.length, 1);
  if (kernel.length > 1 && arch.length > 1 && kernel.length !== arch.length)
    throw new UsageError(`${kernel.length} kernels and ${arch.length} architectures do not make pairs`);
  const at = (given: readonly string[], side: number): string | undefined =>
    given.length > 1 ? given[side] : given[0];
  return Array.from({ length: count }, (_, side) => ({ kernel: at(kernel, side), arch: at(arch, side) }));
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
    const { kernel: _kernel, arch: _arch, ...rest } = options;
    const { kernel, arch } = side;
    const one = { ...rest, ...(kernel !== undefined && { kernel }), ...(arch !== undefined && { arch }) };
    const playground = await openPlayground(one, record);
    bytes ??= await readSource(file, playground.registry.scripts);
    sessions.push(await loadSession(playground, file, { bytes, told }));
  }
  return sessions;
}
