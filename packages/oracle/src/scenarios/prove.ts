/**
 * A scenario on the kernel that runs here: every call is made by the native runner, in a process and a directory of its own,
 * and every recorded result and pagemap is compared with what the kernel says. What is refuted is wrong in the file, whatever
 * the model thinks.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  evaluate,
  SIZE_UNITS,
  RLIMIT,
  type ArgValue,
  type CallItem,
  type CheckpointItem,
  type Program,
} from '@mm-playground/api';
import { recordedText } from 'mm-playground';
import { converse, type Conversation } from '../native/conversation.ts';
import { ensureRunner } from '../native/runner.ts';
import { drawReply, type Reply } from '../native/strace-text.ts';
import { Unprovable } from './unprovable.ts';

/** How to prove. Nothing is needed. */
export interface ProveOptions {
  /** Where the compiled runner is kept, and the directories in which scenarios make their files. `/var/tmp` if missing. */
  readonly directory?: string;
  /** After how many milliseconds a scenario is given up; 60000 if missing. */
  readonly timeoutMs?: number;
}

/** A recorded fact that the kernel refutes. */
export interface Refutation {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly recorded: string;
  readonly kernel: string;
}

/** What came of one scenario. */
export interface Proof {
  readonly file: string;
  /** Calls and checkpoints that were compared. */
  readonly calls: number;
  readonly checkpoints: number;
  readonly refutations: readonly Refutation[];
  /** What the kernel answered to each call and showed at each checkpoint, by line. */
  readonly answers: ReadonlyMap<number, string>;
}

const DEFAULTS = { directory: '/var/tmp', timeoutMs: 60_000 } as const;

/**
 * Makes the calls of `program` on the running kernel, address randomisation off, and compares.
 *
 * @throws Unprovable where the program has an initial state, a race, a call or a snapshot that the runner cannot perform.
 * @throws RunnerError when there is no compiler, or when the runner died.
 */
export async function prove(program: Program, options: ProveOptions = {}): Promise<Proof> {
  const { directory, timeoutMs } = { ...DEFAULTS, ...options };
  const runner = ensureRunner(directory);
  const own = mkdtempSync(join(directory, 'mm-scenario-'));
  const conversation = converse(runner, own, timeoutMs);
  try {
    return await new Proving(program, conversation).run();
  } finally {
    conversation.close();
    rmSync(own, { recursive: true });
  }
}

/** `FILE:LINE: WHAT: recorded X, kernel Y`. */
export const formatRefutation = ({ file, line, what, recorded, kernel }: Refutation): string =>
  `${file}:${line}: ${what}: recorded ${recorded}, kernel ${kernel}`;

/** What C programs see where a call failed. */
const FAILED = -1n;

class Proving {
  readonly #program: Program;
  readonly #runner: Conversation;
  readonly #names = new Map<string, bigint>(Object.entries<bigint>(SIZE_UNITS.values));
  readonly #refutations: Refutation[] = [];
  readonly #answers = new Map<number, string>();
  #calls = 0;
  #checkpoints = 0;

  constructor(program: Program, runner: Conversation) {
    this.#program = program;
    this.#runner = runner;
    this.#names.set('PAGE', BigInt(program.system.pageSize ?? 4096));
  }

  async run(): Promise<Proof> {
    await this.#prepare();
    for (const item of this.#program.items) {
      if (item.kind === 'call') await this.#call(item);
      else if (item.kind === 'checkpoint') await this.#checkpoint(item);
      else if (item.kind === 'race')
        throw this.#unprovable(item.span.line, 'a race has many orders: proveRace() is for it');
    }
    return {
      file: this.#program.file,
      calls: this.#calls,
      checkpoints: this.#checkpoints,
      refutations: this.#refutations,
      answers: this.#answers,
    };
  }

  /** Limits and capabilities of the scenario's machine. */
  async #prepare(): Promise<void> {
    const { initial, limits, system } = this.#program;
    if (initial !== undefined)
      throw this.#unprovable(initial.span.line, 'the initial state is that of another process');
    for (const [name, value] of Object.entries(limits) as [string, bigint][]) {
      const resource = RLIMIT.values[`RLIMIT_${name.toUpperCase()}` as keyof typeof RLIMIT.values];
      await this.#runner.ask(`0 prlimit64 0 ${resource} {${value},${value}} 0`);
    }
    if (system.caps !== undefined) await this.#runner.ask(`0 caps ${system.caps}`);
  }

  async #call(item: CallItem): Promise<void> {
    const words = item.args.map((arg) => this.#word(arg, item));
    const reply = await this.#runner.ask([item.index + 1, item.name, ...words].join(' '));
    if (item.binds !== undefined) this.#names.set(item.binds, valueOf(reply));
    const kernel = drawReply(item.name, reply);
    this.#answers.set(item.span.line, kernel);
    if (item.result === undefined) return;
    this.#calls++;
    const recorded = recordedText(item.name, item.result);
    if (!fulfils(item.name, kernel, recorded)) this.#refute(item.span.line, item.name, recorded, kernel);
  }

  async #checkpoint({ what, span }: CheckpointItem): Promise<void> {
    if (what.kind !== 'pagemap') throw this.#unprovable(span.line, `${what.kind} are those of the whole process`);
    const reply = await this.#runner.ask(`0 pagemap ${what.start} ${what.pages.length}`);
    const kernel = reply.kind === 'body' ? reply.text : '';
    this.#answers.set(span.line, kernel);
    this.#checkpoints++;
    if (kernel !== what.pages) this.#refute(span.line, 'pagemap', what.pages, kernel);
  }

  #refute(line: number, what: string, recorded: string, kernel: string): void {
    this.#refutations.push({ file: this.#program.file, line, what, recorded, kernel });
  }

  /** An argument as the runner reads it. */
  #word(arg: ArgValue, item: CallItem): string {
    if (arg.kind === 'array') return '[]';
    if (arg.kind === 'struct') return `{${arg.fields.map(({ value }) => this.#word(value, item)).join(',')}}`;
    if (arg.kind === 'string' && !/[\s"]/.test(arg.value)) return `"${arg.value}"`;
    const number = evaluate(arg, (name) => this.#names.get(name));
    if (number === undefined)
      throw this.#unprovable(item.span.line, `the runner cannot pass an argument of ${item.text}`);
    return number.toString();
  }

  #unprovable(line: number, why: string): Unprovable {
    return new Unprovable(this.#program, line, why);
  }
}

const valueOf = (reply: Reply): bigint => (reply.kind === 'result' && reply.value >= 0n ? reply.value : FAILED);

/** Whether the kernel's answer is what was recorded. An expectation of query() may leave its last words open. */
function fulfils(name: string, kernel: string, recorded: string): boolean {
  return kernel === recorded || (name === 'query' && kernel.startsWith(`${recorded.replace(/\)$/, '')} `));
}
