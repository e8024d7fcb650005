/** Where scripts are performed: this machine's kernel, or one that was booted for it. */
import type { MachineSource } from '../machine.ts';
import type { Reply } from './strace-text.ts';

/** A kernel, with a runner that performs scripts on it. */
export interface Target {
  /** The runner's path, as the kernel shows it. */
  readonly runner: string;
  /** What is known of the machine besides what the runner is asked for. */
  readonly machine: MachineSource;
  /** A path for the file of a script: on that machine, not there yet, without blanks. */
  newPath(): string;
  /**
   * Runs `commands`, one line each, in a new process, and returns its replies in order.
   *
   * @throws RunnerError `runner-died` when there are fewer replies than commands.
   */
  perform(commands: readonly string[]): Promise<readonly Reply[]>;
}
