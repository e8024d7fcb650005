/** `mm check` of scenarios: what they expect of kernels is judged like any other recorded fact. */
import { describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';
import { documentErrors } from './testing/schema.ts';

const FIXED = 'MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
/** No memory for the new VMA: an error that two release candidates told as an address. */
const ERROR = `#@ system kernel=6.18
#@ expect 6.12-rc3 no-false-success violated
#@ expect 6.18 no-false-success holds
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, ${FIXED}
#@ fail vm_area_alloc 1
mmap(0x10000000, 2*PAGE, PROT_READ, ${FIXED}
`;
const GAP = `#@ expect 6.1 no-gap violated
#@ expect 6.18 no-gap holds
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, ${FIXED}
#@ race
[writer] mmap(0x10001000, PAGE, PROT_READ, ${FIXED}
[reader] walk(0x10000000, 0x10003000)
`;

describe('mm check of what a scenario expects', () => {
  it('plays it on each kernel that it names; verdicts are checkpoints', async () => {
    const { exitCode, stdout, stderr } = await mm(['check', given('error.mm', ERROR)]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '1 files, 0 calls, 2 checkpoints, 0 divergences, 0 inferences\n',
      stderr: '',
    });
  });

  it('explores a race, and ends with 0 where what is violated was expected to be', async () => {
    const { exitCode, lastLine } = await mm(['check', given('gap.mm', GAP)]);
    expect([exitCode, lastLine]).toEqual([0, '1 files, 0 calls, 2 checkpoints, 0 divergences, 0 inferences']);
  });

  it('tells a verdict that is another one with its line, and ends with 1', async () => {
    const wrong = given('wrong.mm', ERROR.replace('violated', 'holds'));
    const { exitCode, stdout } = await mm(['check', wrong]);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')[0]).toBe(
      'wrong.mm:2: expect no-false-success on 6.12-rc3: recorded holds, model violated',
    );
    expect(documentErrors('check', (await mm(['check', wrong, '--json'])).stdout)).toEqual([]);
  });

  it('tells what is violated where the file expects something else', async () => {
    const other = given('other.mm', ERROR.replaceAll('no-false-success', 'no-gap').replace('violated', 'holds'));
    expect((await mm(['check', other])).stdout.split('\n')[0]).toBe(
      'other.mm:2: expect no-false-success on 6.12-rc3: recorded nothing, model violated',
    );
  });

  it('judges one kernel alone where that is asked for, and nothing of a part', async () => {
    const file = given('error.mm', ERROR);
    expect((await mm(['check', file, '--kernel', '6.12-rc3'])).lastLine).toContain(' 1 checkpoints, 0 divergences,');
    const part = await mm(['check', file, '--until', '4']);
    expect([part.lastLine, part.stderr]).toEqual([
      '1 files, 0 calls, 0 checkpoints, 0 divergences, 0 inferences',
      'error.mm: what it expects is not judged: --until ends before the end\n',
    ]);
  });

  it('names what is expected and is not there, with its place', async () => {
    const { exitCode, stderr } = await mm([
      'check',
      given('bad.mm', ERROR.replace('6.12-rc3', '2.6').replace('on-f', 'ot-f')),
    ]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^bad\.mm:2:1: there is no kernel 2\.6\n/)]);
  });

  it('of a race of which nothing is expected says that it is to be explored', async () => {
    const { exitCode, stderr } = await mm(['check', given('race.mm', GAP.replaceAll(/#@ expect.*\n/g, ''))]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('race.mm:2:1: ')]);
  });
});
