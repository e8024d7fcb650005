/**
 * The registry: what the loaded plugins bring, and which of it an identifier means. Our own packages come in through this
 * door like any other. A plugin that throws is cut off and named; the rest lives.
 */

import type {
  Architecture,
  ArchitecturePlugin,
  Kernel,
  Model,
  Plugin,
  Program,
  ViewerPlugin,
  VmaIndexPlugin,
} from '@mm-playground/api';

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
export declare class Registry {
  constructor(plugins?: readonly Plugin[]);
  readonly plugins: readonly Plugin[];
  readonly failures: readonly PluginFailure[];
  readonly models: readonly Model[];
  readonly kernels: readonly Kernel[];
  readonly architectures: readonly ArchitecturePlugin[];
  readonly indexes: readonly VmaIndexPlugin[];
  readonly viewers: readonly ViewerPlugin[];

  /** Adds a plugin; one that cannot be added is listed among the failures. */
  add(plugin: Plugin): void;
  /** The kernel that an identifier or a release string means. @throws Error listing what there is. */
  kernel(id: string): ChosenKernel;
  /** The architecture that `arm64:granule=16,va=47` or what `uname -m` prints means. @throws Error listing what there is. */
  architecture(spec: string): Architecture;
  /** @throws Error listing what there is. */
  index(id: string): VmaIndexPlugin;
  /** @throws Error listing what there is. */
  viewer(id: string): ViewerPlugin;
  /** The parts that a program asks for, or that override what it says. @throws Error listing what there is. */
  resolve(program: Program, overrides?: Overrides): ResolvedParts;
}
