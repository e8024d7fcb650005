import { expect, it } from 'vitest';
import { createPlayground } from './index.ts';

const segment = { offset: 0n, vaddr: 0x40_0000n, fileSize: 0x800n, memorySize: 0x800n, access: 'rx', align: 0x1000n };
const programs = new Map([['/bin/prog', { type: 'exec', segments: [segment] } as const]]);
const scenario = 'execve("/bin/prog", ["prog"], NULL)\nbrk(NULL)\n';

it('a scenario goes on in the program that it executes', async () => {
  const { session } = await createPlayground({ programs }).load(scenario);
  session?.run();
  expect(session?.calls.map(({ result }) => result)).toEqual([
    { kind: 'value', value: 0n },
    { kind: 'value', value: 0x40_1000n },
  ]);
  expect(session?.view().maps()[0]?.name).toBe('/bin/prog');
});

it('the seed moves it', async () => {
  const { session } = await createPlayground({ programs, aslrSeed: 3 }).load(scenario);
  session?.run();
  const stack = session?.view().layout['start_stack'] ?? 0n;
  expect(stack).toBeLessThan(0x7fff_ffff_0000n);
});
