import { NotModelled, OPEN, drain, type ArgValue } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { mmOf } from '../../testing/strip.ts';

describe('a descriptor that nothing opened', () => {
  it.each([
    ['dup', 99n],
    ['dup2', 99n, 5n],
    ['ftruncate', 99n, 0n],
  ] as const)('is EBADF to %s', (name, ...args) => {
    expect(mmOf('').call(name, ...args)).toBe('EBADF');
  });
});

describe('a file that only its decoration tells of', () => {
  it('was open for writing where the log shows that it could be changed', () => {
    const mm = mmOf('');
    const fd: ArgValue = { kind: 'fd', fd: 3n, path: '/tmp/#1', deleted: true };
    const call = {
      name: 'ftruncate',
      args: [fd, { kind: 'int', value: 4096n }],
      recorded: { kind: 'value', value: 0n },
    } as const;
    expect(drain(mm.machine.call(mm.task, call, () => undefined))).toEqual({ kind: 'value', value: 0n });
    expect(mm.mmap(0, 1, 'rw', 'SHARED|FIXED', 3)).toBe(0);
  });

  it('of O_TMPFILE is no directory', () => {
    const mm = mmOf('');
    const fd = Number(mm.call('openat', -100n, '/tmp', OPEN.values.O_TMPFILE | OPEN.values.O_RDWR));
    expect(mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd)).toBe(0);
    const directory = Number(mm.call('openat', -100n, '/etc', OPEN.values.O_DIRECTORY));
    expect(mm.mmap(0, 1, 'r', 'SHARED|FIXED', directory)).toBe('ENODEV');
  });
});

describe('openat2', () => {
  const how = (flags: bigint): ArgValue => ({
    kind: 'struct',
    fields: [{ name: 'flags', value: { kind: 'int', value: flags } }],
    abbreviated: false,
  });

  it('opens as openat does, by the flags in its struct', () => {
    const mm = mmOf('');
    const fd = Number(mm.call('openat2', -100n, '/data', how(OPEN.values.O_RDWR | OPEN.values.O_TRUNC), 24n));
    expect(mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd)).toBe(0);
    expect(mm.load(0)).toBe('SIGBUS BUS_ADRERR');
    expect(mm.call('openat2', -100n, '/data', how(OPEN.values.O_RDONLY), 24n)).toBe(fd + 1);
  });

  it('is refused where the log shows the address of its struct alone', () => {
    expect(() => mmOf('').call('openat2', -100n, '/data', 0x1000n, 24n)).toThrow(NotModelled);
  });
});
