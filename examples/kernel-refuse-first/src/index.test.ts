/** What the commit changes: on the example by every interleaving, then refusal by refusal; and that it changes nothing else. */

import { readdirSync, readFileSync } from 'node:fs';
import { defineKernel, linuxModel, v6_12, v6_12_rc6 } from '@mm-playground/core';
import { definePlugin } from '@mm-playground/api';
import { createPlayground, isRace, judging, runLines, type Session } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { kernel, plugin } from './index.ts';

const EXAMPLE = readFileSync(new URL('../example.mm', import.meta.url), 'utf8');
const SCENARIOS = new URL('../../../packages/core/scenarios/mmap-region/', import.meta.url);

/** The same kernel with the procedure that the model has for 6.12, which came out of the commit. */
const released = defineKernel({ extends: kernel, id: 'released', mmapRegion: v6_12.mmapRegion });
const other = definePlugin({
  ...plugin,
  id: 'other',
  contributes: { models: [{ ...linuxModel, id: 'other', kernels: [released] }] },
});

async function sessionOn(id: string, text: string): Promise<Session> {
  const { session } = await createPlayground({ plugins: [plugin, other], kernel: id, record: 'steps' }).load(text);
  if (session === undefined) throw new Error('it cannot be read');
  return session;
}

/** What is expected of a kernel, and what every interleaving says. */
async function judged(id: string): Promise<unknown> {
  const judgement = judging(await sessionOn(id, EXAMPLE), id);
  let turn = judgement.next();
  while (turn.done !== true) turn = judgement.next();
  return turn.value.map(({ property, expected, found }) => [property, expected, found]);
}

/** The last call, and what is mapped afterwards, `r-x` for each mapping. */
async function after(
  id: string,
  text: string,
): Promise<{ result: string; mapped: readonly string[]; steps: readonly string[] }> {
  const session = await sessionOn(id, text);
  session.run();
  const { vmas } = session.view();
  return {
    result: runLines(session).at(-1)?.replace(/^.*= /, '') ?? '',
    mapped: vmas
      .filter(({ start }) => start < 0x20000)
      .map(({ start, end, perms }) => `${start.toString(16)}-${end.toString(16)} ${perms}`),
    steps: session.calls.at(-1)?.steps.map(({ name }) => name) ?? [],
  };
}

const PAGES = 'mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n';
const MDWE = `${PAGES}prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)
mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)`;
const SEALED = `${PAGES}fd = memfd_create("sealed", MFD_ALLOW_SEALING)
ftruncate(fd, PAGE)
fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE)
mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0)`;
const NO_MEMORY = `${PAGES}fd = memfd_create("device", 0)
#@ driver fd maps-ptes
#@ fail vma_iter_prealloc 1
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)`;

describe('refuse-first', () => {
  it.each(['6.12-rc6', kernel.id, '6.12'])('is told apart by the example, as it expects: %s', async (id) => {
    const found = id === '6.12-rc6' ? 'violated' : 'holds';
    expect(await judged(id)).toContainEqual(['no-leak', found, found]);
  });

  it.each([
    ['MDWE', MDWE, 'EACCES'],
    ['a write seal', SEALED, 'EPERM'],
  ])('says no for %s with everything as it was, where the candidate leaves a hole', async (_, text, errno) => {
    const [before, now] = [await after(v6_12_rc6.id, text), await after(kernel.id, text)];
    expect([before.result, now.result]).toEqual([expect.stringContaining(errno), expect.stringContaining(errno)]);
    expect(before.mapped).toEqual(['10000-10001 rw-p', '10002-10003 rw-p']);
    expect(now.mapped).toEqual(['10000-10003 rw-p']);
  });

  it('asks no driver where the store could not be made', async () => {
    const [before, now] = [await after(v6_12_rc6.id, NO_MEMORY), await after(kernel.id, NO_MEMORY)];
    expect([before.result, now.result]).toEqual([expect.stringContaining('ENOMEM'), expect.stringContaining('ENOMEM')]);
    expect([before.steps, now.steps].map((steps) => steps.includes('call_mmap'))).toEqual([true, false]);
  });

  const scripts = readdirSync(SCENARIOS).filter((name) => name.endsWith('.mm'));
  it.each(scripts)('takes the steps of the procedure that was released: %s', async (name) => {
    const text = readFileSync(new URL(name, SCENARIOS), 'utf8');
    const [own, theirs] = [await sessionOn(kernel.id, text), await sessionOn(released.id, text)];
    for (const session of [own, theirs]) session.run();
    expect(runLines(own)).toEqual(runLines(theirs));
    const stepsOf = ({ calls }: Session): unknown =>
      calls.map(({ steps }) => steps.map((step) => `${step.depth} ${step.name}`));
    expect(stepsOf(own)).toEqual(stepsOf(theirs));
    expect(isRace(own.program) || own.calls.length > 0).toBe(true);
  });

  it('says why', () => {
    expect(kernel.notes.mmapRegion?.source).toMatch(/^[0-9a-f]{12} mm: /);
    expect(kernel.notes.abortMayFail).toBe(v6_12_rc6.notes.abortMayFail);
  });
});
