/**
 * A script on the running kernel: performed call by call by the native runner, with what /proc shows after each, and
 * written down as a capture.
 */
import { join } from 'node:path';
import { localMachine, machineDirectives, type MachineSource } from '../machine.ts';
import { directive, layoutDirective, limitsDirective, memoryLines, snapshotDirectives } from '../proc-snapshot.ts';
import { ensureRunner, perform } from './runner.ts';
import {
  ARENA_PAGES,
  ARENA_START,
  type Argument,
  isReference,
  type NativeScript,
  resolveArgument,
  type ScriptCall,
} from './script.ts';
import { drawCall, type Reply, type Value } from './strace-text.ts';

/** How to run a script. Nothing is needed. */
export interface RunNativeOptions {
  /**
   * Where the script's file and the compiled runner are; its filesystem is that of the mappings. `/var/tmp` if missing.
   * The path may hold no blanks.
   */
  readonly directory?: string;
  /** After how many calls smaps, status and pagemap are recorded besides maps; 20 if missing. */
  readonly detailEvery?: number;
  /** Whether there are checkpoints at all; yes if missing. Without them the capture is the initial state and the calls. */
  readonly checkpoints?: boolean;
  /** After how many milliseconds the runner is killed; 60000 if missing. */
  readonly timeoutMs?: number;
  /** Is told the runner's process id before its first command; what it throws ends the run. */
  readonly started?: (pid: number) => void;
}

const DEFAULTS = { directory: '/var/tmp', detailEvery: 20, checkpoints: true, timeoutMs: 60_000 } as const;

/** Distinguishes the files of scripts that run at the same time. */
let runs = 0;

/**
 * Runs `script` on this machine's kernel and returns the capture: the initial state, the calls with their results, `maps`
 * after each call and the rest of the state after every `detailEvery`.
 *
 * @throws RunnerError when there is no compiler, or when the runner died under the script.
 * @throws RangeError when `directory` holds a blank.
 */
export async function runNative(script: NativeScript, options: RunNativeOptions = {}): Promise<string> {
  const { directory, detailEvery, checkpoints, timeoutMs } = { ...DEFAULTS, ...options };
  if (/\s/.test(directory)) throw new RangeError(`directory: expected a path without blanks, got ${directory}`);
  const plan = planOf(script, checkpoints ? detailEvery : null, join(directory, `runner.${process.pid}.${++runs}`));
  const runner = ensureRunner(directory);
  const replies = await perform(
    runner,
    plan.map(({ command }) => command),
    timeoutMs,
    options.started,
  );
  return writeCapture(plan, replies, runner);
}

/** What a reply becomes in the capture. */
type Use =
  | { readonly kind: 'initial'; readonly name: InitialName }
  | { readonly kind: 'call'; readonly call: ScriptCall }
  | { readonly kind: 'maps' | 'smaps' | 'status' | 'pagemap' };

/** One command and what its reply is for. */
interface PlanItem {
  readonly command: string;
  readonly use: Use;
  /** What its reply is drawn with, references apart. */
  readonly path?: string;
}

const INITIAL_FILES = ['maps', 'smaps', 'status', 'stat', 'limits', 'personality', 'mountinfo'] as const;
type InitialName = (typeof INITIAL_FILES)[number] | 'brk' | 'pagemap';

const PAGEMAP = `0x${ARENA_START.toString(16)} ${ARENA_PAGES}`;

function planOf(script: NativeScript, detailEvery: number | null, path: string): PlanItem[] {
  const initial: PlanItem[] = [
    ...INITIAL_FILES.map((name) => ({ command: `0 file /proc/self/${name}`, use: { kind: 'initial', name } as const })),
    { command: '0 brk 0', use: { kind: 'initial', name: 'brk' } },
    { command: `0 pagemap ${PAGEMAP}`, use: { kind: 'initial', name: 'pagemap' } },
  ];
  const perform = (call: ScriptCall): PlanItem => ({ command: encode(call, path), use: { kind: 'call', call }, path });
  const tested = script.calls.flatMap((call, index) => [
    perform(call),
    ...(detailEvery === null ? [] : checkpointsOf((index + 1) % detailEvery === 0)),
  ]);
  return [...initial, ...script.setup.map(perform), ...tested];
}

