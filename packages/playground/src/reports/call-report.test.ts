/** Reports of calls: as whole texts of a call that stands here as data, and of calls that kernels made. */
import { StripLetters } from '@mm-playground/script';
import { describe, expect, it } from 'vitest';
import { createPlayground } from '../builtin-plugins.ts';
import { callReport, type CallReport, type ReportStep } from './call-report.ts';
import { callReportLines, comparedReportLines, REPORT_STRIP_WIDTH } from './call-report-text.ts';

const step = (depth: number, name: string, more: Partial<ReportStep> = {}): ReportStep => ({
  depth,
  name,
  tracepoint: false,
  result: null,
  counters: [],
  vmas: false,
  wrong: [],
  ...more,
});

const REPORT: CallReport = {
  file: 'middle.mm',
  line: 5,
  task: '',
  title: 'The middle of two mappings is replaced',
  text: 'mmap(p + 2*PAGE, 3*PAGE, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
  kernel: '6.18',
  arch: 'x86-64',
  result: '0x10002000',
  strips: [
    { step: null, lines: ['0x10000000  AAAABB'] },
    { step: '__split_vma', lines: ['0x10000000  AA|AABB'] },
    { step: '__mmap_new_vma', lines: ['0x10000000  AACCCB', '0x20000000  D{512}'] },
  ],
  legend: ['A rw-p written', 'B r--p', 'C r-xp', 'D rw-s'],
  counters: [
    { name: 'map_count', before: 6, after: 7 },
    { name: 'total_vm', before: 47, after: 44 },
  ],
  steps: [
    step(0, 'sys_mmap'),
    step(1, 'mmap_lock:mmap_lock_acquire_returned', { tracepoint: true }),
    step(1, 'mmap_region', { result: 'NULL' }),
    step(2, '__split_vma', {
      vmas: true,
      result: 'vma#7',
      counters: [{ name: 'map_count', before: 6, after: 7 }],
      wrong: ['mm#1: vma#5 is in the index and detached, and this sentence is longer than a line may be'],
    }),
    step(3, 'vma_start_write'),
    step(3, 'vma_start_write'),
    step(2, '__mmap_new_vma', { vmas: true }),
  ],
};
const OLDER: CallReport = {
  ...REPORT,
  kernel: '6.1',
  result: '-1 ENOMEM (Cannot allocate memory)',
  strips: REPORT.strips.slice(0, 1),
  counters: REPORT.counters.slice(0, 1),
  steps: [
    ...REPORT.steps.slice(0, 3),
    step(2, 'do_vmi_align_munmap_with_a_name_that_is_long'),
    step(3, 'vma_start_write'),
    step(2, '__mmap_new_vma', { vmas: true }),
  ],
};

