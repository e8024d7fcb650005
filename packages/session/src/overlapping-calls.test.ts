import { MAP, PROT, type Program, type RecordedResult } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { checkReport, openSession, reportLines, type Session } from './index.ts';
import {
  call,
  checkpoint,
  flatArch,
  FLAT_INDEX,
  FLAT_KERNEL,
  flatModel,
  mapsOf,
  note,
  programOf,
  row,
} from './testing/index.ts';

const PAGE = 0x1000n;
const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const ANON = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS;
const FIXED = ANON | MAP.values.MAP_FIXED;
const slot = (n: number): bigint => 0x10_0000n - BigInt(n + 1) * PAGE;

type Item = ReturnType<typeof call>;
/** A call of a task between two lines. */
const at = (
  [from, to]: readonly [number, number],
  task: string,
  [name, ...args]: readonly [string, ...bigint[]],
  result: bigint | string | null | RecordedResult = 0n,
  text?: string,
): Item => call(name, args, { line: from, returns: to, task, result, ...(text === undefined ? {} : { text }) });
const mmap = (lines: readonly [number, number], task: string, address: bigint): Item =>
  at(lines, task, ['mmap', 0n, PAGE, RW, ANON], address);
const fixed = (lines: readonly [number, number], task: string, address: bigint, prot: bigint): Item =>
  at(lines, task, ['mmap', address, PAGE, prot, FIXED], address);
const munmap = (lines: readonly [number, number], task: string, address: bigint): Item =>
  at(lines, task, ['munmap', address, PAGE]);
/** The calls that make threads 1, 2, 3 of task p. */
const threads: readonly Item[] = [1n, 2n, 3n].map((pid) => at([Number(pid), Number(pid)], 'p', ['clone', 0x100n], pid));

const capture = (...items: readonly Item[]): Program => programOf([...threads, ...items], { maps: [], task: 'p' });

function played(program: Program): Session {
  const session = openSession(program, { model: flatModel, kernel: FLAT_KERNEL, arch: flatArch(), index: FLAT_INDEX });
  session.run();
  return session;
}

/** Lines of the calls in the order in which they took effect, without those that make the threads. */
const order = (session: Session): string =>
  session.calls
    .map(({ item }) => item.span.line)
    .filter((line) => line > 3)
    .join(' ');
const lines = (session: Session): string[] => reportLines(checkReport(session));

describe('calls that overlap', () => {
  it('take effect in the order of return where that explains everything', () => {
    const session = played(capture(mmap([10, 13], '1', slot(1)), mmap([11, 12], '2', slot(0))));
    expect(order(session)).toBe('11 10');
    expect(session.divergences).toEqual([]);
  });

  it('take effect in the order that explains their results, and that order is an inference', () => {
    const session = played(
      capture(mmap([10, 14], '1', slot(2)), mmap([11, 15], '2', slot(0)), mmap([12, 13], '3', slot(1))),
    );
    expect(order(session)).toBe('11 12 10');
    expect(session.inferences).toEqual([
      {
        file: 'test.strace',
        line: 11,
        kind: 'order',
        what: 'overlapping calls took effect in the order of lines 11, 12, 10',
      },
    ]);
    expect(session.compared.calls).toBe(6);
  });

  it('are no inference where the order of entry gives the same', () => {
    const session = played(capture(munmap([10, 13], '1', 0x1000n), munmap([11, 12], '2', 0x2000n)));
    expect(order(session)).toBe('11 10');
    expect(session.inferences).toEqual([]);
  });

  it('are no inference where they took effect in the order of entry', () => {
    const session = played(capture(mmap([10, 13], '1', slot(0)), mmap([11, 12], '2', slot(1))));
    expect(order(session)).toBe('10 11');
    expect(session.inferences).toEqual([]);
  });

  it('are an inference where results agree but the order decides what is left', () => {
    const session = played(capture(fixed([10, 13], '1', 0x5000n, RW), fixed([11, 12], '2', 0x5000n, 1n)));
    expect(order(session)).toBe('11 10');
    expect(session.inferences.map(({ kind }) => kind)).toEqual(['order']);
  });

  it('take effect in the order that explains what was recorded afterwards, where their own results do not tell', () => {
    const both = [fixed([10, 13], '1', 0x5000n, RW), fixed([11, 12], '2', 0x5000n, 1n)];
    const written = at([14, 14], '3', ['store', 0x5000n]);
    const fault: RecordedResult = { kind: 'signal', signal: 'SIGSEGV', code: 'SEGV_ACCERR', addr: 0x5000n };
    const refused = at([14, 14], '3', ['store', 0x5000n], fault);
    expect(order(played(capture(...both, written)))).toBe('11 10 14');
    const other = played(capture(...both, refused));
    expect(order(other)).toBe('10 11 14');
    expect(other.divergences).toEqual([]);
    expect(other.inferences).toEqual([]);
  });

  it('take effect in the order that explains a later checkpoint, however many turns that takes', () => {
    const calls = [1n, 5n, 4n].map((prot, n) => fixed([10 + n, 20 + n], `${n + 1}`, 0x5000n, prot));
    const perms = ['r--p', 'r-xp', '--xp'];
    for (const [last, shown] of perms.entries()) {
      const snapshot = checkpoint(mapsOf([row(0x5000n, 0x6000n, shown)], 30), { line: 30, task: 'p' });
      const session = played(capture(...calls, snapshot));
      expect(session.divergences).toEqual([]);
      expect(order(session).endsWith(`${10 + last}`)).toBe(true);
    }
  });

  it('diverge at the first call that no order explains, and the rest is explained from there', () => {
    const session = played(
      capture(
        at([10, 14], '1', ['munmap', 0x5000n, PAGE], 'EINVAL'),
        mmap([11, 15], '2', slot(1)),
        mmap([12, 16], '3', slot(0)),
      ),
    );
    expect(lines(session)).toEqual(['test.strace:10: munmap: recorded -1 EINVAL (Invalid argument), model 0']);
    expect(order(session)).toBe('12 11 10');
    expect(session.calls.map(({ verdict }) => verdict).slice(3)).toEqual(['same', 'same', 'diverged']);
  });

  it('are unresolved where there are more orders than anybody can try', () => {
    const many = Array.from({ length: 10 }, (_, n) =>
      at([20 + n, 50 + n], `${30 + n}`, ['munmap', BigInt(n) * PAGE, PAGE]),
    );
    const makes = many.map((_, n) => at([8 + n, 8 + n], 'p', ['clone', 0x100n], BigInt(30 + n)));
    const wrong = at([40, 70], '1', ['munmap', 0x5000n, PAGE], 'EINVAL');
    const session = played(capture(...makes, ...many, wrong));
    expect(lines(session)).toEqual([
      'test.strace:40: munmap (unresolved): recorded -1 EINVAL (Invalid argument), model 0',
    ]);
  });

  it('need assumptions only where no order does without', () => {
    const session = played(capture(mmap([10, 13], '1', 0x7000n), mmap([11, 12], '2', slot(0))));
    expect(session.divergences).toEqual([]);
    expect(session.inferences.map(({ kind }) => kind)).toEqual(['adopted address']);
  });

  it('are played in one piece with what stands among them', () => {
    const other = call('kill', [], { line: 12, task: '2', result: 1n });
    const session = played(
      capture(mmap([10, 13], '1', slot(1)), mmap([11, 11], '2', slot(0)), other, mmap([14, 14], '1', slot(2))),
    );
    expect(order(session)).toBe('11 10 12 14');
  });
});

