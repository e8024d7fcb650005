import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, trackedFiles } from './workspace.ts';

/*
 * Paths of somebody's machine do not belong into a repository. The patterns are put together from parts, so that this
 * file does not contain what it looks for.
 */
const FOLDERS = ['work', 'root', 'farm', join('tmp', 'bash_jobs')];
const ABSOLUTE = new RegExp(String.raw`(?<![\w.~$})-])/(?:${FOLDERS.join('|')})/[\w.]`);
const OUTSIDE = new RegExp(['(?:\\.\\./)+shared', '(?:captures|design|formats|hooks|seeds)\\b'].join('/'));

/** Recorded programs name the paths of the machine that they ran on. */
const RECORDED = /(^|\/)(captures|fixtures)\/|\.strace$|\.gz$/;

const BINARY = /\.(png|jpe?g|gif|ico|woff2?|wasm|gz|zip|bin)$/;

function leaksIn(text: string): string[] {
  return text.split('\n').filter((line) => ABSOLUTE.test(line) || OUTSIDE.test(line));
}

it('no tracked file names a path of the machine that it was written on', () => {
  const files = trackedFiles().filter((path) => !RECORDED.test(path) && !BINARY.test(path));
  const leaks = files.flatMap((path) =>
    leaksIn(readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}: ${line.trim().slice(0, 120)}`),
  );
  expect(leaks).toEqual([]);
});

it('sees absolute paths and leaves the rest alone', () => {
  const [folder = ''] = FOLDERS;
  expect(leaksIn(`cd /${folder}/main`)).toHaveLength(1);
  expect(leaksIn(`"/${folder}/a.ts"`)).toHaveLength(1);
  expect(leaksIn(['..', 'shared', 'captures', 'ls.strace'].join('/'))).toHaveLength(1);
  expect(leaksIn(`docs/${folder}/x https://example.org/${folder}/x ./${folder}/x`)).toEqual([]);
  expect(leaksIn("import { x } from '../shared/x.ts';")).toEqual([]);
});
