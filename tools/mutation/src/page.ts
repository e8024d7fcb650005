/*
 * docs/mutation.md: how much of a change for the worse the tests notice. Generated from results.json, which `pnpm mutate` writes, and
 * from the explanations in explained.ts; a test holds the page against them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { EXPLAINED, type Explanation } from './explained.ts';
import { scoreOf, sumsOf, type FileResult, type Results, type Sums, type Survivor } from './results.ts';
import { filesOf, targetNamed } from './targets.ts';

/** Where the page is. */
export const PAGE = new URL('../../../docs/mutation.md', import.meta.url);

/** Where the results are. */
export const RESULTS = new URL('../results.json', import.meta.url);

/** The results that are committed. */
export const readResults = (): Results => JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;

/** Whether this is the explanation of such a survivor. */
export const explains = (explanation: Explanation, target: string, file: string, { from, to }: Survivor): boolean =>
  explanation.target === target &&
  explanation.file === file &&
  explanation.from === from &&
  (explanation.to === undefined || explanation.to === to);

/** The text of the page. */
export function mutationPage(results: Results): string {
  const targets = Object.entries(results);
  const parts = targets.flatMap(([target, files]) => partOf(target, files));
  return [...INTRODUCTION, ...targets.map(summaryOf), '', ...HOW_TO_READ, ...parts, ''].join('\n');
}

const INTRODUCTION = [
  '# Would the tests notice?',
  '',
  'Mutation testing: [Stryker](https://stryker-mutator.io) changes the code in one small place after the other (a condition is always',
  'true, a `+` becomes a `-`, a block is empty), and the tests run. A change that a test notices is **killed**; one that none notices',
  '**survived**, and shows what the tests do not hold on to, or that the change makes no difference.',
  '',
  'This page is generated from [results.json](../tools/mutation/results.json) by `pnpm mutate NAME [FILE...]`, which is run by hand:',
  'a mutant takes about a second, too long for CI. The goal is 85 % for each part. After a change of an explanation',
  '`node tools/mutation/src/page.ts` writes it anew.',
  '',
  '| part | files | mutants | killed | survived | explained | score |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];

const HOW_TO_READ = [
  'The score is that of Stryker: killed of all that were judged, explained or not. A mutant that hangs is killed; one with which the',
  "tests do not even load counts neither way. All of Stryker's mutators are on. Judges of a part are its conformance kits and the quick ones of",
  'the tests that reach it ([targets.ts](../tools/mutation/src/targets.ts)): not the campaigns against real kernels, nor the tests that take',
  'seconds.',
];

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function summaryOf([target, files]: readonly [string, Readonly<Record<string, FileResult>>]): string {
  const results = Object.values(files);
  const explained = Object.entries(files).reduce((sum, [file, result]) => sum + explainedIn(target, file, result), 0);
  const sums = sumsOf(results);
  return row(`[${target}](#${target})`, results.length, ...cellsOf(sums), explained, `${scoreOf(sums)} %`);
}

const cellsOf = ({ mutants, killed, survived }: Sums): number[] => [mutants, killed, survived];

const explainedIn = (target: string, file: string, { survivors }: FileResult): number =>
  survivors.filter((survivor) => explanationOf(target, file, survivor) !== undefined).length;

const explanationOf = (target: string, file: string, survivor: Survivor): Explanation | undefined =>
  EXPLAINED.find((each) => explains(each, target, file, survivor));

function partOf(target: string, files: Readonly<Record<string, FileResult>>): string[] {
  return [
    ...['', `## ${target}`, ''],
    ...notMutated(target, files),
    '| file | mutants | killed | survived | explained | do not load | score | day |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...Object.entries(files).map(([file, result]) => {
      const sums = sumsOf([result]);
      const explained = explainedIn(target, file, result);
      return row(`\`${file}\``, ...cellsOf(sums), explained, sums.broken, `${scoreOf(sums)} %`, result.date);
    }),
    ...Object.entries(files).flatMap(([file, result]) => survivorsOf(target, file, result)),
  ];
}

/** Files that were left out, and those whose turn has not come. */
function notMutated(name: string, measured: Readonly<Record<string, FileResult>>): string[] {
  const target = targetNamed(name);
  const { leftOut } = target;
  const later = filesOf(target, []).filter((file) => measured[file] === undefined);
  return [
    ...(leftOut === undefined ? [] : [`Not mutated: \`${leftOut.file}\`, ${leftOut.why}.`, '']),
    ...(later.length === 0 ? [] : [`Not measured yet: ${later.map((file) => `\`${file}\``).join(', ')}.`, '']),
  ];
}

/** What survived of a file, explained survivors under their reason. */
function survivorsOf(target: string, file: string, { survivors }: FileResult): string[] {
  if (survivors.length === 0) return [];
  const groups = Map.groupBy(survivors, (survivor) => explanationOf(target, file, survivor)?.why ?? OPEN);
  const lines = Array.from(groups, ([why, group]) => [`- ${why}`, ...group.map((survivor) => `  - ${told(survivor)}`)]);
  return ['', `### ${file.slice(file.lastIndexOf('/') + 1)}`, '', ...lines.flat()];
}

const OPEN = 'Not explained:';

const told = ({ line, from, to, reached }: Survivor): string =>
  `line ${line}: ${code(from)} as ${code(to)}${reached ? '' : ', which no judge runs'}`;

/** Code that may hold backticks, up to two in a row. */
const code = (text: string): string => (text.includes('`') ? `\`\`\` ${text} \`\`\`` : `\`${text}\``);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, mutationPage(readResults()));
