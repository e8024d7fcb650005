/**
 * Text to program in one step, for those who have no use for the tree.
 */

import type { Diagnostic, Program } from '@mm-playground/api';
import { compile, inOrder } from './compile.ts';
import { parse, type ParseOptions } from './parse.ts';

export interface Loaded {
  /** Undefined where any diagnostic is an error: nothing is half-replayed. */
  readonly program: Program | undefined;
  /** Errors and warnings, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and compiles a script, log or capture. Never throws. */
export function loadProgram(text: string, options: ParseOptions = {}): Loaded {
  const parsed = parse(text, options);
  const unreadable = parsed.document.lines.length === 0 && parsed.diagnostics.length > 0;
  if (unreadable) return { program: undefined, diagnostics: parsed.diagnostics };
  const compiled = compile(parsed.document);
  const diagnostics = inOrder([...parsed.diagnostics, ...compiled.diagnostics]);
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return { program: failed ? undefined : compiled.program, diagnostics };
}
