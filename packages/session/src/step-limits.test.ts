import { MAP, PROT } from '@mm-playground/api';
import { expect, it } from 'vitest';
import { openSession, type Session, type SessionOptions } from './index.ts';
import { call, flatArch, FLAT_INDEX, FLAT_KERNEL, flatModel, programOf } from './testing/index.ts';

const ANON = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS;
const MMAP = call('mmap', [0n, 0x1000n, PROT.values.PROT_READ, ANON]);

function played(stepLimits: SessionOptions['stepLimits']): Session {
  const parts = { model: flatModel, kernel: FLAT_KERNEL, arch: flatArch(), index: FLAT_INDEX };
  const session = openSession(programOf([MMAP, MMAP, MMAP]), { ...parts, ...(stepLimits && { stepLimits }) });
  session.run();
  return session;
}

const each = played(undefined).calls[0]?.steps.length ?? 0;

it('keeps all steps unless it is told how many', () => {
  expect(each).toBeGreaterThan(1);
  expect(played(undefined).calls.map(({ steps }) => steps.length)).toEqual([each, each, each]);
});

it('stops at a call that has more of them, and leaves no trace of it', () => {
  const session = played({ call: each - 1, all: Infinity });
  expect(session.stopped?.why).toBe('too long');
  expect(session.stopped?.message).toContain(`${each - 1} steps`);
  expect(session.view().maps()).toEqual([]);
});

it('stops where all calls together have more of them', () => {
  const session = played({ call: Infinity, all: 2 * each });
  expect(session.stopped?.why).toBe('too long');
  expect(session.calls.map(({ verdict }) => verdict)).toEqual(['unchecked', 'unchecked', 'unmodelled']);
  expect(session.view().maps()).toHaveLength(2);
});
