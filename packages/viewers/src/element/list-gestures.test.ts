import { describe, expect, it } from 'vitest';
import { indexAfter, listKey } from './list-gestures.ts';

describe('the keys of a list', () => {
  it('stay inside', () => {
    expect(indexAfter('ArrowUp', 0, 5)).toBe(0);
    expect(indexAfter('PageDown', 3, 5)).toBe(4);
    expect(indexAfter('End', -1, 5)).toBe(4);
  });

  it('leave other keys, and empty lists, alone', () => {
    expect(indexAfter('x', 0, 5)).toBeNull();
    expect(indexAfter('Home', -1, 0)).toBeNull();
  });

  it('are those without a modifier', () => {
    const key = { key: 'End', altKey: false, ctrlKey: false, metaKey: false };
    expect([listKey(key, 0, 5), listKey({ ...key, ctrlKey: true }, 0, 5)]).toEqual([4, null]);
  });
});
