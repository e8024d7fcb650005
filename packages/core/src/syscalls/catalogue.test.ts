import { expect, it } from 'vitest';
import { ALL_FAMILIES } from './all-families.ts';
import { CATALOGUE, familiesFor } from './catalogue.ts';
import { mappingFamily } from './mapping-syscalls.ts';
import type { SyscallFamily } from './syscall-result.ts';

const namesOf = (families: readonly SyscallFamily[]): string[] =>
  families.flatMap(({ locking = {}, plain = {} }) => [...Object.keys(locking), ...Object.keys(plain)]);

it.each(CATALOGUE.map((entry) => [[...entry.calls][0] ?? '', entry] as const))(
  'says what is fetched together with %s',
  async (_, { calls, fetch }) => {
    expect(namesOf((await fetch()).FAMILIES).toSorted()).toEqual([...calls].toSorted());
  },
);

it('knows every call once', () => {
  const names = [...namesOf([mappingFamily]), ...CATALOGUE.flatMap(({ calls }) => [...calls])];
  expect(names.toSorted()).toEqual(namesOf(ALL_FAMILIES).toSorted());
  expect(new Set(names).size).toBe(names.length);
});

it('fetches what a script makes, and no more', async () => {
  expect(await familiesFor(['mmap', 'munmap', 'store'])).toEqual([mappingFamily]);
  const names = namesOf(await familiesFor(['mmap', 'openat', 'no_such_call']));
  expect(names).toContain('read');
  expect(names).not.toContain('fork');
});
