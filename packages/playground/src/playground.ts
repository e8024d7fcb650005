/**
 * The composition root: the one place where text, time, model and architectures meet. It runs in Node and in the browser,
 * and knows no terminal and no page.
 *
 * Which kernel and architecture play a file is the file's to say (`#@ system`), unless the playground was made for certain
 * ones; where nobody says, the newest kernel on x86-64 does.
 */

import { decode, importText, loadProgram, type Decoded } from '@mm-playground/script';
import { openSession, Registry, type ResolvedParts, type Session, type SessionOptions } from '@mm-playground/session';
import { pluginsReport, type PluginsReport } from './reports/plugins.ts';
import type { Diagnostic, ImportedScript, Plugin, Program, Span } from '@mm-playground/api';

/** How a program is played; what the session leaves to the caller. */
export type PlayOptions = Partial<
  Pick<
    SessionOptions,
    'assume' | 'skipUnmodelled' | 'record' | 'stepLimits' | 'task' | 'comparedTask' | 'bus' | 'aslrSeed' | 'programs'
  >
>;

/** What a playground is made for. Everything may be left out. */
export interface PlaygroundOptions extends PlayOptions {
  /** `6.18`, `6.12-rc5`, a whole release string; instead of what a file says. */
  readonly kernel?: string;
  /** `x86-64:levels=5`, `aarch64`; instead of what a file says. */
  readonly arch?: string;
  readonly index?: string;
  /** Plugins besides those that the playground is made of. */
  readonly plugins?: readonly Plugin[];
}

/** What came of reading a file. */
export interface Loaded {
  /** The program, or undefined where the file has errors. */
  readonly program: Program | undefined;
  /** At its initial state, nothing has run; undefined where the file has errors or asks for what is not there. */
  readonly session: Session | undefined;
  /** Everything that is wrong or notable, in file order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How a file is read. */
export interface LoadOptions {
  /** The name under which messages speak of it. */
  readonly file?: string;
  /** Where it names the kernel that the playground was made for, where that is not in `#@ system`. */
  readonly kernelSpan?: Span | undefined;
}

const UNTITLED = 'untitled.mm';

/** A wired playground: plugins, and what to play files on. Made by `createPlayground` or `playgroundFor`. */
export class Playground {
  /** The loaded plugins; more can be added. */
  readonly registry: Registry;
  readonly options: PlaygroundOptions;

  /** @throws Error where the wanted kernel, architecture or index is not there, listing what there is. */
  constructor(plugins: readonly Plugin[], options: PlaygroundOptions = {}) {
    this.options = options;
    this.registry = new Registry([...plugins, ...(options.plugins ?? [])]);
    if (options.kernel !== undefined) this.registry.kernel(options.kernel);
    if (options.arch !== undefined) this.registry.architecture(options.arch);
    if (options.index !== undefined) this.registry.index(options.index);
  }

  /**
   * Reads a script or capture and opens a session on it.
   *
   * @param source its text, or its bytes as they are in the file, compressed or not.
   */
  async load(source: string | Uint8Array, options: LoadOptions = {}): Promise<Loaded> {
    const file = options.file ?? UNTITLED;
    const { text, diagnostics: refused } = typeof source === 'string' ? asText(source) : await decode(source, { file });
    if (text === undefined) return { program: undefined, session: undefined, diagnostics: refused };
    return this.loadText(text, { ...options, file });
  }

  /** The same for a text, at once: for who cannot wait, as what renders Markdown. */
  loadText(source: string, { file = UNTITLED, kernelSpan }: LoadOptions = {}): Loaded {
    const { text, diagnostics: said } = this.script(source, file);
    if (text === undefined) return { program: undefined, session: undefined, diagnostics: said };
    const { program, diagnostics } = loadProgram(text, { file });
    const all = [...said, ...diagnostics];
    if (program === undefined) return { program, session: undefined, diagnostics: all };
    return this.#opened(program, all, kernelSpan ?? systemSpan(text));
  }

  /** What is no script as the one that an importer of the loaded plugins makes of it; a script as it is. */
  script(text: string, file = UNTITLED): ImportedScript {
    const { by, ...made } = importText(text, { file, importers: this.registry.importers });
    const isAnother = by !== undefined && made.text !== undefined;
    return isAnother ? { ...made, diagnostics: [imported(file, by.title), ...made.diagnostics] } : made;
  }

  /** Opens a session on a program. @throws Error where it asks for a kernel or architecture that is not there. */
  open(program: Program, options: PlayOptions = {}): Session {
    return openSession(program, { ...this.#play(), ...options, ...this.parts(program) });
  }

  /** Whether there is a kernel of this name, or one that stands in for it. */
  knows(kernel: string): boolean {
    try {
      this.registry.kernel(kernel);
      return true;
    } catch {
      return false;
    }
  }

  /** The parts that play a program, and what to say about the choice. @throws Error listing what there is. */
  parts(program: Program): ResolvedParts {
    const { kernel, arch, index } = this.options;
    return this.registry.resolve(program, { kernel, arch, index });
  }

  /** What is loaded: kernels, architectures, indexes and viewers, and what each models. */
  plugins(): PluginsReport {
    return pluginsReport(this.registry.plugins, this.registry.failures);
  }

  #opened(program: Program, diagnostics: readonly Diagnostic[], span: Span): Loaded {
    const about = (severity: Diagnostic['severity'], message: string): Diagnostic => ({
      file: program.file,
      span,
      severity,
      message,
    });
    try {
      const { notices } = this.parts(program);
      const session = this.open(program);
      return { program, session, diagnostics: [...diagnostics, ...notices.map((notice) => about('warning', notice))] };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { program, session: undefined, diagnostics: [...diagnostics, about('error', message)] };
    }
  }

  #play(): PlayOptions {
    const { kernel: _kernel, arch: _arch, index: _index, plugins: _plugins, ...play } = this.options;
    return play;
  }
}

/** Whoever reads line numbers has to know which lines they are. */
const imported = (file: string, title: string): Diagnostic => ({
  file,
  span: { line: 1, column: 1, length: 0 },
  severity: 'warning',
  message: `this is ${title}; lines are those of the script that it becomes (\`mm export --to script\`)`,
});

const asText = (text: string): Decoded => ({ text, diagnostics: [] });

/** Where a file says which machine it is from; its beginning where it does not say. */
function systemSpan(text: string): Span {
  const at = /^#@\s*system\b.*$/m.exec(text);
  if (at === null) return { line: 1, column: 1, length: 0 };
  return { line: text.slice(0, at.index).split('\n').length, column: 1, length: at[0].length };
}
