/**
 * The registry: what the loaded plugins bring, and which of it an identifier means. Our own packages come in through this
 * door like any other. A plugin that throws is cut off and named; the rest lives.
 */

import {
  chooseKernel,
  compareRelease,
  definePlugin,
  recordedRelease,
  type Architecture,
  type ArchitecturePlugin,
  type Contributions,
  type ExporterPlugin,
  type ImporterPlugin,
  type Kernel,
  type Model,
  type Plugin,
  type Program,
  type ScriptPack,
  type ViewerPlugin,
  type VmaIndexPlugin,
} from '@mm-playground/api';
import { fittingConfiguration } from './fitting-configuration.ts';
import { architecturePlugin, configuredBy, optionsOf, parseSpec, unknown, type Named } from './identifiers.ts';

/** A plugin that was cut off, and why. */
export interface PluginFailure {
  readonly plugin: string;
  readonly message: string;
}

/** A kernel together with the model that can be it. */
export interface ChosenKernel {
  readonly model: Model;
  readonly kernel: Kernel;
  /** What to tell the user where another kernel stands in for the wanted one. */
  readonly notice: string | undefined;
}

/** What `--kernel`, `--arch` and `--index` say; what is missing is taken from the program. */
export interface Overrides {
  readonly kernel?: string | undefined;
  readonly arch?: string | undefined;
  readonly index?: string | undefined;
}

/** The parts for a program: ready to be spread into the options of a session. */
export interface ResolvedParts {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly arch: Architecture;
  readonly index: VmaIndexPlugin;
  readonly notices: readonly string[];
}

/** The loaded plugins. */
export class Registry {
  #plugins: readonly Plugin[] = [];
  #failures: readonly PluginFailure[] = [];

  constructor(plugins: readonly Plugin[] = []) {
    for (const plugin of plugins) this.add(plugin);
  }

