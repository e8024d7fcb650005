import { describe, expect, test } from 'vitest';
import { generate } from './generate.ts';
import { PROFILES } from './profiles.ts';
import { ARENA_START, isReference, type NativeScript, resolveArgument } from './script.ts';

/** How many of the calls are of each name, in percent. */
function shares({ calls }: NativeScript): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of calls) counts[name] = (counts[name] ?? 0) + 100 / calls.length;
  return counts;
}

describe.each(PROFILES)('profile %s', (profile) => {
  const script = generate(11, profile, 500);

  test('is a function of its seed', () => {
    expect(generate(11, profile, 500)).toEqual(script);
    expect(generate(12, profile, 500).calls).not.toEqual(script.calls);
  });

  test('a longer script begins like a shorter one', () => {
    expect(generate(11, profile, 100).calls).toEqual(script.calls.slice(0, 100));
  });

  test('numbers its calls once each, and refers only to earlier ones', () => {
    const calls = [...script.setup, ...script.calls];
    expect(calls.map(({ id }) => id)).toEqual(calls.map((_, index) => index + 1));
    const forward = calls.filter((call) => call.args.some((each) => isReference(each) && each.call >= call.id));
    expect(forward).toEqual([]);
  });

  test('begins with descriptors, the break and the arena', () => {
    const names = script.setup.map(({ name }) => name);
    expect(names.slice(0, 7)).toEqual(['memfd_create', 'ftruncate', 'openat', 'ftruncate', 'openat', 'unlink', 'brk']);
    expect(script.setup.some(({ name, args }) => name === 'mmap' && args[0] === ARENA_START)).toBe(true);
  });
});

test('profiles differ in what they do most', () => {
  expect(shares(generate(3, 'vma', 2000))['store']).toBeUndefined();
  expect(shares(generate(3, 'fault', 2000))['store']).toBeGreaterThan(18);
  expect(shares(generate(3, 'mremap', 2000))['mremap']).toBeGreaterThan(28);
  expect(shares(generate(3, 'fork', 2000))['fork']).toBeGreaterThan(0.5);
  expect(shares(generate(3, 'seal', 2000))['mseal']).toBeGreaterThan(3);
  expect(shares(generate(3, 'shm', 2000))['shmat']).toBeGreaterThan(10);
  expect(shares(generate(3, 'file', 2000))['fallocate']).toBeGreaterThan(5);
  expect(generate(3, 'rlimit', 1).setup.filter(({ name }) => name === 'prlimit64')).toHaveLength(2);
});

test('lengths follow the page size', () => {
  const [arena] = generate(1, 'vma', 0, { pageSize: 16_384 }).setup.filter(({ name }) => name === 'mmap');
  expect(arena?.args[1]).toBe(32n * 16_384n);
});

test('an impossible count is refused', () => {
  expect(() => generate(1, 'vma', -1)).toThrow('count: expected a whole number from 0 to 30000, got -1');
});

test('a reference to a call that failed, or is not there, means the arena', () => {
  const reference = { call: 4, offset: 0x2000n };
  expect(resolveArgument(reference, new Map([[4, 0x7000_0000n]]))).toBe(0x7000_2000n);
  expect(resolveArgument(reference, new Map([[4, -12n]]))).toBe(ARENA_START + 0x2000n);
  expect(resolveArgument(reference, new Map())).toBe(ARENA_START + 0x2000n);
});

test('a reference to what is no address is the result as it is', () => {
  const reference = { call: 4, offset: 0n, asIs: true } as const;
  expect(resolveArgument(reference, new Map([[4, 0n]]))).toBe(0n);
  expect(resolveArgument(reference, new Map([[4, -22n]]))).toBe(-22n);
  // Cut out: the runner's own descriptor 0 is not what was meant.
  expect(resolveArgument(reference, new Map())).toBe(-1n);
});
