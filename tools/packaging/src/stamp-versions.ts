/* After changesets have raised versions: writes each package's version where its code says it (`src/version.ts`). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesIn } from '@mm-playground/checks/workspace';
import { VERSION_FILE, withVersion } from './versions.ts';

for (const { folder, manifest } of packagesIn('packages')) {
  const file = join(folder, VERSION_FILE);
  if (existsSync(file)) writeFileSync(file, withVersion(readFileSync(file, 'utf8'), String(manifest['version'])));
}
