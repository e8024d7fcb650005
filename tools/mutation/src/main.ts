/**
 * `pnpm mutate NAME [FILE...] [--force]`: whether the tests of a part would notice if its code were wrong. Files are done one after the
 * other, and what each came to is in results.json and docs/mutation.md before the next begins.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutate } from './mutate.ts';
import { mutationPage, PAGE, readResults, RESULTS } from './page.ts';
import { resultOf, scoreOf, sumsOf, withResult, type FileResult } from './results.ts';
import { filesOf, ROOT, targetNamed } from './targets.ts';

async function judge(name: string, file: string, force: boolean): Promise<FileResult> {
  const mutants = await mutate(name, file, force);
  const text = readFileSync(join(ROOT, targetNamed(name).package, file), 'utf8');
  const result = resultOf(mutants, text, new Date().toISOString().slice(0, 10));
  const results = withResult(readResults(), name, file, result);
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(PAGE, mutationPage(results));
  return result;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { force: { type: 'boolean', default: false } },
});
const [name = '', ...names] = positionals;
const results: FileResult[] = [];
for (const file of filesOf(targetNamed(name), names)) results.push(await judge(name, file, values.force));
const sums = sumsOf(results);
const { mutants, killed, survived } = sums;
process.stdout.write(`${name}: ${mutants} mutants, ${killed} killed, ${survived} survived, score ${scoreOf(sums)} %\n`);
