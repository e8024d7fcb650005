/** What a plugin of a stranger brings to the command line: texts that are read, forms that are written, scripts that come along. */
import { describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';

const PLUGIN = given(
  'calls-plugin.mjs',
  `const importer = {
  id: 'ranges',
  title: 'a list of ranges',
  support: [],
  recognises: ([first = '']) => first === 'RANGES',
  toScript(text, file) {
    const rows = text.split('\\n').slice(1).filter(Boolean);
    const bad = rows.findIndex((row) => !/^[0-9a-f]+ [0-9a-f]+$/.test(row));
    if (bad >= 0) return { text: undefined, diagnostics: [{ file, span: { line: bad + 2, column: 1, length: 0 }, severity: 'error', message: 'no range' }] };
    const calls = rows.map((row) => row.split(' ')).map(([start, size]) =>
      \`mmap(0x\${start}, 0x\${size}, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\`);
    return { text: calls.join('\\n') + '\\n', diagnostics: [] };
  },
};
const exporter = {
  id: 'names',
  title: 'Names of calls',
  what: 'one a line',
  ending: '.txt',
  support: [],
  records: 'marks',
  *export(run) {
    if (run.calls.length > 2) throw new RangeError('that is too much');
    for (const { item, result } of run.calls) yield \`\${item.name} \${result?.kind}\`;
  },
};
const pack = { id: 'mine', title: 'Mine', scripts: [{ id: 'brk', title: 'The heap', what: 'asks', text: 'brk(0)\\n' }] };
const stranger = { id: 'stranger', title: 'Stranger', version: '1.2.3', api: '^1.0', contributes: { importers: [importer], exporters: [exporter], scripts: [pack] } };
export default stranger;
`,
);
const RANGES = given('ranges.txt', 'RANGES\n10000000 2000\n20000000 1000\n');

describe('a plugin on the command line', () => {
  it('reads texts of its own, in every command, and says which lines are meant', async () => {
    const { exitCode, stdout, stderr } = await mm(['run', RANGES, '--plugin', PLUGIN]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'mmap(0x20000000, 0x1000, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x20000000',
    );
    expect(stderr).toContain('ranges.txt:1:1: this is a list of ranges; lines are those of the script');
    const script = await mm(['export', RANGES, '--to', 'script', '--plugin', PLUGIN]);
    expect(script.stdout.split('\n')).toHaveLength(3);
  });

  it('says what is wrong with them by line and column', async () => {
    const bad = given('bad-ranges.txt', 'RANGES\n10000000 2000\nfrom here to there\n');
    const { exitCode, stderr } = await mm(['run', bad, '--plugin', PLUGIN]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('bad-ranges.txt:3:1: no range')]);
  });

  it('writes forms of its own, and says why there is none', async () => {
    const { exitCode, stdout } = await mm(['export', RANGES, '--to', 'names', '--plugin', PLUGIN]);
    expect([exitCode, stdout]).toEqual([0, 'mmap value\nmmap value\n']);
    const none = await mm([
      'export',
      given('three.mm', 'brk(0)\nbrk(0)\nbrk(0)\n'),
      '--to',
      'names',
      '--plugin',
      PLUGIN,
    ]);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('three.mm:1:1: that is too much')]);
  });

  it('brings scripts along, by name', async () => {
    const { exitCode, stdout } = await mm(['run', 'mine/brk', '--plugin', PLUGIN]);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^brk\(0\) += 0x/)]);
    expect((await mm(['check', 'mine/brk', '--plugin', PLUGIN])).exitCode).toBe(0);
    expect((await mm(['run', 'mine/other', '--plugin', PLUGIN])).stderr).toContain('mine/other:1:1: cannot be read');
  });

  it('is listed with what it brings', async () => {
    const { stdout } = await mm(['plugins', '--plugin', PLUGIN]);
    for (const line of [
      '  ranges: a list of ranges (stranger 1.2.3)',
      '  names: Names of calls (stranger 1.2.3)',
      '    mine/brk',
    ])
      expect(stdout.split('\n')).toContain(line);
  });

  it('names every form where one is not known', async () => {
    const { exitCode, stderr } = await mm(['export', RANGES, '--to', 'basic', '--plugin', PLUGIN]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'there is no form "basic"; there are: link, report, c, strips, script, perfetto, markdown, capture, names, svg',
    );
  });
});

it.each([
  [
    "export const plugin = { id: 'bare' };",
    "plugin bare says api: undefined, which is no range of versions: write api: '^1.0'",
  ],
  [
    "export const plugin = { id: 'old', api: '^9.0', contributes: {} };",
    'plugin old was written for contracts ^9.0, these are',
  ],
  ['export const other = 1;', 'exports neither `default` nor `plugin`: export what definePlugin() makes'],
  ["\n  throw new Error('it broke');", 'cannot be loaded: it broke (line 2, column 9)'],
])('a file with %j is told apart before anything is played', async (text, message) => {
  const { exitCode, stdout, stderr } = await mm(['run', RANGES, '--plugin', given('strange.mjs', text)]);
  expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
});