describe('the text of a report', () => {
  it('tells the call, the VMAs at each step that changed them, counters, and steps with what is not right yet', () => {
    expect(callReportLines(REPORT).join('\n')).toMatchInlineSnapshot(`
      "The middle of two mappings is replaced

      middle.mm, line 5, on kernel 6.18, x86-64

        mmap(p + 2*PAGE, 3*PAGE, PROT_READ|PROT_EXEC, MAP_PRIVATE|
            MAP_ANONYMOUS|MAP_FIXED, -1, 0)
        = 0x10002000

      VMAs, a letter a page:

        before                     0x10000000  AAAABB
        __split_vma                0x10000000  AA|AABB
        __mmap_new_vma             0x10000000  AACCCB
                                   0x20000000  D{512}

        A rw-p written
        B r--p
        C r-xp
        D rw-s

      Counters:

        map_count       6 -> 7
        total_vm        47 -> 44

      Steps:

        sys_mmap
          /* mmap_lock:mmap_lock_acquire_returned */
          mmap_region = NULL
      *     __split_vma = vma#7
                map_count 6 -> 7
                ! mm#1: vma#5 is in the index and detached, and this sentence
                    is longer than a line may be
              vma_start_write (2 times)
      *     __mmap_new_vma"
    `);
  });

  it('says so where nothing changed', () => {
    const { strips, ...rest } = REPORT;
    const unchanged = { ...rest, strips: strips.slice(0, 1), counters: [], steps: [step(0, 'sys_mmap')], title: null };
    expect(callReportLines(unchanged).join('\n')).toMatchInlineSnapshot(`
      "middle.mm, line 5, on kernel 6.18, x86-64

        mmap(p + 2*PAGE, 3*PAGE, PROT_READ|PROT_EXEC, MAP_PRIVATE|
            MAP_ANONYMOUS|MAP_FIXED, -1, 0)
        = 0x10002000

      VMAs, a letter a page:

        unchanged                  0x10000000  AAAABB

        A rw-p written
        B r--p
        C r-xp
        D rw-s

      No counter changed.

      Steps:

        sys_mmap"
    `);
  });

  it('puts two kernels beside each other and marks where they part', () => {
    expect(comparedReportLines(OLDER, REPORT).join('\n')).toMatchInlineSnapshot(`
      "The middle of two mappings is replaced

      middle.mm, line 5

        mmap(p + 2*PAGE, 3*PAGE, PROT_READ|PROT_EXEC, MAP_PRIVATE|
            MAP_ANONYMOUS|MAP_FIXED, -1, 0)
        = -1 ENOMEM (Cannot allocate memory) on 6.1
        = 0x10002000 on 6.18

      VMAs, a letter a page:

        6.1:
        unchanged                  0x10000000  AAAABB

        6.18:
        before                     0x10000000  AAAABB
        __split_vma                0x10000000  AA|AABB
        __mmap_new_vma             0x10000000  AACCCB
                                   0x20000000  D{512}

        A rw-p written
        B r--p
        C r-xp
        D rw-s

      Counters:

                        6.1       6.18
        map_count       6 -> 7    6 -> 7
        total_vm        the same  47 -> 44

      Steps:

        6.1                                 6.18
        sys_mmap                            sys_mmap
         /* mmap_lock:mmap_lock_acquire_~    /* mmap_lock:mmap_lock_acquire_~
         mmap_region = NULL                  mmap_region = NULL
          do_vmi_align_munmap_with_a_nam~ !   *__split_vma = vma#7
           vma_start_write                |    vma_start_write x2
          *__mmap_new_vma                     *__mmap_new_vma"
    `);
  });
});

const LONG = `/srv/${'a-folder-with-a-long-name/'.repeat(4)}file`;
const SCRIPT = `#@ title The middle of two mappings is replaced
p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
q = mmap(0x10004000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(p + 2*PAGE)
mmap(p + 2*PAGE, 3*PAGE, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(p + 100*PAGE, PAGE + 1)
munmap(p + 1, PAGE)
f = openat(AT_FDCWD, "${LONG}", O_RDONLY)
mmap(0x20000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, f, 0)
`;
const REPLACES = 5;
const LINES = [2, 3, 4, REPLACES, 6, 7, 8, 9];

async function reportOf(line: number, kernel: string): Promise<CallReport> {
  const { session } = await createPlayground({ kernel, record: 'steps' }).load(SCRIPT, { file: 'middle.mm' });
  session?.run({ untilLine: line });
  const at = session?.callAt(line) ?? null;
  if (session === undefined || at === null) throw new Error('the script was not played');
  return callReport(session, at, { letters: new StripLetters(), stripWidth: REPORT_STRIP_WIDTH, tracepoints: true });
}

const pictures = ({ strips }: CallReport): string[] => strips.map(({ lines }) => lines.join().replace(/^\S+ +/, ''));

describe('the report of a call', () => {
  it('shows the gap that older kernels leave for a while where they replace mappings', async () => {
    expect(pictures(await reportOf(REPLACES, '6.1'))).toEqual(['AAAABB', 'AA|AABB', 'AA|AAB|B', 'AA   B', 'AACCCB']);
    expect(pictures(await reportOf(REPLACES, '6.18'))).toEqual(['AAAABB', 'AA|AABB', 'AA|AAB|B', 'AACCCB']);
  });

  it('names the step after which a counter is wrong for a while', async () => {
    const { steps } = await reportOf(REPLACES, '6.18');
    const storing = steps.find(({ name }) => name === '__mmap_new_vma');
    expect(storing?.wrong.join()).toContain('map_count is 9, the index has 7 VMAs');
  });

  it('is never wider than 72 columns, and the same each time', async () => {
    for (const line of LINES) {
      const [a, b] = [await reportOf(line, '6.1'), await reportOf(line, '6.18')];
      const texts = [callReportLines(a), callReportLines(b), comparedReportLines(a, b)];
      expect(texts.flat().filter((text) => text.length > 72)).toEqual([]);
      expect(callReportLines(await reportOf(line, '6.18'))).toEqual(callReportLines(b));
    }
  });
});
