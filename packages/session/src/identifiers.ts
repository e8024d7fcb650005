/**
 * Identifiers as people and kernels write them: `arm64:granule=16,va=47`, `riscv64:sv48`, `aarch64`, `6.12.90+deb13`. What
 * an architecture's words mean is the architecture's own business; here they are only taken apart.
 */

import {
  addrOf,
  type Architecture,
  type ArchitectureOption,
  type ArchitecturePlugin,
  type CallItem,
  type MapsRow,
  type Program,
} from '@mm-playground/api';

/** `arm64` and `['granule=16', 'va=47']`. */
export interface Spec {
  readonly id: string;
  readonly words: readonly string[];
}

/** Takes `ID:WORD,WORD` apart. */
export function parseSpec(spec: string): Spec {
  const colon = spec.indexOf(':');
  if (colon < 0) return { id: spec, words: [] };
  const words = spec.slice(colon + 1).split(',');
  return { id: spec.slice(0, colon), words: words.filter((word) => word !== '') };
}

/**
 * The options that words mean: `granule=16`, or a bare value such as `sv48` that only one option takes.
 * @throws RangeError for a bare word that no option takes.
 */
export function optionsOf(
  { id, options }: Pick<ArchitecturePlugin, 'id' | 'options'>,
  words: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const equals = word.indexOf('=');
      if (equals >= 0) return [word.slice(0, equals), word.slice(equals + 1)];
      const option = options.find(({ values }) => values.includes(word));
      if (option === undefined) throw new RangeError(`${id} has no option ${word}; it has ${describe(options)}`);
      return [option.name, word];
    }),
  );
}

const describe = (options: readonly ArchitectureOption[]): string =>
  options.map(({ name, values }) => `${name}=${values.join('|')}`).join(', ') || 'none';

/** Whether `what` names the plugin, by its id or as `uname -m` does. */
export const isCalled = (plugin: ArchitecturePlugin, what: string): boolean =>
  plugin.id === what || plugin.uname.includes(what);

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

/** What a plugin makes of options, where that is an architecture. @throws TypeError where it is not, and what the plugin throws */
export function configuredBy(plugin: ArchitecturePlugin, options: Readonly<Record<string, string>>): Architecture {
  const made = plugin.configure(options);
  const seen: Partial<Architecture> | undefined = made;
  if (typeof seen?.spec !== 'string' || seen.geometry === undefined || seen.layout === undefined)
    throw new TypeError(`what is no architecture: ${typeof seen}`);
  return made;
}
