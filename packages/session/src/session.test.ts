import { KernelBug, MAP, NotModelled, PROT, type Machine, type Model, type Program } from '@mm-playground/api';
import { createBus, record, type BusEvent } from '@mm-playground/event-bus';
import { describe, expect, it } from 'vitest';
import {
  checkReport,
  noticeLines,
  openSession,
  reportLines,
  summaryLine,
  type Session,
  type SessionOptions,
} from './index.ts';
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
  race,
  row,
} from './testing/index.ts';

const PAGE = 0x1000n;
const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const ANON = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS;
const FIXED = ANON | MAP.values.MAP_FIXED;
/** Where the flat model puts the first mapping of a page, the second, ... */
const slot = (n: number): bigint => 0x10_0000n - BigInt(n + 1) * PAGE;

type More = Parameters<typeof call>[2];
const mmap = (result?: bigint, more: More = {}): ReturnType<typeof call> =>
  call('mmap', [0n, PAGE, RW, ANON], { ...(result === undefined ? {} : { result }), ...more });
const munmap = (at: bigint | string, more: More = { result: 0n }): ReturnType<typeof call> =>
  call('munmap', [at, PAGE], more);

const parts = { model: flatModel, kernel: FLAT_KERNEL, arch: flatArch(), index: FLAT_INDEX };
const open = (program: Program, options: Partial<SessionOptions> = {}): Session =>
  openSession(program, { ...parts, ...options });
function played(program: Program, options: Partial<SessionOptions> = {}): Session {
  const session = open(program, options);
  session.run();
  return session;
}
/** A capture: it begins with an empty address space that is known. */
const capture = (...items: Parameters<typeof programOf>[0]): Program => programOf(items, { maps: [] });

const verdicts = (session: Session): string => session.calls.map(({ verdict }) => verdict).join(' ');
const lines = (session: Session): string[] => reportLines(checkReport(session));
const summary = (session: Session): string => summaryLine([checkReport(session)]);
const kinds = (session: Session): string => session.inferences.map(({ kind }) => kind).join(' ');
/** The address space at the position: `ffff:rw-p`, a mapping each. */
const drawn = (session: Session, task?: string): string =>
  session
    .view(task)
    .maps()
    .map(({ start, end, perms }) => `${(start / PAGE).toString(16)}-${(end / PAGE).toString(16)}:${perms}`)
    .join(' ');

