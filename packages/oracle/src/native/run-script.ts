/**
 * A script on a kernel: performed call by call by the runner, with what /proc shows after each, and written down as a
 * capture. Instead of the whole maps after each call, a digest of what is predicted can be asked for.
 */
import { machineDirectives, type MachineSource } from '../machine.ts';
import { directive, layoutDirective, limitsDirective, memoryLines, snapshotDirectives } from '../proc-snapshot.ts';
import {
  type CheckpointKind,
  INITIAL_FILES,
  type InitialName,
  PAGEMAP,
  type PlanItem,
  planOf,
  type RunOptions,
} from './plan.ts';
import { isReference, type NativeScript, resolveArgument, type ScriptCall } from './script.ts';
import { drawCall, type Reply, type Value } from './strace-text.ts';
import type { Target } from './target.ts';

/** What came of a script. */
export interface ScriptRun {
  readonly capture: string;
  /** Where digests were asked for: that of the initial state, then one for each of the script's calls without its setup. */
  readonly digests: readonly string[];
  /** Where frames were asked for: those before the script's first call, then those after each. See native/frames.h. */
  readonly frames: readonly string[];
}

/**
 * Runs `script` and returns the capture: the initial state, the calls with their results, and the checkpoints.
 *
 * @throws RunnerError when the runner died under the script.
 */
export async function runScript(script: NativeScript, target: Target, options: RunOptions = {}): Promise<ScriptRun> {
  const plan = planOf(script, options, target.newPath());
  const replies = await target.perform(plan.map(({ command }) => command));
  return writeRun(plan, replies, target);
}

function writeRun(plan: readonly PlanItem[], replies: readonly Reply[], target: Target): ScriptRun {
  const results = new Map<number, bigint>();
  const initial = new Map<InitialName, Reply>();
  const digests: string[] = [];
  const frames: string[] = [];
  let body = '';
  plan.forEach(({ use, path = '' }, index) => {
    const reply = replies[index];
    if (reply === undefined) return;
    if (use.kind === 'initial') initial.set(use.name, reply);
    else if (use.kind === 'call') body += `${writeCall(use.call, path, reply, results)}\n`;
    else if (use.kind === 'digest') digests.push(reply.kind === 'digest' ? reply.digest : '');
    else if (use.kind === 'frames') frames.push(bodyOf(reply));
    else body += writeCheckpoint(use.kind, bodyOf(reply));
  });
  return { capture: writeInitial(initial, target) + body, digests, frames };
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

function writeCheckpoint(kind: CheckpointKind, text: string): string {
  if (kind === 'pagemap') return directive(`pagemap ${PAGEMAP}`, text);
  return directive(kind, kind === 'status' ? memoryLines(text) : text);
}

function writeInitial(initial: ReadonlyMap<InitialName, Reply>, target: Target): string {
  const text = (name: InitialName): string => bodyOf(initial.get(name));
  const brk = initial.get('brk');
  const maps = text('maps');
  return [
    machineDirectives(machineOf(target.machine, text), target.runner),
    limitsDirective(text('limits')),
    ...completeRanges(maps).map(([start, end]) => directive(`accesses complete 0x${start}-0x${end}`)),
    layoutDirective(text('stat'), brk?.kind === 'result' ? brk.value : undefined) ?? '',
    snapshotDirectives({ maps, smaps: text('smaps'), status: memoryLines(text('status')) }),
    writeCheckpoint('pagemap', text('pagemap')),
  ].join('');
}

/** The machine as the runner saw it: `/proc/self` is the runner's. */
function machineOf(machine: MachineSource, text: (name: InitialName) => string): MachineSource {
  return {
    ...machine,
    read: (path) => {
      const name = INITIAL_FILES.find((file) => path === `/proc/self/${file}`);
      return name === undefined ? machine.read(path) : text(name);
    },
  };
}

function bodyOf(reply: Reply | undefined): string {
  return reply?.kind === 'body' ? reply.text : '';
}

/** The name of a mapping that the kernel made for itself, but for the stack. */
const SPECIAL = /\[(?:vvar|vdso)/;

/**
 * Where all accesses are the script's, in hex: below the runner, and from its break up to what the kernel mapped for itself. Of
 * its own memory it touched every page before; its heap is what the C library took when it started.
 */
function completeRanges(maps: string): (readonly [start: string, end: string])[] {
  const mappings = maps.split('\n').flatMap((line) => {
    const [, start = '', end = ''] = /^([0-9a-f]+)-([0-9a-f]+) /.exec(line) ?? [];
    return start === '' ? [] : [{ start, end, isSpecial: SPECIAL.test(line) }];
  });
  const special = mappings.findIndex(({ isSpecial }) => isSpecial);
  const [first, last, above] = [mappings[0], mappings[special - 1], mappings[special]];
  if (first === undefined || last === undefined || above === undefined) return [];
  return [
    ['0', first.start],
    [last.end, above.start],
  ];
}
