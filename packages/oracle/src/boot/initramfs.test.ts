import { expect, test } from 'vitest';
import { initramfs } from './initramfs.ts';

/** The members of an archive: name, mode, content. */
function membersOf(archive: Buffer): (readonly [name: string, mode: string, content: string])[] {
  const members: (readonly [string, string, string])[] = [];
  const field = (at: number, number: number): number =>
    Number.parseInt(archive.toString('latin1', at + 6 + number * 8, at + 14 + number * 8), 16);
  const aligned = (at: number): number => Math.ceil(at / 4) * 4;
  for (let at = 0; ;) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const [mode, size, nameSize] = [field(at, 1), field(at, 6), field(at, 11)];
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    if (name === 'TRAILER!!!') return members;
    const content = aligned(at + 110 + nameSize);
    members.push([name, mode.toString(8), archive.toString('utf8', content, content + size)]);
    at = aligned(content + size);
  }
}

test('an archive holds directories and executable files in their order', () => {
  const archive = initramfs([{ name: 'dev' }, { name: 'init', content: Buffer.from('#!') }, { name: 'a/é' }]);
  expect(membersOf(archive)).toEqual([
    ['dev', '40755', ''],
    ['init', '100755', '#!'],
    ['a/é', '40755', ''],
  ]);
});

test('an archive is whole blocks, and the same for the same entries', () => {
  const entries = [{ name: 'runner', content: new Uint8Array(700).fill(1) }];
  expect(initramfs(entries).length % 512).toBe(0);
  expect(initramfs(entries).equals(initramfs(entries))).toBe(true);
});
