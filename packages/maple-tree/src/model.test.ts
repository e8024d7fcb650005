import { describe, expect, it } from 'vitest';
import { runCampaign, SHAPES, type Campaign } from './testing/campaign.ts';

const shapes = Object.keys(SHAPES) as Campaign['shape'][];
const modes = [
  { gaps: false, rcu: false },
  { gaps: true, rcu: false },
  { gaps: true, rcu: true },
];

describe.each(shapes)('random stores, %s', (shape) => {
  it.each(modes)('say what a sorted list says, and leave a sound tree: %o', (mode) => {
    expect(runCampaign({ shape, ...mode, seed: 1, stores: 1_500, validateEvery: 1 })).toBe(null);
  });
});
