/* What a person set in the system, for tests that run in the browser: less motion, forced colours, paper. */
import type {} from '@vitest/browser-playwright';
import { cdp } from 'vitest/browser';

/** Media features to emulate, with their values. */
export type MediaFeatures = Readonly<
  Partial<Record<'prefers-color-scheme' | 'prefers-reduced-motion' | 'forced-colors', string>>
>;

/** Emulates media features, and paper, until the next call; without any, the machine's own are back. */
export async function emulate(features: MediaFeatures = {}, media: 'print' | '' = ''): Promise<void> {
  await cdp().send('Emulation.setEmulatedMedia', {
    media,
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
}
