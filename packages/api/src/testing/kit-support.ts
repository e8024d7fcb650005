/** Properties of support matrices, the same for every kind of plugin. */

import { expect } from 'vitest';
import type { SupportMatrix } from '../support.ts';
import type { Declare } from './kit-property.ts';

/** Declares what every matrix fulfils. `rows` is asked when a property is checked. */
export function matrixProperties(it: Declare, rows: () => SupportMatrix): void {
  it('says in its support matrix what there is', () => {
    expect(rows()).not.toEqual([]);
  });

  it('says how where something is supported in part, and why where it is refused', () => {
    expect(rows().filter(({ level, note = '' }) => level !== 'modelled' && note.trim() === '')).toEqual([]);
  });

  it('has one row for each thing that it names', () => {
    const names = rows().map(({ call, item = '' }) => `${call} ${item}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
}
