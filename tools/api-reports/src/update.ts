/* `pnpm api-reports`: writes every report anew. Packages must be built. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { ROOT } from '@mm-playground/checks/workspace';
import { committed, current, reports } from './report.ts';

for (const report of reports()) {
  const text = current(report);
  if (text === committed(report)) continue;
  mkdirSync(dirname(report.file), { recursive: true });
  writeFileSync(report.file, text);
  process.stdout.write(`${relative(ROOT, report.file)}\n`);
}
