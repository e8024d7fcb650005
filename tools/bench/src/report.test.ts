import { createPlayground, type Session } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { median, reportLines, type Measured } from './report.ts';

async function played(): Promise<Session> {
  const { session } = await createPlayground().load('brk(NULL) = 0x1000\nbrk(NULL) = 0x1000\n');
  if (session === undefined) throw new Error('the log is wrong');
  session.run();
  return session;
}

const measured = async (kernel: Measured['kernel']): Promise<string> =>
  reportLines({
    name: 'two-breaks',
    replays: {
      times: [{ script: 1, session: 3 }],
      model: [{ calls: 1, repeated: 0.5, views: 0.25, rest: 0.25 }],
      session: await played(),
    },
    repeated: 2,
    kernel,
    release: '6.18',
  }).join('\n');

describe('the report', () => {
  it('says what a replay and a call cost, and where the time went', async () => {
    const text = await measured('there is none');
    expect(text).toMatch(/^from text to verdict +4\.000 ms +2000\.00 us +500$/m);
    expect(text).toMatch(/^ {2}script +1\.000 ms/m);
    expect(text).toMatch(/^ {2}session +1\.500 ms/m);
    expect(text).toMatch(/^ {2}model +1\.500 ms/m);
    expect(text).toContain('kernel: not asked: there is none');
  });

  it('says how many times as long as the kernel the model takes', async () => {
    const text = await measured({ nanoseconds: [50_000, 100_000, 900_000], mismatches: 0, firstMismatch: 0 });
    expect(text).toMatch(/^ {2}kernel 6\.18 +0\.100 ms +50\.00 us +20,000$/m);
    expect(text).toContain('every result is the recorded one');
    expect(text).toContain('the model takes 5.0 times as long as the kernel for these calls, and 40.0 times a call');
  });

  it('says where the kernel answered otherwise', async () => {
    expect(await measured({ nanoseconds: [1], mismatches: 3, firstMismatch: 7 })).toContain(
      '3 results are not the recorded ones (the first is call 7)',
    );
  });
});

it('the median is the middle of the values', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([])).toBe(0);
});
