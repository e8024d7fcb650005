/**
 * A race on the kernel that runs here: native/races.c makes it, as many times as wanted, and counts its outcomes. What the
 * program reads and prints is said at its top.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { evaluate, type ArgValue, type CallItem } from '@mm-playground/api';
import { ensureProgram } from '../native/compile.ts';
import { RunnerError } from '../native/runner-error.ts';
import { drawReply, type Reply } from '../native/strace-text.ts';
import { Unprovable } from '../scenarios/unprovable.ts';
import { outcomeLines, type Given } from './outcome.ts';
import { unitsOf, type Race } from './race.ts';

/** How often to run a race, and where. */
export interface RaceRun {
  readonly rounds: number;
  /** Of the pauses that threads make. */
  readonly seed: number;
  /** Where the compiled program is kept. */
  readonly directory: string;
  /** After how many milliseconds the program is killed. */
  readonly timeoutMs: number;
}

/** What a kernel showed. */
export interface SeenOutcome {
  readonly lines: readonly string[];
  readonly count: number;
}

/** All that a kernel showed. */
export interface KernelOutcomes {
  readonly rounds: number;
  /** Results of the set-up, as strace prints them: the same in every round. */
  readonly setUp: readonly string[];
  readonly outcomes: readonly SeenOutcome[];
}

/** A result, as the program prints it. */
type Printed =
  number | string | readonly [signal: number, code: number, addr: number] | { readonly lines: readonly string[] };

interface PrintedRace {
  readonly rounds: number;
  readonly setup: readonly Printed[];
  readonly outcomes: readonly {
    readonly count: number;
    readonly results: readonly Printed[];
    readonly rest: readonly string[];
  }[];
}

/**
 * Runs a race.
 * @throws Unprovable where a call has an argument that the program cannot pass.
 * @throws RunnerError when there is no compiler, or when the program died.
 */
export async function kernelOutcomes(race: Race, run: RaceRun): Promise<KernelOutcomes> {
  if (process.platform !== 'linux') throw new RunnerError('not-linux', `this is ${process.platform}, not Linux`);
  const program = ensureProgram('races', run.directory);
  const printed = JSON.parse(await output(program, commandsOf(race, run), run.timeoutMs)) as PrintedRace;
  const racing = race.threads.flatMap(({ calls }) => calls);
  return {
    rounds: printed.rounds,
    setUp: race.setUp.map((call, at) => givenBy(call, printed.setup[at]).result ?? ''),
    outcomes: printed.outcomes.map(({ count, results, rest }) => {
      const given = new Map(racing.map((call, at) => [call, givenBy(call, results[at])]));
      return { count, lines: outcomeLines(race, (call) => given.get(call), rest) };
    }),
  };
}

async function output(program: string, commands: readonly string[], timeoutMs: number): Promise<string> {
  const child = spawn(program, [], { env: {}, timeout: timeoutMs, killSignal: 'SIGKILL' });
  const exit = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  child.stdin.end(commands.map((command) => `${command}\n`).join(''));
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
  if (code === 0) return said;
  throw new RunnerError('runner-died', `the race died: ${errors.trim() || (signal ?? `exit code ${code}`)}`);
}

function commandsOf(race: Race, { rounds, seed }: RaceRun): string[] {
  const { setUp, threads, window } = race;
  const commands = new Commands(race);
  return [
    `race ${rounds} ${seed} ${window.start} ${window.end} ${threads.length}`,
    ...setUp.map((call, at) => commands.line(0, call, at + 1)),
    ...threads.flatMap(({ calls }, at) => calls.map((call) => commands.line(at + 1, call))),
  ];
}

/** Calls as lines of a command; results of the set-up go by the number of their line. */
class Commands {
  readonly #race: Race;
  readonly #lines = new Map<string, number>();

  constructor(race: Race) {
    this.#race = race;
  }

  line(thread: number, call: CallItem, number?: number): string {
    const words = call.args.map((arg) => this.#word(call, arg));
    if (call.binds !== undefined && number !== undefined) this.#lines.set(call.binds, number);
    return [thread, call.name, ...words].join(' ');
  }

  #word(call: CallItem, arg: ArgValue): string {
    const { program } = this.#race;
    if (arg.kind === 'string' && !/[\s"]/.test(arg.value)) return `"${arg.value}"`;
    const line = arg.kind === 'name' ? this.#lines.get(arg.name) : undefined;
    if (line !== undefined) return `#${line}`;
    const number = evaluate(arg, unitsOf(program));
    if (number === undefined)
      throw new Unprovable(program, call.span.line, `a race cannot pass an argument of ${call.text}`);
    return number.toString();
  }
}

function givenBy({ name }: CallItem, printed: Printed = 0): Given {
  if (typeof printed === 'object' && 'lines' in printed) return { result: null, lines: printed.lines };
  return { result: drawReply(name, replyOf(printed)), lines: [] };
}

function replyOf(printed: Exclude<Printed, { readonly lines: readonly string[] }>): Reply {
  if (typeof printed === 'number') return { kind: 'result', value: BigInt(printed) };
  if (typeof printed === 'string') return { kind: 'body', text: printed };
  const [signal, code, addr] = printed;
  return { kind: 'signal', signal, code, address: BigInt(addr) };
}
