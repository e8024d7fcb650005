/** Where scripts are performed: this machine's kernel, or one that was booted for it. */
import type { MachineSource } from '../machine.ts';
import type { Reply } from './strace-text.ts';

/** A kernel, with a runner that performs scripts on it. */
export interface Target {
  /** The runner's path, as the kernel shows it. */
  readonly runner: string;
  /** What is known of the machine besides what the runner is asked for. */
  readonly machine: MachineSource;
  /** Bytes. */
  readonly pageSize: number;
  /** The end of the address space of a program, in bytes. */
  readonly taskSize: bigint;
  /** A path for the file of a script: on that machine, not there yet, without blanks. */
  newPath(): string;
  /**
   * Runs `commands`, one line each, in a new process, and returns its replies in order.
   *
   * @throws RunnerError `runner-died` when there are fewer replies than commands.
   */
  perform(commands: readonly string[]): Promise<readonly Reply[]>;
}

/**
 * The end of the address space, from the maps of the runner: without address randomisation, that is where its stack ends.
 * @throws RangeError for maps without a stack.
 */
export function taskSizeIn(maps: string): bigint {
  const end = /^[0-9a-f]+-([0-9a-f]+) .*\[stack\]$/m.exec(maps)?.[1];
  if (end === undefined) throw new RangeError('maps: expected a line with [stack]');
  return BigInt(`0x${end}`);
}
