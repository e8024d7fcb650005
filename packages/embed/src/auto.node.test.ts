import 'lit';
import { expect, it } from 'vitest';

it.each(['./auto.ts', './auto-pte.ts', './index.ts', './figure/index.ts'])(
  '%s can be imported on a server, where Lit brings a registry of elements but no document',
  async (module) => {
    expect('customElements' in globalThis).toBe(true);
    expect('document' in globalThis).toBe(false);
    await import(module);
    expect(customElements.get('mm-playground')).toBeUndefined();
  },
);
