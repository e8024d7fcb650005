import { describe, expect, it } from 'vitest';
import { SHOWABLE } from './options.ts';
import { given, mm } from './testing/binary.ts';
import { documentErrors, lineErrors, SCHEMAS, type SchemaName } from './testing/schema.ts';

/** Three pages, the first written, the middle one taken out. */
const SCENARIO = `#@ system kernel=6.18 arch=x86_64
p = mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(p)
munmap(p + PAGE, PAGE)
mprotect(p + PAGE, PAGE, PROT_READ)
`;
const UNMAP_LINE = 4;

const given1 = (): string => given('hole.mm', SCENARIO);

describe('mm run', () => {
  it("prints each call with the model's result, as strace does", async () => {
    const { exitCode, stdout, stderr } = await mm(['run', given1()]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'p = mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000',
      'store(p)                                = 0',
      'munmap(p + PAGE, PAGE)                  = 0',
      'mprotect(p + PAGE, PAGE, PROT_READ)     = -1 ENOMEM (Cannot allocate memory)',
      '',
    ]);
  });

  it('shows the maps in the format of the kernel', async () => {
    const { stdout } = await mm(['run', given1(), '--show', 'maps']);
    expect(stdout).toContain('\n10000000-10001000 rw-p 00000000 00:00 0 \n10002000-10003000 rw-p 00000000 00:00 0 \n');
  });

  it('stops after the line of --until', async () => {
    const { stdout } = await mm(['run', given1(), '--until', String(UNMAP_LINE - 1), '--show', 'maps']);
    expect(stdout).not.toContain('munmap');
    expect(stdout).toContain('\n10000000-10003000 rw-p 00000000 00:00 0 \n');
  });

  it('shows smaps, status, the index, page tables and steps', async () => {
    const show = ['smaps', 'status', 'tree', 'tables', 'steps'].flatMap((what) => ['--show', what]);
    const { exitCode, stdout } = await mm(['run', given1(), '--until', String(UNMAP_LINE), ...show]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Private_Dirty:         4 kB$/m);
    expect(stdout).toMatch(/^VmSize:\t +\d+ kB$/m);
    expect(stdout).toMatch(/^10000000-10000fff: vma#\d+ rw-p$/m);
    expect(stdout).toMatch(/^10001000-10001fff: \(hole\)$/m);
    expect(stdout).toMatch(/^10000000-10000fff -> [0-9a-f]+ rw-u pte 0x[0-9a-f]+$/m);
    expect(stdout).toMatch(/^\w+\(.*\) \{$/m);
  });

  it('shows physical memory, and the pages of the program in it', async () => {
    const show = ['kpageflags', 'buddyinfo', 'pagetypeinfo'].flatMap((what) => ['--show', what]);
    const { exitCode, stdout } = await mm(['run', given1(), '--until', String(UNMAP_LINE), ...show]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^10000\t[0-9a-f]+\t1\t1\t___U_l_____Ma_b____________$/m);
    expect(stdout).toMatch(/^Node 0, zone {3}Normal( +\d+){11} $/m);
    expect(stdout).toMatch(/^Node {4}0, zone {3}Normal, type {4}Unmovable( +\d+){11} $/m);
  });

  it('is itself a log that can be read again', async () => {
    const { stdout } = await mm(['run', given1()]);
    const again = await mm(['run', given('again.mm', stdout)]);
    expect(again).toMatchObject({ exitCode: 0, stdout });
  });

  it('names the tasks that there are where the wanted one is not', async () => {
    const { exitCode, stderr } = await mm(['run', given1(), '--task', '99', '--show', 'maps']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: there is no task 99');
  });
});

describe('mm check', () => {
  const wrong = `${SCENARIO.replace('#@ system kernel=6.18 arch=x86_64\n', '')}`.replace(
    'munmap(p + PAGE, PAGE)',
    'munmap(p + PAGE, PAGE) = -1 EINVAL (Invalid argument)',
  );

  it('ends with the sums, and with 0 where nothing diverges', async () => {
    const { exitCode, stdout, stderr } = await mm(['check', given1()]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^1 files, \d+ calls, 0 checkpoints, 0 divergences, 0 inferences\n$/);
  });

  it('prints what diverges with its line, and ends with 1', async () => {
    const { exitCode, stdout, lastLine } = await mm(['check', given('wrong.mm', wrong)]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^wrong\.mm:3: munmap: recorded .*EINVAL.*, model 0$/m);
    expect(lastLine).toMatch(/^1 files, \d+ calls, 0 checkpoints, 1 divergences, \d+ inferences$/);
  });

  it('checks several files and adds them up', async () => {
    const { exitCode, stdout, lastLine } = await mm(['check', given1(), given('wrong.mm', wrong), given1()]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('wrong.mm:3: munmap: ');
    expect(lastLine).toMatch(/^3 files, \d+ calls, 0 checkpoints, 1 divergences, \d+ inferences$/);
  });
});

describe('a call that is not modelled', () => {
  const file = (): string => given('mrelease.mm', `${SCENARIO}process_mrelease(9, 0)\nmunmap(p, PAGE)\n`);

  it('stops the replay, and is named with its line', async () => {
    for (const command of ['check', 'run']) {
      const { exitCode, stdout, stderr } = await mm([command, file()]);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^mrelease\.mm:6:\d+: .*mrelease/m);
      expect(stdout).not.toContain('munmap(p, PAGE)');
    }
  });

  it('is told of in JSON too', async () => {
    const document = await mm(['run', '--json', file()]);
    expect(documentErrors('run', document.stdout)).toEqual([]);
    expect(JSON.parse(document.stdout)).toMatchObject({ stopped: { line: 6, why: 'unmodelled' } });
    const lines = await mm(['check', '--json=lines', file()]);
    expect(lineErrors('check', lines.stdout)).toEqual([]);
    expect(lines.stdout).toContain('{"event":"stopped","file":"mrelease.mm","line":6,');
    expect([document.exitCode, lines.exitCode]).toEqual([2, 2]);
  });

  it('is listed and left out where that is asked for', async () => {
    const { exitCode, stdout, stderr } = await mm(['run', '--skip-unmodelled', file()]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^mrelease\.mm:6: skipped: .*mrelease/m);
    expect(stdout).toContain('munmap(p, PAGE)                         = 0');
  });
});

describe('mm tables', () => {
  it('prints the image of the page tables as one document', async () => {
    const { exitCode, stdout } = await mm(['tables', given1(), '--json']);
    const image = JSON.parse(stdout) as {
      leaves: { va: string; write: boolean }[];
      root: string;
      image: { pa: string }[];
    };
    expect(exitCode).toBe(0);
    expect(image).toMatchObject({ arch: 'x86-64', config: { levels: 4 } });
    expect(image.leaves.find(({ va }) => va === '0x10000000')).toMatchObject({
      size: 4096,
      read: true,
      write: true,
      exec: false,
      user: true,
    });
    expect(image.image.map(({ pa }) => pa)).toContain(image.root);
  });

  it('prints the leaves as text', async () => {
    const { stdout } = await mm(['tables', given1()]);
    expect(stdout).toMatch(/^10000000-10000fff -> [0-9a-f]+ rw-u pte 0x[0-9a-f]+$/m);
  });
});

describe('mm steps', () => {
  it('prints the call graph of one call with what it changed', async () => {
    const { exitCode, stdout } = await mm(['steps', given1(), '--call', String(UNMAP_LINE)]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^munmap\(p \+ PAGE, PAGE\) +?= 0\n {2}\w+\(/);
    expect(stdout).toMatch(/^ +\* /m);
  });

  it('says where no call stands', async () => {
    const { exitCode, stdout, stderr } = await mm(['steps', given1(), '--call', '1']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe('hole.mm:1:1: no call stands on line 1\n');
  });
});

describe('mm pte', () => {
  it('prints every field of the entry', async () => {
    const { exitCode, stdout } = await mm(['pte', '0x800000000005c067', '--arch', 'x86-64']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^0x800000000005c067 as pte \(level 3\) of x86-64\S*: leaf -> 0x5c000 rw- user/);
    expect(stdout.trimEnd().split('\n').length).toBeGreaterThan(8);
  });

  it('takes an entry of another level for a pointer to a table', async () => {
    const { stdout } = await mm(['pte', '0x1067', '--level', '0']);
    expect(stdout).toMatch(/^0x1067 as pgd \(level 0\) of x86-64\S*: table -> 0x1000 young\n/);
  });

  it('reads an entry as another architecture does', async () => {
    const { exitCode, stdout } = await mm(['pte', '0xe8000000040f43', '--arch', 'aarch64']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('of arm64');
  });

  it('reads an entry in a mode that stands alone', async () => {
    const { exitCode, stdout } = await mm(['pte', '0x170d7', '--arch', 'riscv64:sv39']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^0x170d7 as pte \(level 2\) of riscv64:mode=sv39: leaf -> 0x5c000 rw- user dirty young\n/);
  });
});

describe('mm plugins', () => {
  it('lists kernels, architectures, indexes and viewers', async () => {
    const { exitCode, stdout } = await mm(['plugins']);
    expect(exitCode).toBe(0);
    for (const heading of ['kernels:', 'architectures:', 'indexes:', 'viewers:'])
      expect(stdout.split('\n')).toContain(heading);
    for (const part of ['6.18', 'x86-64', 'arm64', 'riscv64', 'address-map'])
      expect(stdout).toMatch(new RegExp(`^  ${part}: `, 'm'));
  });

  it('loads further plugins from files', async () => {
    const file = given(
      'my-plugin.mjs',
      `export default { id: 'mine', title: 'Mine', version: '1.2.3', api: '^1.0', contributes: {
         indexes: [{ id: 'my-index', title: 'My index', create() { throw new Error('no'); } }] } };`,
    );
    const { exitCode, stdout } = await mm(['plugins', '--plugin', file]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  my-index: My index (mine 1.2.3)\n');
  });
});

describe('JSON', () => {
  // `mm oracle` needs a kernel or QEMU: see oracle.test.ts, prove.test.ts and oracle-mmu.test.ts.
  type OfKernel = 'oracle' | 'oracle-files' | 'oracle-mmu';
  const replayed = SCHEMAS.filter((command): command is Exclude<SchemaName, OfKernel> => !command.startsWith('oracle'));
  const commands: Record<Exclude<SchemaName, OfKernel>, () => string[]> = {
    run: () => ['run', given1(), ...SHOWABLE.flatMap((x) => ['--show', x])],
    check: () => ['check', given1()],
    tables: () => ['tables', given1()],
    steps: () => ['steps', given1(), '--call', String(UNMAP_LINE)],
    diff: () => ['diff', given1(), '--kernel', '6.18', '--kernel', '6.18'],
    fail: () => ['fail', given1()],
    report: () => ['report', given1(), '--call', String(UNMAP_LINE), '--tracepoints'],
    pte: () => ['pte', '0x800000000005c067'],
    plugins: () => ['plugins'],
    explore: () => [
      'explore',
      given(
        'race.mm',
        'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n#@ race\n[a] walk(0x10000000, 0x10001000)\n',
      ),
    ],
  };

  it.each(replayed)('of mm %s follows its schema, as a document and as lines', async (command) => {
    const args = commands[command]();
    const document = await mm([...args, '--json']);
    expect(documentErrors(command, document.stdout)).toEqual([]);
    const lines = await mm([...args, '--json=lines']);
    expect(lineErrors(command, lines.stdout)).toEqual([]);
    expect([document.exitCode, lines.exitCode]).toEqual([0, 0]);
  });

  it('is judged: another document does not follow the schema', () => {
    expect(documentErrors('check', '{"files":[{"file":1}]}')).not.toEqual([]);
    expect(lineErrors('run', '{"event":"nothing"}')).not.toEqual([]);
  });
});
