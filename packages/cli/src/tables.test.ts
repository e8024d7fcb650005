/**
 * Page-table images against a walker that is made from the processor manuals (testing/image-walker.ts): all scenarios and some
 * recordings, on every architecture.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { CAPTURES, capturePath } from '@mm-playground/captures';
import { describe, expect, it } from 'vitest';
import { createPlayground, pageTableImage, type PageTableImage, type Session } from 'mm-playground';
import { imageFaults } from './testing/image-walker.ts';

const SCENARIOS = new URL('../../core/scenarios/', import.meta.url);

const SMALL_PAGES = [
  ...['x86-64', 'x86-64:levels=5', 'x86-64:phys_bits=36', 'x86-64:phys_bits=52'],
  ...['arm64:va=39', 'arm64', 'arm64:va=52', 'arm64:epan=1'],
  ...['riscv64:mode=sv39', 'riscv64', 'riscv64:mode=sv57', 'riscv64:svnapot=0,svpbmt=0'],
];
const LARGE_PAGES = [
  ...['arm64:granule=16,va=36', 'arm64:granule=16,va=47', 'arm64:granule=16,va=48', 'arm64:granule=16,va=52'],
  ...['arm64:granule=64,va=42', 'arm64:granule=64,va=48', 'arm64:granule=64,va=52'],
];

async function opened(file: string | URL, arch?: string): Promise<Session> {
  const name = String(file);
  const playground = createPlayground({ ...(arch !== undefined && { arch }), skipUnmodelled: true, record: 'marks' });
  const { session, diagnostics } = await playground.load(readFileSync(file), { file: name });
  if (session === undefined) throw new Error(`${name}: ${diagnostics[0]?.message}`);
  return session;
}

/** As it comes out of `mm tables --json`. */
const printed = (session: Session, task?: string): PageTableImage =>
  JSON.parse(JSON.stringify(pageTableImage(session.view(task)))) as PageTableImage;

/** What the walker finds wrong with any task's image; with the last one's where all have ended. */
function faultsOf(session: Session): string[] {
  const tasks = [...session.tasks.keys()];
  return (tasks.length > 0 ? tasks : [undefined]).flatMap((task) =>
    imageFaults(printed(session, task)).map((fault) => `${task}: ${fault}`),
  );
}

const scenarios = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.mm'))
  .toSorted();

/** One configuration of each architecture and size of pages plays all scenarios, the others every fourth. */
const WHOLE = ['x86-64', 'arm64', 'riscv64', 'arm64:granule=16,va=47'];
const FEW = 4;

const played = (arch: string): string[] =>
  WHOLE.includes(arch)
    ? scenarios
    : scenarios.filter((_, at) => at % FEW === [...SMALL_PAGES, ...LARGE_PAGES].indexOf(arch) % FEW);

describe('page-table images', { timeout: 120_000 }, () => {
  it.each([...SMALL_PAGES, ...LARGE_PAGES])('of scenarios are what an MMU finds on %s', async (arch) => {
    for (const name of played(arch)) {
      const session = await opened(new URL(name, SCENARIOS), arch);
      session.run();
      expect({ name, faults: faultsOf(session) }).toEqual({ name, faults: [] });
    }
  });

  it.each(CAPTURES.map(({ name }) => name))('of %s are what an MMU finds at every stage of it', async (name) => {
    const session = await opened(capturePath(name));
    const lines = session.program.items.map(({ span }) => span.line);
    for (let tenth = 0; tenth <= 10; tenth++) {
      session.run({ untilLine: lines[Math.floor((tenth / 10) * (lines.length - 1))] ?? 0 });
      expect({ tenth, faults: faultsOf(session) }).toEqual({ tenth, faults: [] });
    }
  });

  it.each(SMALL_PAGES)('of a recorded program and of huge pages are what an MMU finds on %s', async (arch) => {
    for (const name of ['node-threads', 'random-thp', 'random-fork'] as const) {
      const session = await opened(capturePath(name), arch);
      session.run();
      expect({ name, faults: faultsOf(session) }).toEqual({ name, faults: [] });
    }
  });

  it('have a root before anything is touched', async () => {
    const { session } = await createPlayground().load('munmap(0x10000000, 4096) = 0\n');
    expect(session && printed(session)).toMatchObject({
      root: expect.stringMatching(/^0x[0-9a-f]+$/) as string,
      image: [{ hex: '' }],
      leaves: [],
    });
  });
});

describe('the walker', () => {
  const image = async (arch: string): Promise<PageTableImage> => {
    const session = await opened(capturePath('random-thp'), arch);
    session.run();
    return printed(session);
  };

  it.each(['x86-64', 'arm64', 'riscv64'])('finds what is wrong with an image for %s', async (arch) => {
    const good = await image(arch);
    const [first, ...rest] = good.leaves;
    const [root, ...tables] = good.image;
    if (first === undefined || root === undefined) throw new Error('nothing is mapped');
    const wrong: readonly (readonly [RegExp, Partial<PageTableImage>])[] = [
      [/the MMU finds .*, listed is/, { leaves: rest }],
      [/the MMU finds .*, listed is/, { leaves: [{ ...first, read: !first.read }, ...rest] }],
      [/the MMU finds .*, listed is/, { leaves: [...rest, first] }],
      [/the MMU does not find/, { leaves: [...good.leaves, first] }],
      [/lies in no VMA/, { vmas: [] }],
      [/grants more than ---p/, { vmas: good.vmas.map((vma) => ({ ...vma, perms: '---p' })) }],
      [/is no page of the image/, { image: [root] }],
      [/is reached by nothing/, { image: [...good.image, { pa: '0x1fffff000', hex: '' }] }],
      [/a table may not be at 0xff800000/, { image: [...good.image, { pa: '0xff800000', hex: '' }] }],
      [/points to a table/, { image: [...good.image, { pa: first.pa, hex: '' }] }],
      [/a page is listed twice/, { image: [root, root, ...tables] }],
    ];
    expect(imageFaults(good)).toEqual([]);
    for (const [message, change] of wrong) expect(imageFaults({ ...good, ...change }).join('\n')).toMatch(message);
  });
});
