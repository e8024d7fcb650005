import { describe, expect, it } from 'vitest';
import { runCampaign, SHAPES, type Campaign } from './testing/campaign.ts';

const shapes = Object.keys(SHAPES) as Campaign['shape'][];
const modes = [
  { gaps: false, rcu: false },
  { gaps: true, rcu: false },
  { gaps: true, rcu: true },
];

describe.each(shapes)('thousands of random stores, %s', (shape) => {
  it.each(modes)('say what a sorted list says, and leave a sound tree: %o', (mode) => {
    expect(runCampaign({ shape, ...mode, seed: 2, stores: 12_000, validateEvery: 500 })).toBe(null);
  });
});
