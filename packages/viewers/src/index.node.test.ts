import { describe, expect, it } from 'vitest';

describe('on a server', () => {
  it('can be imported, defines nothing and needs no DOM', async () => {
    expect('document' in globalThis).toBe(false);
    const { viewers, plugin } = await import('./index.ts');
    expect(viewers.map((viewer) => viewer.tag)).toEqual([
      'mm-address-map',
      'mm-maps-table',
      'mm-maple-tree',
      'mm-call-list',
      'mm-timeline',
      'mm-minimap',
      'mm-steps',
      'mm-counters',
      'mm-page-table',
      'mm-pte',
      'mm-physical',
      'mm-rmap',
      'mm-tlb',
      'mm-invariants',
      'mm-structs',
      'mm-interleaving',
      'mm-events',
      'mm-proc',
      'mm-call-graph',
      'mm-schedules',
      'mm-failures',
    ]);
    expect(plugin.contributes.viewers).toBe(viewers);
    for (const viewer of viewers) expect(globalThis.customElements?.get(viewer.tag)).toBeUndefined();
  }, 30_000);
});
