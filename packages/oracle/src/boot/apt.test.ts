import { expect, test } from 'vitest';
import { dependenciesIn, mirrorAmong } from './apt.ts';

test('the mirror is that of the main archive, not of updates for security or of somebody else', () => {
  const targets = ['Debian-Security|http://s/', '|http://other/', 'Debian|http://m/debian/', 'Debian|http://n/'];
  expect(mirrorAmong(targets.join('\n'))).toBe('http://m/debian/');
  expect(mirrorAmong('Ubuntu|http://u/\n')).toBeNull();
});

test('dependencies are names: the first alternative, without version and architecture', () => {
  const record = 'Package: a\nDepends: b (= 1.0), c | d (>= 2), linux-image-6.1.0-1-cloud-amd64:any\nRecommends: e\n';
  expect(dependenciesIn(record)).toEqual(['b', 'c', 'linux-image-6.1.0-1-cloud-amd64']);
  expect(dependenciesIn('Package: a\n')).toEqual([]);
});