/** The flat model with machines that throw at munmap. */
const breaking = (error: Error): Model => ({
  ...flatModel,
  createMachine: (config) => {
    const machine = flatModel.createMachine(config);
    const make: Machine['call'] = (task, made, names) => {
      if (made.name === 'munmap') throw error;
      return machine.call(task, made, names);
    };
    return new Proxy(machine, {
      get: (target, name) => {
        const value: unknown = name === 'call' ? make : Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  },
});

describe('a session in predict mode', () => {
  it('finds nothing where the model gives what was recorded', () => {
    const session = played(capture(mmap(slot(0)), mmap(slot(1)), munmap(slot(0)), mmap(slot(0))));
    expect(session.mode).toBe('predict');
    expect(verdicts(session)).toBe('same same same same');
    expect(summary(session)).toBe('1 files, 4 calls, 0 checkpoints, 0 divergences, 0 inferences');
    expect(session.done).toBe(true);
  });

  it('reports each result that differs, and keeps the outcome of the model', () => {
    const session = played(
      capture(munmap(0x5000n, { result: 'EINVAL' }), call('load', [0x5000n], { result: 0n }), mmap(slot(0))),
    );
    expect(lines(session)).toEqual([
      'test.strace:100: munmap: recorded -1 EINVAL (Invalid argument), model 0',
      'test.strace:101: load: recorded 0, model ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x5000}',
    ]);
    expect(verdicts(session)).toBe('diverged diverged same');
  });

  it('tries what may be assumed, and keeps the first assumption that explains the result', () => {
    const session = played(capture(mmap(0x7000n), mmap(slot(0))));
    expect(verdicts(session)).toBe('same same');
    expect(noticeLines(checkReport(session))).toEqual([
      'test.strace:100: inferred (adopted address): the kernel chose 0x7000',
    ]);
    expect(drawn(session)).toBe('7-8:rw-p ff-100:rw-p');
    expect(session.calls[0]?.inferences).toHaveLength(1);
  });

  it('leaves no trace of assumptions that explain nothing', () => {
    const wrong = call('mmap', [0n, 0n, RW, ANON], { result: 0x7000n });
    const session = played(capture(wrong, mmap(slot(0))));
    expect(verdicts(session)).toBe('diverged same');
    expect(session.inferences).toEqual([]);
    expect(session.calls[0]?.steps.map(({ name }) => name)).toEqual(['sys_mmap', 'sys_mmap']);
  });

  it('carries calls along that touch no memory', () => {
    const session = played(capture(call('kill', [5n, 0n], { result: 0n }), mmap(slot(0))));
    expect(verdicts(session)).toBe('unchecked same');
    expect(session.calls[0]).toMatchObject({ result: undefined, steps: [] });
    expect(session.compared.calls).toBe(1);
  });

  it('holds no call to "= ?" but those that never return', () => {
    const session = played(capture(mmap(undefined, { result: null }), call('exit_group', [0n], { result: null })));
    expect(verdicts(session)).toBe('unchecked same');
  });
});

describe('a call that is not modelled', () => {
  const program = capture(mmap(slot(0)), call('mbind', [0n], { result: 0n }), mmap(slot(1)));

  it('stops the replay with its line', () => {
    const session = played(program);
    expect(verdicts(session)).toBe('same unmodelled');
    expect(session.stopped).toMatchObject({
      why: 'unmodelled',
      message: 'mbind is not modelled',
      item: { name: 'mbind' },
    });
    expect(noticeLines(checkReport(session))).toEqual(['test.strace:101: stopped: mbind is not modelled']);
    expect(session.done).toBe(true);
    expect(session.next()).toBeNull();
  });

  it('is listed and left out where that is asked for', () => {
    const session = played(program, { skipUnmodelled: true });
    expect(verdicts(session)).toBe('same skipped same');
    expect(noticeLines(checkReport(session))).toEqual(['test.strace:101: skipped: mbind is not modelled']);
    expect(session.compared.calls).toBe(2);
  });
});

describe('a session that cannot go on', () => {
  it('names the broken invariant of the model', () => {
    const session = played(capture(mmap(slot(0)), munmap(slot(0))), {
      model: breaking(new KernelBug('map_count 2, not 1')),
    });
    expect(session.stopped).toMatchObject({ why: 'kernel bug', message: 'map_count 2, not 1' });
    expect(drawn(session)).toBe('ff-100:rw-p');
  });

  it('lives on where the model throws, and says what it threw', () => {
    const session = played(capture(mmap(slot(0)), munmap(slot(0))), {
      model: breaking(new TypeError('x is undefined')),
    });
    expect(session.stopped).toMatchObject({
      why: 'crash',
      message: 'model flat threw x is undefined (kernel 6.18, architecture flat, index none)',
    });
    session.seek({ call: 0 });
    expect(drawn(session)).toBe('ff-100:rw-p');
  });

  it('names a task that nobody made', () => {
    const session = played(capture(mmap(slot(0)), mmap(slot(1), { task: '7' })));
    expect(session.stopped).toMatchObject({ why: 'unknown task', message: 'mmap by task 7, which is not there' });
  });

  it('names a task that a scenario forgot to make', () => {
    const by = (task: string): ReturnType<typeof call> => call('mmap', [0n, 'PAGE', RW, ANON], { task });
    const session = played(programOf([by(''), by('b')]));
    expect(session.stopped).toMatchObject({ why: 'unknown task', message: 'mmap by task b, which is not there' });
  });

  it('leaves a race to who explores it', () => {
    const session = played(programOf([mmap(), race(), mmap()]));
    expect(session.stopped).toMatchObject({ why: 'race', item: { span: { line: 101 } } });
    expect(session.calls).toHaveLength(1);
  });
});

describe('a session in follow mode', () => {
  it('adopts addresses that the kernel chose, and takes as mapped what the log never mapped', () => {
    const program = programOf([
      mmap(0x7f_0000n),
      call('mprotect', [0x4000n, PAGE, 1n], { result: 0n }),
      munmap(0x7f_0000n),
    ]);
    const session = played(program);
    expect(session.mode).toBe('follow');
    expect(verdicts(session)).toBe('same same same');
    expect(kinds(session)).toBe('adopted address unknown range');
  });

  it('begins a task that no call of the log makes with an unknown address space of its own', () => {
    const session = played(programOf([mmap(slot(0), { task: '1' }), mmap(slot(0), { task: '2' })], { task: '1' }));
    expect(verdicts(session)).toBe('same same');
    expect([...session.tasks.keys()]).toEqual(['1', '2']);
  });

  it('compares only those lines of a checkpoint that the log mapped', () => {
    const known = row(slot(0), slot(0) + PAGE);
    const differs = played(
      programOf([mmap(slot(0)), checkpoint(mapsOf([row(0x1000n, 0x2000n), { ...known, perms: 'r--p' }], 200))]),
    );
    expect(lines(differs)).toEqual([
      'test.strace:202: maps: recorded 000ff000-00100000 r--p 00000000, model 000ff000-00100000 rw-p 00000000',
    ]);
    expect(played(programOf([mmap(slot(0)), checkpoint(mapsOf([row(0x1000n, 0x2000n), known]))])).divergences).toEqual(
      [],
    );
  });
});

describe('a scenario', () => {
  it('shows the results of the model, and binds names to them', () => {
    const session = played(programOf([call('mmap', [0n, 'PAGE', RW, ANON], { binds: 'p' }), munmap('p', {})]));
    expect(session.mode).toBe('scenario');
    expect(verdicts(session)).toBe('unchecked unchecked');
    expect(session.calls[0]?.result).toEqual({ kind: 'value', value: slot(0) });
    expect(drawn(session)).toBe('');
  });

  it('binds a name to -1 where the call failed, as C does', () => {
    const session = played(
      programOf([call('mmap', [0n, 0n, RW, ANON], { binds: 'p' }), munmap('p', {}), munmap('q', {})]),
    );
    expect(session.calls[1]?.result).toEqual({ kind: 'value', value: 0n });
    expect(session.stopped).toMatchObject({ message: 'munmap with this argument is not modelled' });
  });
});

describe('tasks', () => {
  it('have the names that the log gives them', () => {
    const session = played(
      capture(
        call('clone', [0x100n], { result: 7n }),
        call('fork', [], { result: 8n }),
        mmap(slot(0), { task: '7' }),
        mmap(slot(0), { task: '8' }),
        mmap(slot(1)),
      ),
    );
    expect(verdicts(session)).toBe('same same same same same');
    expect(drawn(session, '8')).toBe('ff-100:rw-p');
    expect(drawn(session, '')).toBe('fe-ff:rw-p ff-100:rw-p');
  });

  it('go on in the child under the same name after fork() = 0', () => {
    const session = played(capture(mmap(slot(0)), call('fork', [], { result: 0n }), munmap(slot(0))));
    expect(verdicts(session)).toBe('same same same');
    expect(drawn(session)).toBe('');
    session.seek({ call: 0 });
    expect(drawn(session)).toBe('ff-100:rw-p');
  });

  it('that have ended show the address space of before their last call', () => {
    const session = played(capture(mmap(slot(0)), call('exit_group', [0n], { result: null })));
    expect(drawn(session)).toBe('ff-100:rw-p');
    expect(session.tasks.size).toBe(0);
    expect(() => session.view('9')).toThrow('there is no task "9" here; there are: none');
  });
});

describe('time', () => {
  const program = capture(mmap(slot(0)), mmap(slot(1)), note('--- SIGCHLD ---'), munmap(slot(0)));

  it('can be gone through in any direction, step by step', () => {
    const session = played(program);
    expect(session.position).toEqual({ call: 2, step: 4 });
    session.seek({ call: -1 });
    expect(drawn(session)).toBe('');
    session.seek({ call: 1 });
    expect(drawn(session)).toBe('fe-ff:rw-p ff-100:rw-p');
    session.seek({ call: 2, step: -1 });
    expect(drawn(session)).toBe('fe-ff:rw-p ff-100:rw-p');
    session.seek({ call: 2, step: 1 });
    expect(drawn(session)).toBe('fe-ff:rw-p');
    session.seek({ call: 0, step: 0 });
    expect(drawn(session)).toBe('');
  });

  it('has a name and a state for each step', () => {
    const session = played(program);
    expect(session.calls[2]?.steps.map(({ kind, name, depth }) => `${depth} ${kind} ${name}`)).toEqual([
      '0 enter sys_munmap',
      '1 step store',
      '1 tracepoint tlb:tlb_flush',
      '0 exit sys_munmap',
    ]);
    expect(session.changes({ call: 2, step: 0 })).toEqual([]);
    expect(session.changes({ call: 2, step: 1 })).toEqual([
      { object: 'mm#1 0xff000', field: 'range', before: '0x100000 rw-p', after: undefined },
    ]);
    expect(session.changes({ call: 2, step: -1 })).toEqual([]);
    expect(session.changes({ call: -1, step: -1 })).toEqual([]);
    expect(session.callChanges(2)).toHaveLength(1);
    expect(session.changesOver(2, 0, 3)).toEqual(session.callChanges(2));
    expect(session.changesOver(2, 2, 3)).toEqual([]);
  });

  it('goes on from the newest state, wherever somebody looked', () => {
    const session = open(program);
    session.run({ untilLine: 101 });
    session.seek({ call: 0, step: -1 });
    expect(drawn(session)).toBe('');
    session.run();
    expect(verdicts(session)).toBe('same same same');
  });

  it('refuses places that there are not', () => {
    const session = played(program);
    expect(() => session.seek({ call: 3 })).toThrow('call 3 is not in -1..2');
    expect(() => session.seek({ call: 1, step: 9 })).toThrow('step 9 of call 1 is not in -1..3');
    expect(() => session.seek({ call: 0.5 })).toThrow(RangeError);
  });

  it('plays up to a line, inclusive, or item by item', () => {
    const session = open(program);
    session.run({ untilLine: 100 });
    expect(session.calls).toHaveLength(1);
    session.run({ untilLine: 100 });
    expect(session.calls).toHaveLength(1);
    expect(session.next()).toMatchObject({ item: { span: { line: 101 } }, verdict: 'same' });
    expect(session.done).toBe(false);
    expect(session.next()).toMatchObject({ item: { name: 'munmap' } });
    expect(session.done).toBe(true);
    expect(session.next()).toBeNull();
  });

  it('finds the call of a line', () => {
    const session = played(program);
    expect(session.callAt(103)).toBe(2);
    expect(session.callAt(102)).toBeNull();
  });

  it('can be run in slices, by a clock that is given', () => {
    const session = open(program);
    let time = 0;
    const progress = [...session.runInSlices(2, () => time++)];
    expect(progress).toEqual([{ played: 2, total: 3 }]);
    expect(verdicts(session)).toBe('same same same');
    expect(session.position).toEqual(session.end);
  });

  it('without recorded steps knows the way to calls, and recording nothing only the newest state', () => {
    const marks = played(program, { record: 'marks' });
    expect(marks.end).toEqual({ call: 2, step: 0 });
    marks.seek({ call: 0 });
    expect(drawn(marks)).toBe('ff-100:rw-p');
    const off = played(capture(mmap(0x7000n), mmap(slot(0))), { record: 'off' });
    expect(kinds(off)).toBe('adopted address');
    expect(drawn(off)).toBe('7-8:rw-p ff-100:rw-p');
    expect(() => off.seek({ call: 0 })).toThrow('records nothing');
  });
});

describe('rebuilding', () => {
  const program = capture(mmap(slot(0)), munmap(slot(0)), mmap(slot(0)));

  it('plays the same program on other parts, and keeps the place', () => {
    const session = open(program);
    session.run({ untilLine: 101 });
    session.seek({ call: 0, step: 1 });
    const other = session.rebuild({ arch: flatArch('flat:b') });
    expect(other.options.arch.spec).toBe('flat:b');
    expect(other.calls).toHaveLength(2);
    expect(other.position).toEqual({ call: 0, step: 1 });
    expect(drawn(other)).toBe('ff-100:rw-p');
  });

  it('keeps the place as near as it can where the other parts stop earlier', () => {
    const other = played(program).rebuild({ model: breaking(new NotModelled('munmap')) });
    expect(other.stopped).toMatchObject({ message: 'munmap is not modelled' });
    expect(other.position).toEqual({ call: 1, step: 0 });
  });
});

describe('the bus', () => {
  it('hears what happens, each call once, in order', () => {
    const bus = createBus();
    const { events } = record(bus.events$);
    const session = played(capture(mmap(0x7000n), munmap(0x7000n, { result: 'EINVAL' })), { bus });
    const short = (event: BusEvent): string =>
      event.type === 'step'
        ? `step ${event.step.name}`
        : event.type === 'position'
          ? `at ${event.position.call}`
          : event.type;
    expect(events.map(short)).toEqual([
      'machine',
      'call:started',
      'step sys_mmap',
      'step store',
      'step sys_mmap',
      'inference',
      'call:finished',
      'call:started',
      'step sys_munmap',
      'step store',
      'step tlb:tlb_flush',
      'tracepoint',
      'step sys_munmap',
      'divergence',
      'call:finished',
      'at 1',
    ]);
    session.seek({ call: -1 });
    expect(events.at(-1)).toEqual({ type: 'position', position: { call: -1, step: -1 } });
  });
});

describe('fixed mappings', () => {
  it('are made where they are asked for', () => {
    expect(drawn(played(programOf([call('mmap', [0x5000n, PAGE, RW, FIXED])])))).toBe('5-6:rw-p');
  });
});
