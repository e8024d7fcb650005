/**
 * An importer: makes a script of a text that is none, such as /proc/PID/maps, a trace of ftrace, a log of another tool.
 * Whoever opens a file or pastes a text is asked nothing: the text itself says what it is.
 *
 * Recipe. Bare minimum: {@link ImporterPlugin.recognises} and {@link ImporterPlugin.toScript}. Write calls as strace prints them
 * (`mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7ffff7fbf000`), with results where the text has them: then
 * they are checked. What the text says of the machine goes into `#@ system`, what was mapped before into `#@ maps` (the capture
 * format). Everything else becomes a comment, so that nothing is lost in silence.
 *
 * Importers are asked in the order in which their plugins are loaded, the ones that come along first; the first that says yes
 * has the text. A text that nobody recognises is taken for a script.
 */

import type { Diagnostic } from './program.ts';
import type { SupportMatrix } from './support.ts';

/** What a plugin contributes. */
export interface ImporterPlugin {
  /** `maps`, `ftrace`, ... */
  readonly id: string;
  /** What such a text is called, for people: `/proc/PID/maps`. */
  readonly title: string;
  /** What of such texts becomes calls, what a comment, what is refused. */
  readonly support: SupportMatrix;

  /**
   * Whether a text is of this form.
   *
   * @param lines its first lines, at most {@link PROBED_LINES}, without white space at their ends; the last may be cut
   * @returns true only where it is sure: a script that is taken for something else cannot be played any more. Never throws.
   */
  recognises(lines: readonly string[]): boolean;

  /**
   * The text as a script. Never throws: what is wrong is told by diagnostics with line and column, all of them, and then there is no
   * script. Takes time in proportion to the text's length.
   *
   * @param file the name under which diagnostics speak of it
   */
  toScript(text: string, file: string): ImportedScript;
}

/** What came of importing a text. */
export interface ImportedScript {
  /** Undefined where any diagnostic is an error: nothing is half-imported. */
  readonly text: string | undefined;
  /** Errors and warnings, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How many lines tell what a text is. */
export const PROBED_LINES = 200;