function checkpointsOf(detailed: boolean): PlanItem[] {
  const file = (kind: 'maps' | 'smaps' | 'status'): PlanItem => ({
    command: `0 file /proc/self/${kind}`,
    use: { kind },
  });
  if (!detailed) return [file('maps')];
  return [file('maps'), file('smaps'), file('status'), { command: `0 pagemap ${PAGEMAP}`, use: { kind: 'pagemap' } }];
}

/** The runner's line for a call. */
function encode(call: ScriptCall, path: string): string {
  const words = call.args.map((argument) => encodeArgument(argument, path));
  if (call.name === 'openat') words.unshift('-100');
  if (call.name === 'unlink') return [call.id, 'unlinkat', '-100', ...words].join(' ');
  return [call.id, call.name, ...words].join(' ');
}

function encodeArgument(argument: Argument, path: string): string {
  if (typeof argument === 'bigint') return argument.toString();
  if (isReference(argument))
    return argument.asIs === true ? `#${argument.call}` : `@${argument.call}${signed(argument.offset)}`;
  return `"${'isPath' in argument ? path : argument.text}"`;
}

const signed = (offset: bigint): string => (offset < 0n ? `${offset}` : `+${offset}`);

function writeCapture(plan: readonly PlanItem[], replies: readonly Reply[], runner: string): string {
  const results = new Map<number, bigint>();
  const initial = new Map<InitialName, Reply>();
  let body = '';
  plan.forEach(({ use, path = '' }, index) => {
    const reply = replies[index];
    if (reply === undefined) return;
    if (use.kind === 'initial') initial.set(use.name, reply);
    else if (use.kind === 'call') body += `${writeCall(use.call, path, reply, results)}\n`;
    else body += writeCheckpoint(use.kind, bodyOf(reply));
  });
  return writeInitial(initial, runner) + body;
}

/** The call with its arguments as they were; notes its result for those that refer to it. */
function writeCall(call: ScriptCall, path: string, reply: Reply, results: Map<number, bigint>): string {
  const values = call.args.map((argument): Value => {
    if (typeof argument === 'bigint' || isReference(argument)) return resolveArgument(argument, results);
    return 'isPath' in argument ? path : argument.text;
  });
  if (reply.kind === 'result') results.set(call.id, reply.value);
  return drawCall(call.name, values, reply);
}

function writeCheckpoint(kind: 'maps' | 'smaps' | 'status' | 'pagemap', text: string): string {
  if (kind === 'pagemap') return directive(`pagemap ${PAGEMAP}`, text);
  return directive(kind, kind === 'status' ? memoryLines(text) : text);
}

function writeInitial(initial: ReadonlyMap<InitialName, Reply>, runner: string): string {
  const text = (name: InitialName): string => bodyOf(initial.get(name));
  const brk = initial.get('brk');
  const maps = text('maps');
  return [
    machineDirectives(machineOf(text), runner),
    limitsDirective(text('limits')),
    directive(`accesses complete 0x${ARENA_START.toString(16)}-0x${startOfSpecial(maps)}`),
    layoutDirective(text('stat'), brk?.kind === 'result' ? brk.value : undefined) ?? '',
    snapshotDirectives({ maps, smaps: text('smaps'), status: memoryLines(text('status')) }),
    writeCheckpoint('pagemap', text('pagemap')),
  ].join('');
}

/** The machine as the runner saw it: `/proc/self` is the runner's. */
function machineOf(text: (name: InitialName) => string): MachineSource {
  const local = localMachine(process.pid);
  return {
    read: (path) => {
      const name = INITIAL_FILES.find((file) => path === `/proc/self/${file}`);
      return name === undefined ? local.read(path) : text(name);
    },
  };
}

function bodyOf(reply: Reply | undefined): string {
  return reply?.kind === 'body' ? reply.text : '';
}

/** Where the mappings begin that the kernel made for itself, in hex: what the program accesses there is unknown. */
function startOfSpecial(maps: string): string {
  const line = maps.split('\n').find((each) => /\[(?:vvar|vdso)/.test(each));
  return line?.split('-')[0] ?? '0';
}
