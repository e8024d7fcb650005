/** Our own exporters against the exporter kit. */

import { describeExporter } from '@mm-playground/api/testing';
import { plugin } from './exporters.ts';
import { createPlayground } from './index.ts';

const TEXT = `#@ title A hole in the middle
p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
store(p)
munmap(p + PAGE, PAGE)
`;

for (const exporter of plugin.contributes.exporters ?? [])
  describeExporter(exporter, {
    play: async () => {
      const { session } = await createPlayground({ record: exporter.records }).load(TEXT);
      if (session === undefined) throw new TypeError('the script cannot be played');
      session.run();
      return { run: session, text: TEXT };
    },
  });
