/**
 * A scenario as a script for the native runner, so that what a person wrote can be performed on a kernel and written down as a
 * capture. Only what the runner takes: calls with numbers, names of earlier results and strings as arguments.
 */
import { evaluate, SIZE_UNITS, type ArgValue, type CallItem, type Program } from '@mm-playground/api';
import type { Argument, CallName, NativeScript, ScriptCall } from './script.ts';

/** Arguments that the runner adds by itself: which process, which directory, where the old limit goes. */
const ADDED: Readonly<Record<string, (args: readonly ArgValue[]) => readonly ArgValue[]>> = {
  prlimit64: ([, resource, limits]) =>
    resource === undefined || limits?.kind !== 'struct' ? [] : [resource, ...limits.fields.map(({ value }) => value)],
  openat: ([, ...rest]) => rest,
};

/**
 * The script that makes the calls of `program`.
 *
 * @throws RangeError where the program has an initial state of its own, or a call that the runner cannot make; names the line.
 */
export function scriptOf(program: Program): NativeScript {
  if (program.initial !== undefined)
    throw new RangeError(`${program.file}:${program.initial.span.line}: the initial state is that of another process`);
  const pageSize = program.system.pageSize ?? 4096;
  const calls = program.items.filter((item) => item.kind === 'call');
  const bound = new Map<string, number>();
  const made = calls.map((item): ScriptCall => {
    const id = item.index + 1;
    const args = (ADDED[item.name]?.(item.args) ?? item.args).map((arg) => argumentOf(arg, item, program, bound));
    if (item.binds !== undefined) bound.set(item.binds, id);
    return { id, name: item.name as CallName, args };
  });
  return { pageSize, setup: [], calls: made };
}

function argumentOf(
  arg: ArgValue,
  item: CallItem,
  { file, system }: Program,
  bound: ReadonlyMap<string, number>,
): Argument {
  if (arg.kind === 'string') return { text: arg.value };
  const call = arg.kind === 'name' ? bound.get(arg.name) : undefined;
  if (call !== undefined) return { call, offset: 0n };
  const units = new Map<string, bigint>(Object.entries<bigint>(SIZE_UNITS.values));
  units.set('PAGE', BigInt(system.pageSize ?? 4096));
  const value = evaluate(arg, (name) => units.get(name));
  if (value !== undefined) return value;
  throw new RangeError(`${file}:${item.span.line}: the runner cannot pass an argument of ${item.text}`);
}
