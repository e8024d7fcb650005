/** Calls that the model need not know, and what they do to memory of which every access is in the file. */
import { describe, expect, it } from 'vitest';
import { createPlayground } from './index.ts';

/** Calls on four pages at 0x10000000; how many of them are resident then, or why it stopped. */
async function after(...calls: string[]): Promise<number | string> {
  const map = 'mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
  const { session } = await createPlayground().load([map, ...calls].join('\n'));
  session?.run();
  if (session === undefined || session.stopped !== null) return session?.stopped?.message ?? 'not read';
  return (
    session
      .view()
      .smaps()
      .find(({ maps }) => maps.start === 0x1000_0000n)?.sizes.Rss ?? 0
  );
}

describe('a call that names memory of which every access is known', () => {
  it('brings in what it copies, where the model has the call', async () => {
    expect(await after('getrandom(0x10000000, 8192, 0)', 'clock_gettime(CLOCK_REALTIME, 0x10003000)')).toBe(12);
  });

  it('stops where the model does not have it', async () => {
    expect(await after('recvfrom(3, 0x10000000, 100, 0, NULL, NULL)')).toBe('recvfrom is not modelled');
    expect(await after('vmsplice(3, 0x10000000, 1, 0)')).toMatch(/vmsplice/);
  });

  it('is carried along where it names none, or only keeps an address', async () => {
    expect(await after('set_robust_list(0x10000000, 24)', 'recvfrom(3, 0x20000000, 100, 0, NULL, NULL)')).toBe(0);
  });
});
