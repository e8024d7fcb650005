/**
 * Steps: what a kernel procedure did, in the order in which it did it, under the kernel's own function names. A step is
 * named where a kernel reader would set a breakpoint: at function entry, at a decision, at a mutation. With nobody
 * listening a step costs one null check.
 *
 * A step says *that* something happened; *what changed* is read from the model's journal ({@link Change}), so that a
 * mutation that nobody thought of naming is shown all the same.
 */

import type { Tracepoint } from './tracepoints.ts';

/** A value that a step shows. Page numbers and counts are numbers, words and addresses bigints (shown in hex). */
export type StepValue = string | number | bigint | boolean;

/** Named values of a step. */
export type StepDetail = Readonly<Record<string, StepValue>>;

/**
 * What is made when somebody reads it: of the steps that are recorded hardly any is ever looked at. It reads the same at any
 * time, whatever became of the machine, and may be read again.
 */
export interface Deferred<T> {
  read(): T;
}

/** A value that is there already. A class, because a closure a step costs three times as much memory. */
class Ready<T> implements Deferred<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  read(): T {
    return this.#value;
  }
}

/** A value that is there already. */
export const ready = <T>(value: T): Deferred<T> => new Ready(value);

/** Receives what the model does while it does it. See {@link Machine.trace} for what a listener may do to the machine. */
export interface Tracer {
  /** A kernel function was entered: `mmap_region`, `vma_merge_new_range`, ... */
  enter(name: string, detail?: Deferred<StepDetail>): void;
  /** The innermost function that was entered returns. */
  exit(result?: Deferred<StepValue | undefined>): void;
  /** A decision or mutation inside the innermost function. */
  step(name: string, detail?: Deferred<StepDetail>): void;
  /** A kernel tracepoint fired. */
  tracepoint(event: Deferred<Tracepoint>): void;
}

/** One recorded step. */
export interface Step {
  readonly kind: 'enter' | 'exit' | 'step' | 'tracepoint';
  /** The kernel's name: a function, a labelled place in it, or `system:tracepoint`. */
  readonly name: string;
  /** Depth in the call graph, 0 for the system call itself. */
  readonly depth: number;
  readonly detail: StepDetail;
  /** The journal position after the step: the state to show for it. */
  readonly mark: number;
}

/** One field of one object that changed between two states. */
export interface Change {
  /** `vma#12`, `mm#1`, `pte 0x7ffff7fc0000`, ... */
  readonly object: string;
  readonly field: string;
  readonly before: StepValue | undefined;
  readonly after: StepValue | undefined;
}
