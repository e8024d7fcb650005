import { describe, expect, it } from 'vitest';
import { viewOf, type VmaSpec } from '../testing/view-of.ts';
import { diffRows, textOf } from './maps-rows.ts';

const rows = (...specs: readonly VmaSpec[]) => viewOf(specs).maps();

const drawn = (before: ReturnType<typeof rows>, now: ReturnType<typeof rows>): string =>
  diffRows(before, now)
    .map(
      (diff) =>
        `${{ same: '=', added: '+', changed: '~', removed: '-' }[diff.what]}${diff.row.start.toString(16)}${diff.columns.join(',')}`,
    )
    .join(' ');

describe('rows of maps against those before', () => {
  it('are the same, new, changed in a column, or gone', () => {
    const before = rows(['rw-p', 1, 1, 'anon'], ['rw-p', 3, 1, 'anon'], ['r--p', 5, 1, 'anon']);
    const now = rows(['rw-p', 1, 1, 'anon'], ['r--p', 3, 1, 'anon'], ['r--p', 8, 1, 'anon']);
    expect(drawn(before, now)).toBe('=1000 ~3000perms -5000 +8000');
  });

  it('know a mapping that grew downwards by its end', () => {
    expect(drawn(rows(['rw-p', 10, 2, 'stack', '[stack]']), rows(['rw-p', 8, 4, 'stack', '[stack]']))).toBe(
      '~8000address',
    );
  });

  it('are printed as the kernel does', () => {
    expect(textOf(rows(['rw-p', 0x400, 2, 'heap', '[heap]']))).toBe(
      '00400000-00402000 rw-p 00000000 00:00 0                                  [heap]\n',
    );
  });
});
