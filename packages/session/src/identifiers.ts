/**
 * Identifiers as people and kernels write them: `arm64:granule=16,va=47`, `riscv64:sv48`, `aarch64`, `6.12.90+deb13`. What
 * an architecture's words mean is the architecture's own business; here they are only taken apart.
 */

import type { Architecture, ArchitectureOption, ArchitecturePlugin } from '@mm-playground/api';

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
const isCalled = (plugin: ArchitecturePlugin, what: string): boolean =>
  plugin.id === what || plugin.uname.includes(what);

/** What a plugin makes of options, where that is an architecture. @throws TypeError where it is not, and what the plugin throws */
export function configuredBy(plugin: ArchitecturePlugin, options: Readonly<Record<string, string>>): Architecture {
  const made = plugin.configure(options);
  const seen: Partial<Architecture> | undefined = made;
  if (typeof seen?.spec !== 'string' || seen.geometry === undefined || seen.layout === undefined)
    throw new TypeError(`what is no architecture: ${typeof seen}`);
  return made;
}

/** What is listed by its id. */
export interface Named {
  readonly id: string;
}

/** That nothing has this id, and what there is. */
export const unknown = (what: string, id: string, known: readonly Named[]): Error =>
  new Error(`there is no ${what} "${id}"; there are: ${known.map((each) => each.id).join(', ') || 'none'}`);

/** The plugin that an id, or what `uname -m` prints, means. @throws Error listing what there is */
export function architecturePlugin(what: string, known: readonly ArchitecturePlugin[]): ArchitecturePlugin {
  const plugin = known.find((each) => isCalled(each, what));
  if (plugin === undefined) throw unknown('architecture', what, known);
  return plugin;
}

/** The architecture that `arm64:granule=16,va=47` means. @throws Error listing what there is, RangeError for a wrong option */
export function architectureOf(spec: string, known: readonly ArchitecturePlugin[]): Architecture {
  const { id, words } = parseSpec(spec);
  const plugin = architecturePlugin(id, known);
  return configuredBy(plugin, optionsOf(plugin, words));
}
