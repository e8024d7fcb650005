/**
 * `pnpm bench:maple [--size N]... [--operation NAME]...`: the maple tree beside other ordered maps from npm, in one run, as a table
 * an operation. README.md says what is compared with what. It reports and judges nothing.
 */

import { parseArgs } from 'node:util';
import { consumed, itemsOf, measure, memoryOf, OPERATIONS, type Figure } from './measure.ts';
import { CANDIDATES } from './range-map.ts';

const { values: asked } = parseArgs({
  options: { size: { type: 'string', multiple: true }, operation: { type: 'string', multiple: true } },
});
const SIZES = asked.size?.map(Number) ?? [100, 65_530, 1_000_000];
const isAsked = (name: string): boolean => asked.operation?.includes(name) ?? true;
const operations = OPERATIONS.filter(isAsked);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const rounded = (ns: number): string =>
  ns >= 1e6 ? `${(ns / 1e6).toFixed(1)} ms` : `${ns.toFixed(ns < 100 ? 1 : 0)} ns`;

const figures = SIZES.flatMap((size) => measure(size, operations));
const nsOf = (candidate: string, operation: Figure['operation'], size: number): number | undefined =>
  figures.find((f) => f.candidate === candidate && f.operation === operation && f.size === size)?.ns;

const sizes = SIZES.map((size) => size.toLocaleString('en')).join(' | ');
for (const operation of operations) {
  print(`\n### ${operation}${operation === 'iterate' ? ', an entry' : ''}\n`);
  print(`| | ${sizes} |\n| --- |${' ---: |'.repeat(SIZES.length)}`);
  for (const { name } of CANDIDATES) {
    const row = SIZES.map((size) => nsOf(name, operation, size));
    if (row[0] !== undefined)
      print(`| ${name} | ${row.map((ns) => (ns === undefined ? '' : rounded(ns))).join(' | ')} |`);
  }
}

if (isAsked('memory')) {
  print(`\n### memory, bytes an entry\n\n| | ${sizes} |\n| --- |${' ---: |'.repeat(SIZES.length)}`);
  for (const candidate of CANDIDATES) {
    const bytes = SIZES.map((size) => memoryOf(candidate, itemsOf(size)).toFixed(size < 1000 ? 0 : 1));
    print(`| ${candidate.name} | ${bytes.join(' | ')} |`);
  }
}
print(`\nchecksum ${consumed}`);