describe('a call that never returned', () => {
  it('comes last unless something shows that it took effect', () => {
    const endless = at([10, Infinity], '1', ['munmap', slot(0), PAGE], null);
    const before = mmap([9, 9], '2', slot(0));
    const open = capture(before, endless, mmap([11, 11], '2', slot(1)), mmap([12, 12], '2', slot(2)));
    expect(order(played(open))).toBe('9 11 12 10');
    const seen = capture(before, endless, mmap([11, 11], '2', slot(1)), mmap([12, 12], '2', slot(0)));
    expect(order(played(seen))).toBe('9 11 10 12');
  });

  it('is cut short where its task ended before', () => {
    const endless = at([10, 14], '1', ['munmap', slot(0), PAGE], null);
    const exit = at([11, 11], 'p', ['exit_group', 0n], null);
    const session = played(capture(endless, exit, note('+++ exited with 0 +++', { line: 15, task: '1' })));
    expect(session.calls.map(({ item, verdict }) => `${item.name} ${verdict}`).slice(3)).toEqual([
      'exit_group same',
      'munmap unchecked',
    ]);
    expect(session.stopped).toBeNull();
  });
});

describe('a checkpoint between the lines of a call', () => {
  const snapshot = (line: number, ...rows: Parameters<typeof row>[]): Item =>
    checkpoint(
      mapsOf(
        rows.map((each) => row(...each)),
        line,
      ),
      { line, task: 'p' },
    );

  it('tells whether the call had taken effect', () => {
    const before = played(capture(mmap([10, 20], '1', slot(0)), snapshot(11)));
    expect(before.divergences).toEqual([]);
    const after = played(capture(mmap([10, 20], '1', slot(0)), snapshot(11, [slot(0), slot(0) + PAGE])));
    expect(after.divergences).toEqual([]);
    expect(after.compared).toEqual({ calls: 4, checkpoints: 1 });
  });
});

describe('tasks that are made while others work', () => {
  const vfork = (lines: readonly [number, number], task: string, pid: bigint): Item => at(lines, task, ['vfork'], pid);

  it('begin only after the call that makes them', () => {
    const session = played(
      capture(at([10, 14], 'p', ['clone', 0x100n], 9n), mmap([11, 13], '9', slot(1)), mmap([12, 15], '1', slot(0))),
    );
    expect(session.divergences).toEqual([]);
    expect(order(session)).toBe('10 12 11');
  });

  it('hold their parent until they exec, where that is vfork', () => {
    const session = played(
      capture(
        vfork([10, 13], 'p', 9n),
        at([11, 11], '9', ['munmap', 0x5000n, PAGE]),
        at([12, 16], '9', ['execve'], 0n),
        mmap([14, 15], 'p', slot(0)),
      ),
    );
    expect(session.divergences).toEqual([]);
    expect(order(session)).toBe('10 11 12 14');
  });
});
