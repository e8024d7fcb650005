import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figureHtml, type Figure } from '../figure/index.ts';
import { figureCommand, USAGE } from './figure-command.ts';

const run = (args: readonly string[], script = 'brk(NULL)\n') => figureCommand(args, () => script);

describe('mm-playground-figure', () => {
  it('prints the figure of a script, by the words of a fence', () => {
    const place = { file: 'script', line: 1, column: 1 };
    expect(run(['kernel=6.12 views="address-map maple-tree" static'])).toEqual({
      code: 0,
      output: `${figureHtml('brk(NULL)', { kernel: '6.12', views: 'address-map maple-tree', static: true, place })}\n`,
      problems: '',
    });
  });

  it('prints it in parts', () => {
    const { svg, maps, title } = JSON.parse(run(['--json', 'title="A title"']).output) as Figure;
    expect(title).toBe('A title');
    expect(svg).toMatch(/^<svg /);
    expect(maps.rows.at(-1)?.at(-1)).toBe('[vsyscall]');
  });

  it.each([
    [['--file', 'page.rst', '--line', '7'], 'brk(NULL)\nmunmap(p, )', /^page\.rst:8:\d+: .*\n$/],
    [['kernal=6.12'], '', /^there is no word kernal/],
    [['--line', 'x'], '', /lines count from 1/],
    [['--jsno'], '', /--jsno/],
  ])('says what is wrong, and prints nothing: %j', (args, script, problems) => {
    const outcome = run(args, script);
    expect(outcome).toMatchObject({ code: 2, output: '' });
    expect(outcome.problems).toMatch(problems);
  });

  it('knows its version, its bundle and its options, without a script', () => {
    const quiet = (args: readonly string[]): string =>
      figureCommand(args, () => {
        throw new Error('asks for a script');
      }).output;
    expect(quiet(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(quiet(['--help'])).toBe(`${USAGE}\n`);
    expect(existsSync(dirname(dirname(quiet(['--bundle']).trim())))).toBe(true);
  });
});
