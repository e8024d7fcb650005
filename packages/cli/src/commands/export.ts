/** `mm export`: a script in another form, on standard output. */

import { formatDiagnostic } from '@mm-playground/api';
import { loadFile, toC } from '@mm-playground/script';
import { InputError, type ExitCode } from '../exit.ts';
import { readInput } from '../input.ts';
import { tell } from '../replay.ts';

/** Prints a script as a C program that checks itself. @throws InputError where it cannot be read, or is no program. */
export async function exportFile(file: string): Promise<ExitCode> {
  const { program, diagnostics } = await loadFile(await readInput(file), { file });
  if (program === undefined) throw new InputError(diagnostics);
  for (const diagnostic of diagnostics) tell(formatDiagnostic(diagnostic));
  const made = toC(program);
  if (made.text === undefined) throw new InputError(made.diagnostics);
  process.stdout.write(made.text);
  return 0;
}
