import { compareRelease, formatDiagnostic, type Plugin } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { createPlayground, mapsLines, type Loaded, type Playground } from './index.ts';

const LOG = 'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n';

const told = ({ diagnostics }: Loaded): string[] => diagnostics.map(formatDiagnostic);

const partsOf = async (playground: Playground, text: string): Promise<[string, string] | undefined> => {
  const { session } = await playground.load(text, { file: 'a.mm' });
  return session && [session.options.kernel.id, session.options.arch.id];
};

describe('a playground', () => {
  it('opens a session on which nothing has run', async () => {
    const { session, diagnostics } = await createPlayground().load(LOG);
    expect(diagnostics).toEqual([]);
    expect(session?.calls).toEqual([]);
    session?.run();
    expect(session && mapsLines(session.view())).toContain('10000000-10001000 r--p 00000000 00:00 0 ');
  });

  it('reads bytes, compressed or not', async () => {
    const packed = new Blob([LOG]).stream().pipeThrough(new CompressionStream('gzip'));
    const sources = [new TextEncoder().encode(LOG), new Uint8Array(await new Response(packed).arrayBuffer())];
    for (const source of sources) expect((await createPlayground().load(source)).session).toBeDefined();
  });

  it('reads a text at once, and says the same of it', async () => {
    const playground = createPlayground();
    for (const text of [LOG, 'munmap(0, NOTHING)\n', `#@ system kernel=2.4\n${LOG}`]) {
      const [now, later] = [playground.loadText(text, { file: 'a.mm' }), await playground.load(text, { file: 'a.mm' })];
      expect(told(now)).toEqual(told(later));
      expect(now.session === undefined).toBe(later.session === undefined);
      now.session?.run();
      expect(now.session?.calls.length).toBe(now.session && 1);
    }
  });

  it('begins the steps of a call with the call, whatever it assumes of the time before', async () => {
    const mapped = 'mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
    const { session } = await createPlayground().load(`${mapped} = 0x10000000\nmunmap(0x10000000, 4096) = 0\n`);
    session?.run();
    expect(session?.calls.map(({ steps: [first] }) => first?.name)).toEqual(['sys_mmap', 'sys_munmap']);
  });

  it('says everything that is wrong with a file, and opens none', async () => {
    const loaded = await createPlayground().load('mmap(NULL, 1, PROT_RAED, 0, -1, 0)\nmunmap(0, NOTHING)\n', {
      file: 'a.mm',
    });
    expect(loaded.session).toBeUndefined();
    expect(told(loaded)).toEqual([
      expect.stringMatching(/^a\.mm:1:15: .*PROT_RAED/),
      expect.stringMatching(/^a\.mm:2:11: .*NOTHING/),
    ]);
  });

  it('takes the newest kernel and x86-64 where nobody says', async () => {
    const playground = createPlayground();
    const newest = playground.registry.kernels.toSorted((a, b) => compareRelease(b.release, a.release))[0]?.id;
    expect(await partsOf(playground, LOG)).toEqual([newest, 'x86-64']);
  });

  it('takes the architecture that the file says, unless another is wanted', async () => {
    const text = `#@ system arch=aarch64\n${LOG}`;
    expect(await partsOf(createPlayground(), text)).toEqual([expect.anything(), 'arm64']);
    expect(await partsOf(createPlayground(), `#@ system arch=riscv64\n${LOG}`)).toEqual([expect.anything(), 'riscv64']);
    expect(await partsOf(createPlayground({ arch: 'x86-64:levels=5' }), text)).toEqual([expect.anything(), 'x86-64']);
  });

  it('says at the line of the machine that another kernel stands in, or that there is none', async () => {
    const newer = await createPlayground().load(`# x\n#@ system kernel=99.1\n${LOG}`, { file: 'a.mm' });
    expect(newer.session).toBeDefined();
    expect(told(newer)).toEqual([expect.stringMatching(/^a\.mm:2:1: kernel 99\.1 is not known/)]);
    const older = await createPlayground().load(`#@ system kernel=2.6.18\n${LOG}`, { file: 'a.mm' });
    expect(older.session).toBeUndefined();
    expect(told(older)).toEqual([expect.stringMatching(/^a\.mm:1:1: .*2\.6\.18/)]);
  });

  it('is not made for what is not there', () => {
    expect(() => createPlayground({ kernel: '2.4' })).toThrow(/2\.4.*6\.18/s);
    expect(() => createPlayground({ arch: 'vax' })).toThrow(/vax.*x86-64/s);
    expect(() => createPlayground({ index: 'hash' })).toThrow(/hash/);
  });

  it('loads plugins through the door that its own came through', async () => {
    const [index] = createPlayground().registry.indexes;
    if (index === undefined) throw new Error('there is no index');
    const mine = { ...index, id: 'mine', title: 'Mine' };
    const plugin: Plugin = {
      id: 'mine',
      title: 'Mine',
      version: '1.0.0',
      api: '^1.0',
      contributes: { indexes: [mine] },
    };
    const playground = createPlayground({ plugins: [plugin], index: 'mine' });
    expect((await playground.load(LOG)).session?.options.index).toBe(mine);
    expect(playground.plugins().indexes.map(({ id, plugin: from }) => [id, from])).toContainEqual(['mine', 'mine']);
  });
});
