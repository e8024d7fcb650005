/** Which configuration of an architecture a recording was made on. */

import {
  addrOf,
  type Architecture,
  type ArchitectureOption,
  type ArchitecturePlugin,
  type CallItem,
  type MapsRow,
  type Program,
} from '@mm-playground/api';
import { configuredBy } from './identifiers.ts';

/**
 * The configuration that a recording was made on, as far as it shows: the page size, a stack that ends where the layout's
 * does, or nearest below, and a user space that reaches beyond every address that was mapped or unmapped. Of those that fit alike the one nearest the defaults is taken; undefined where none
 * fits.
 */
export function fittingConfiguration(plugin: ArchitecturePlugin, program: Program): Architecture | undefined {
  const { pageSize } = program.system;
  const used = usedAddresses(program);
  const top = topOf(program.initial?.maps?.map(({ row }) => row) ?? []);
  const fitting = combinations(plugin.options).flatMap((options): Architecture[] => {
    const arch = configured(plugin, options);
    if (arch === undefined) return [];
    const { geometry, layout, mmu } = arch;
    const samePage = pageSize === undefined || 2 ** geometry.pageShift === pageSize;
    const end = addrOf(layout.taskSize, geometry.pageShift);
    const reaches = used.every((address) => (mmu?.untagged?.(address) ?? address) < end);
    return samePage && reaches && addrOf(layout.stackTop, geometry.pageShift) >= top ? [arch] : [];
  });
  if (top === 0n) return fitting[0];
  const stackTop = ({ layout, geometry }: Architecture): bigint => addrOf(layout.stackTop, geometry.pageShift);
  return fitting.reduce<Architecture | undefined>(
    (best, arch) => (best === undefined || stackTop(arch) < stackTop(best) ? arch : best),
    undefined,
  );
}

/** The addresses that recorded calls have mapped or unmapped. */
const usedAddresses = ({ items }: Program): bigint[] =>
  items.flatMap((item) => {
    const used = item.kind === 'call' && item.result?.kind === 'value' ? addressOf(item, item.result.value) : undefined;
    return used ?? [];
  });

function addressOf({ name, args: [first] }: CallItem, result: bigint): bigint | undefined {
  if (name === 'mmap' || name === 'mremap') return result;
  return name === 'munmap' && first?.kind === 'int' ? first.value : undefined;
}

/** The end of the stack, or of the highest mapping of user space. */
function topOf(rows: readonly MapsRow[]): bigint {
  const stack = rows.find(({ name }) => name === '[stack]');
  if (stack !== undefined) return stack.end;
  return rows.reduce((top, { end }) => (end > top && end >> 63n === 0n ? end : top), 0n);
}

/** A configuration, or undefined where the options contradict each other. */
function configured(plugin: ArchitecturePlugin, options: Readonly<Record<string, string>>): Architecture | undefined {
  try {
    return configuredBy(plugin, options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const MOST_COMBINATIONS = 256;

/** Every combination of options, those nearest the defaults first. */
function combinations(options: readonly ArchitectureOption[]): Readonly<Record<string, string>>[] {
  let all: { readonly options: Readonly<Record<string, string>>; readonly changed: number }[] = [
    { options: {}, changed: 0 },
  ];
  for (const { name, values, default: usual } of options) {
    const others = values.filter((value) => value !== usual);
    const more = all.flatMap((one) =>
      others.map((value) => ({ options: { ...one.options, [name]: value }, changed: one.changed + 1 })),
    );
    all = [...all, ...more].sort((a, b) => a.changed - b.changed).slice(0, MOST_COMBINATIONS);
  }
  return all.map((one) => one.options);
}
