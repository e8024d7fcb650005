import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const DIRECTORY = join(import.meta.dirname, '../../captures');
const FILES = readdirSync(DIRECTORY).filter((name) => /\.strace(?:\.gz)?$/.test(name));

function readCapture(name: string): string {
  const bytes = readFileSync(join(DIRECTORY, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

const DIRECTIVE = /^#@ (?:(?:system|build|limits|command|layout) \S.*|(?:maps|smaps|status)(?: \d+)?)$/;
const CALL = /^(?:\d+ )?(?:\w+\(.*(?: = \S.*| <unfinished \.\.\.>)|<\.\.\. \w+ resumed>.* = \S.*|(?:---|\+\+\+) .*)$/;

test('there are recorded programs', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(14);
});

describe.each(FILES)('%s', (name) => {
  const lines = readCapture(name).replace(/\n$/, '').split('\n');

  test('consists of directives, their bodies and calls', () => {
    const odd = lines.filter((line) => !(line.startsWith('#| ') || DIRECTIVE.test(line) || CALL.test(line)));
    expect(odd).toEqual([]);
  });

  test('begins with the machine, the program and its initial state', () => {
    const names = lines.filter((line) => !line.startsWith('#| ')).map((line) => /^#@ \w+|\w+\(/.exec(line)?.[0]);
    const machine = ['#@ system', '#@ build', '#@ limits', '#@ command'];
    expect(names.slice(0, 9)).toEqual([...machine, 'execve(', '#@ layout', '#@ maps', '#@ smaps', '#@ status']);
  });

  test('has the final state of its first process before exit_group', () => {
    const last = lines.findLastIndex((line) => /^(?:\d+ )?exit_group\(/.test(line));
    expect(lines.findLastIndex((line) => line.startsWith('#@ maps'))).toBeGreaterThan(10);
    expect(lines[last - 1]).toMatch(/^#\| VmSwap:/);
  });
});
