import { MAP, PROT, type Program } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { checkReport, openSession, type Session } from './index.ts';
import { call, flatArch, FLAT_INDEX, FLAT_KERNEL, flatModel, programOf } from './testing/index.ts';

const PAGE = 0x1000n;
const ANON = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS;
const parts = { model: flatModel, kernel: FLAT_KERNEL, arch: flatArch(), index: FLAT_INDEX };
const slot = (n: number): bigint => 0x10_0000n - BigInt(n + 1) * PAGE;
const mmap = (result: bigint): ReturnType<typeof call> =>
  call('mmap', [0n, PAGE, PROT.values.PROT_READ, ANON], { result });

const WHOLE = programOf(
  [
    mmap(slot(0)),
    mmap(slot(1)),
    call('munmap', [slot(0), PAGE], { result: 0n }),
    call('munmap', [slot(1), PAGE], { result: 'ENOMEM' }),
  ],
  {
    maps: [],
  },
);

/** The whole, played in pieces that end where the given items do. */
function inPieces(...ends: number[]): Session {
  const [first = 0, ...rest] = ends;
  const session = openSession({ ...WHOLE, items: WHOLE.items.slice(0, first) } satisfies Program, parts);
  session.run();
  for (const [at, end] of rest.entries()) {
    session.extend(WHOLE.items.slice(ends[at], end));
    session.run();
  }
  return session;
}

describe('a session whose program goes on', () => {
  it('plays what is new, and comes to what it would have come to at once', () => {
    const atOnce = openSession(WHOLE, parts);
    atOnce.run();
    const grown = inPieces(1, 2, 4);
    expect(checkReport(grown)).toEqual(checkReport(atOnce));
    expect(grown.calls.map(({ verdict }) => verdict).join(' ')).toBe('same same same diverged');
    expect(grown.program).toEqual(WHOLE);
  });

  it('goes on from the newest state, wherever somebody looked meanwhile', () => {
    const session = inPieces(2);
    session.seek({ call: -1 });
    expect(session.view().maps()).toHaveLength(0);
    session.extend(WHOLE.items.slice(2, 3));
    expect(session.done).toBe(false);
    session.run();
    expect(session.done).toBe(true);
    expect(session.view().maps()).toMatchObject([{ start: slot(1) }]);
  });

  it('does not go on where it stopped', () => {
    const strange = programOf([mmap(slot(0)), call('mbind', []), mmap(slot(1))], { maps: [] });
    const session = openSession({ ...strange, items: strange.items.slice(0, 2) }, parts);
    session.run();
    session.extend(strange.items.slice(2));
    session.run();
    expect(session.stopped?.why).toBe('unmodelled');
    expect(session.calls).toHaveLength(2);
  });
});
