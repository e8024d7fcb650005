import { describe, expect, it } from 'vitest';
import { chooseKernel, recordedRelease, type Kernel, type Release } from './kernel.ts';

const kernel = (id: string, ...release: Release): Kernel => ({ id, title: id, model: 'm', release, proof: 'booted' });
const KERNELS = [kernel('6.1', 6, 1), kernel('6.12-rc5', 6, 12), kernel('6.12', 6, 12), kernel('6.12.115', 6, 12, 115)];

describe('a release string', () => {
  it.each([
    ['6.12', '6.12', true],
    ['6.12.90+deb12.1-cloud-amd64', '6.12', true],
    ['6.12.115+deb13-cloud-amd64', '6.12.115', true],
    ['6.12.117', '6.12.115', true],
    ['6.12-rc5', '6.12-rc5', true],
    ['6.13.2', '6.12.115', false],
    ['6.6', '6.1', false],
    ['5.10.0', undefined, undefined],
    ['latest', undefined, undefined],
  ])('%s chooses %s', (wanted, id, exact) => {
    const chosen = chooseKernel(KERNELS, wanted);
    expect([chosen?.kernel.id, chosen?.exact]).toEqual([id, exact]);
  });
});

describe('the release that a machine ran', () => {
  const debian = '#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)';

  it.each([
    ['6.1.0-50-cloud-amd64', debian, '6.1.176'],
    ['6.1.0-50-cloud-amd64', undefined, '6.1.0-50-cloud-amd64'],
    ['6.1.0-50-cloud-amd64', '#1 SMP Debian 5.10.200-1 (2026-07-02)', '6.1.0-50-cloud-amd64'],
    ['6.12.90+deb13', '#1 SMP Debian 6.12.90-2 (2026-05-28)', '6.12.90+deb13'],
    [undefined, debian, undefined],
  ])('is of kernel %s and build %s %s', (name, build, release) => {
    expect(recordedRelease({ kernel: name, build })).toBe(release);
  });
});
