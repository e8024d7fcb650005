import { describe, expect, it } from 'vitest';
import { frames, mount } from '../testing/mount.ts';
import { FAIL_EVENT, type FailedStep } from './failure-rows.ts';
import type { MmFailures } from './failures.ts';
import { failures } from './plugin.ts';

const ENOMEM = '-1 ENOMEM (Cannot allocate memory)';
const failed = (step: string, more: Partial<FailedStep> = {}): FailedStep => ({
  ...{ failed: [step], outcome: 'failed', result: ENOMEM, oldMappings: 'intact', gapPages: 0, lostPages: 0 },
  ...{ counters: [], violations: [], retry: '0x10001000' },
  ...more,
});

const ROWS = [
  failed('vm_area_alloc#1'),
  failed('mas_store#1', { oldMappings: 'gap', gapPages: 1, counters: [{ name: 'total_vm', before: 4, after: 3 }] }),
  failed('mas_store#2', {
    oldMappings: 'lost',
    lostPages: 2,
    violations: [{ property: 'no-lost-data', what: 'what was written to 2 pages is gone' }],
  }),
  failed('may_expand_vm#1', { outcome: 'done', oldMappings: null, result: '0x10001000', retry: null }),
];

async function show(properties: Partial<MmFailures> = {}) {
  const mounted = await mount<MmFailures>(failures, { failures: ROWS, result: '0x10001000', ...properties });
  const wanted: FailedStep[] = [];
  mounted.element.addEventListener(FAIL_EVENT, (event) => wanted.push((event as CustomEvent<FailedStep>).detail));
  return { ...mounted, wanted };
}

const cells = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('tr.row')].map((row) =>
    [...row.querySelectorAll('td')].map(({ textContent }) => textContent.trim().replace(/\s+/g, ' ')).join(' | '),
  );

describe('mm-failures', () => {
  it('says of each failure what the caller got, what is left, and whether that is well', async () => {
    expect(cells((await show()).root)).toEqual([
      '✓ ok | vm_area_alloc#1 | ENOMEM | intact |  | the same as without',
      '◐ leaves a gap | mas_store#1 | ENOMEM | gap of 1 page | total_vm −1 | the same as without',
      '◆ violated | mas_store#2 | ENOMEM | lost: 2 pages |  | the same as without',
      '✓ ok | may_expand_vm#1 | 0x10001000 | done all the same |  | ',
    ]);
  });

  it('begins with what is violated, and says what is', async () => {
    const table = await show();
    expect(table.find('.cursor').id).toBe('failure-2');
    expect(table.find('.chosen').textContent).toContain('what was written to 2 pages is gone');
    expect(table.find('.summary').textContent).toContain('4 steps can fail, 1 break something');
  });

  it('asks to look at a failure, by Enter or by its button', async () => {
    const table = await show();
    await table.key('.scroll', 'Home');
    await table.key('.scroll', 'Enter');
    table.find('#failure-1').click();
    await frames();
    table.find('.chosen .button').click();
    expect(table.wanted.map((each) => each.failed[0])).toEqual(['vm_area_alloc#1', 'mas_store#1']);
  });

  it('says so where nothing can fail', async () => {
    expect((await show({ failures: [] })).find('.empty').textContent).toContain('No step of this call can fail');
  });

  it('keeps a long table out of the DOM', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => failed(`alloc_pages#${at + 1}`));
    expect((await show({ failures: many })).root.querySelectorAll('tr.row').length).toBeLessThan(80);
  });
});