  get plugins(): readonly Plugin[] {
    return this.#plugins;
  }
  /** Plugins that were cut off, and why. */
  get failures(): readonly PluginFailure[] {
    return this.#failures;
  }
  get models(): readonly Model[] {
    return this.#contributed('models');
  }
  get kernels(): readonly Kernel[] {
    return this.models.flatMap(({ kernels }) => kernels);
  }
  get architectures(): readonly ArchitecturePlugin[] {
    return this.#contributed('architectures');
  }
  get indexes(): readonly VmaIndexPlugin[] {
    return this.#contributed('indexes');
  }
  get viewers(): readonly ViewerPlugin[] {
    return this.#contributed('viewers');
  }
  /** Those that throw are cut off: they recognise nothing, and make no script. */
  get importers(): readonly ImporterPlugin[] {
    return this.#contributed('importers').map((importer) => ({
      ...importer,
      recognises: (lines) =>
        this.#orElse(
          importer,
          () => importer.recognises(lines),
          () => false,
        ),
      toScript: (text, file) =>
        this.#orElse(
          importer,
          () => importer.toScript(text, file),
          (message) => ({ text: undefined, diagnostics: [{ file, span: TOP, severity: 'error', message }] }),
        ),
    }));
  }
  get exporters(): readonly ExporterPlugin[] {
    return this.#contributed('exporters');
  }
  get scripts(): readonly ScriptPack[] {
    return this.#contributed('scripts');
  }

  /** Adds a plugin; one that cannot be added is listed among the failures. */
  add(plugin: Plugin): void {
    let id = 'a plugin without id';
    try {
      id = plugin.id;
      const checked = definePlugin(plugin);
      const clash = this.#clash(checked);
      if (clash === undefined) this.#plugins = [...this.#plugins, checked];
      else this.#fail(id, clash);
    } catch (error) {
      this.#fail(id, messageOf(error));
    }
  }

  /** The kernel that an identifier or a release string means. @throws Error listing what there is. */
  kernel(id: string): ChosenKernel {
    const chosen = chooseKernel(this.kernels, id);
    if (chosen === undefined) throw unknown('kernel', id, this.kernels);
    const { kernel, exact } = chosen;
    const notice = exact ? undefined : `kernel ${id} is not known; ${kernel.id} stands in for it`;
    return { model: this.#modelOf(kernel), kernel, notice };
  }

  /**
   * The architecture that `arm64:granule=16,va=47`, or what `uname -m` prints, means.
   * @throws Error listing what there is, or naming the option that is wrong.
   */
  architecture(spec: string): Architecture {
    const { id, words } = parseSpec(spec);
    const plugin = architecturePlugin(id, this.architectures);
    return this.#inside(plugin, () => configuredBy(plugin, optionsOf(plugin, words)));
  }

  /** @throws Error listing what there is. */
  index(id: string): VmaIndexPlugin {
    return named('index', id, this.indexes);
  }

  /** @throws Error listing what there is. */
  viewer(id: string): ViewerPlugin {
    return named('viewer', id, this.viewers);
  }

  /**
   * The parts that a program asks for, or that override what it says.
   * @throws Error listing what there is.
   */
  resolve(program: Program, overrides: Overrides = {}): ResolvedParts {
    const wanted = overrides.kernel ?? recordedRelease(program.system) ?? this.#newest();
    const { model, kernel, notice } = this.kernel(wanted);
    const arch = overrides.arch === undefined ? this.#architectureOf(program) : this.architecture(overrides.arch);
    const index = this.index(overrides.index ?? this.indexes[0]?.id ?? '');
    return { model, kernel, arch, index, notices: notice === undefined ? [] : [notice] };
  }

  #contributed<Point extends keyof Contributions>(point: Point): Contribution<Point>[] {
    return this.#plugins.flatMap(({ contributes }) => (contributes[point] ?? []) as readonly Contribution<Point>[]);
  }

  /** Why a plugin cannot stand beside those that are there. */
  #clash(plugin: Plugin): string | undefined {
    const { models = [], architectures = [], indexes = [], viewers = [] } = plugin.contributes;
    const { importers = [], exporters = [], scripts = [] } = plugin.contributes;
    const pairs: [string, readonly Named[], readonly Named[]][] = [
      ['plugin', this.#plugins, [plugin]],
      ['model', this.models, models],
      ['kernel', this.kernels, models.flatMap(({ kernels }) => kernels)],
      ['architecture', this.architectures, architectures],
      ['index', this.indexes, indexes],
      ['viewer', this.viewers, viewers],
      ['importer', this.#contributed('importers'), importers],
      ['exporter', this.exporters, exporters],
      ['script pack', this.scripts, scripts],
    ];
    for (const [what, known, more] of pairs) {
      const clash = more.find(({ id }) => known.some((other) => other.id === id));
      if (clash !== undefined) return `there is already ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} "${clash.id}"`;
    }
    return undefined;
  }

  #fail(plugin: string, message: string): void {
    this.#failures = [...this.#failures, { plugin, message }];
  }

  /** Takes a plugin out that threw. @throws Error naming it. */
  #cutOff(part: object, error: unknown): never {
    const plugin = this.#plugins.find(({ contributes }) =>
      Object.values(contributes).some((parts: readonly object[]) => parts.includes(part)),
    );
    this.#plugins = this.#plugins.filter((other) => other !== plugin);
    this.#fail(plugin?.id ?? '', messageOf(error));
    throw new Error(`plugin ${plugin?.id ?? ''} is cut off: it threw ${messageOf(error)}`, { cause: error });
  }

  /** Calls into a plugin. What the user said wrong (a RangeError) is passed on; anything else is the plugin's fault. */
  #inside<T>(part: object, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return this.#cutOff(part, error);
    }
  }

  /** The same, with what stands for the answer of a plugin that throws. */
  #orElse<T>(part: object, work: () => T, otherwise: (message: string) => T): T {
    try {
      return this.#inside(part, work);
    } catch (error) {
      return otherwise(messageOf(error));
    }
  }

  #modelOf(kernel: Kernel): Model {
    const model = this.models.find(({ kernels }) => kernels.includes(kernel));
    if (model === undefined) throw new Error(`no model can be kernel ${kernel.id}`);
    return model;
  }

  /**
   * What a program was recorded on; without a word about it, the first architecture there is. A scenario may say its options, as in
   * `arch=x86-64:levels=5`.
   */
  #architectureOf(program: Program): Architecture {
    const { arch, pageSize } = program.system;
    if (arch?.includes(':') === true) return this.architecture(arch);
    const plugin = architecturePlugin(arch ?? this.architectures[0]?.id ?? '', this.architectures);
    const fitting = this.#inside(plugin, () => fittingConfiguration(plugin, program));
    if (fitting !== undefined) return fitting;
    throw new Error(`${plugin.id} has no configuration with pages of ${pageSize ?? 'any'} bytes and such a stack`);
  }

  /** The newest release that was proven, or failing that the newest. */
  #newest(): string {
    const newest = this.kernels.toSorted(
      (a, b) => Number(b.proof === 'booted') - Number(a.proof === 'booted') || compareRelease(b.release, a.release),
    )[0];
    return newest?.id ?? '';
  }
}

const TOP = { line: 1, column: 1, length: 0 };

type Contribution<Point extends keyof Contributions> = NonNullable<Contributions[Point]>[number];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function named<T extends Named>(what: string, id: string, known: readonly T[]): T {
  const found = known.find((each) => each.id === id);
  if (found === undefined) throw unknown(what, id, known);
  return found;
}
