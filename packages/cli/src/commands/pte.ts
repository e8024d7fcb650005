/** `mm pte`: the fields of one page-table entry, as an architecture reads it. */

import { pteLines, pteReport } from 'mm-playground';
import { UsageError, type ExitCode } from '../exit.ts';
import { outputForm, type CommonOptions } from '../options.ts';
import { Printer } from '../printer.ts';
import { openPlayground } from '../replay.ts';

/** Prints the fields of a word as an entry of a level (the last, unless one is named). */
export async function pte(
  text: string,
  options: CommonOptions & { readonly arch: string; readonly level?: number },
): Promise<ExitCode> {
  const word = wordOf(text);
  const { registry } = await openPlayground(options, 'off');
  const report = reportOf(() => pteReport(registry.architecture(options.arch), word, options.level));
  const printer = new Printer(outputForm(options));
  printer.part({
    text: () => pteLines(report),
    events: () => {
      const { fields, ...entry } = report;
      return [{ event: 'entry', ...entry }, ...fields.map((field) => ({ event: 'field', ...field }))];
    },
  });
  printer.end(() => report);
  return 0;
}

function wordOf(text: string): bigint {
  if (!/^(0x[\da-f]+|0b[01]+|0|[1-9]\d*)$/i.test(text))
    throw new UsageError(`${text} is not a number: write hexadecimal with 0x`);
  return BigInt(text);
}

function reportOf<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
