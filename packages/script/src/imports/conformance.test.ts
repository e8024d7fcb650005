/** Our own importers against the importer kit. */

import { describeImporter } from '@mm-playground/api/testing';
import { IMPORTERS } from './importers.ts';

const MAPS_ROWS = [
  '555555554000-555555556000 r--p 00000000 fe:00 131842                     /usr/bin/cat',
  '555555576000-555555597000 rw-p 00000000 00:00 0                          [heap]',
  '7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0                          [stack]',
];
const SMAPS = MAPS_ROWS.flatMap((row) => [row, 'Size:                  8 kB', 'VmFlags: rd mr mw me ']).join('\n');
const FTRACE = `# tracer: nop
#
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
             cat-123     [000] .....  1.000000: sys_munmap(addr: 7f5a5a000000, len: 1000)
             cat-123     [000] .....  1.000010: sys_munmap -> 0x0
`;

/** Texts of each importer, by its id. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  maps: [MAPS_ROWS.join('\n')],
  smaps: [SMAPS],
  ftrace: [FTRACE],
  strip: ['AAA.BB'],
};

for (const importer of IMPORTERS) describeImporter(importer, { texts: TEXTS[importer.id] ?? [], runs: 300 });
