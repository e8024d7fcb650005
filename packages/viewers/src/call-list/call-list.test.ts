import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { callRows } from '../testing/calls.ts';
import { frames, mount } from '../testing/mount.ts';
import { callList } from './plugin.ts';
import type { MmCallList } from './call-list.ts';

const show = (properties: Partial<MmCallList> = {}) =>
  mount<MmCallList>(callList, { calls: callRows(60, 40), ...properties });

describe('mm-call-list', () => {
  it('asks for the end of the call that is chosen, by key or by click', async () => {
    const list = await show();
    await list.key('.scroll', 'ArrowDown');
    list.find('#call-3').click();
    expect(list.seeks).toEqual([
      { call: 0, step: 20 },
      { call: 3, step: 20 },
    ]);
    expect(list.find('[role=status]').textContent).toContain('agrees with the recorded result');
  });

  it('tells the verdicts by a glyph and in words', async () => {
    const list = await show();
    expect(list.find('#call-34').textContent).toContain('differs from the recorded result');
    expect(list.find('#call-50').textContent).toContain('not played yet');
  });

  it('shows the notes of the current call', async () => {
    const list = await show({
      position: { call: 11, step: 0 },
      calls: callRows(60).map((row) => ({ ...row, notes: [`note ${row.index}`] })),
    });
    expect(list.find('.notes').textContent).toContain('note 11');
  });

  it('keeps a long list out of the DOM and follows the position', async () => {
    const list = await show({ calls: callRows(100_000) });
    expect(list.root.querySelectorAll('.row').length).toBeLessThan(80);
    list.element.position = { call: 77_777, step: 0 };
    await frames(8);
    expect(list.find('#call-77777').getAttribute('aria-selected')).toBe('true');
  });

  it('has nothing that axe objects to', async () => {
    const list = await show({ position: { call: 11, step: 0 } });
    expect(await violations(list.element)).toEqual([]);
    expect([...list.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
