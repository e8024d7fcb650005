/**
 * Text to program in one step, for those who have no use for the tree.
 */

import type { Diagnostic, Program } from '@mm-playground/api';
import { compile, inOrder } from './compile.ts';
import { decode, decodeUtf8 } from './decode.ts';
import { parse, type ParseOptions } from './parse.ts';

export interface Loaded {
  /** Undefined where any diagnostic is an error: nothing is half-replayed. */
  readonly program: Program | undefined;
  /** Errors and warnings, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and compiles a script, log or capture: its text, or its bytes where they are not packed. Never throws. */
export function loadProgram(source: string | Uint8Array, options: ParseOptions = {}): Loaded {
  if (typeof source !== 'string') return loadDecoded(decodeUtf8(source, options), options);
  const parsed = parse(source, options);
  if (parsed.isBinary) return { program: undefined, diagnostics: parsed.diagnostics };
  const compiled = compile(parsed.document);
  const diagnostics = inOrder([...parsed.diagnostics, ...compiled.diagnostics]);
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return { program: failed ? undefined : compiled.program, diagnostics };
}

/** The same for the bytes of a file, packed with gzip or not. Never rejects. */
export async function loadFile(bytes: Uint8Array, options: ParseOptions = {}): Promise<Loaded> {
  return loadDecoded(await decode(bytes, options), options);
}

function loadDecoded({ text, diagnostics }: Awaited<ReturnType<typeof decode>>, options: ParseOptions): Loaded {
  return text === undefined ? { program: undefined, diagnostics } : loadProgram(text, options);
}
