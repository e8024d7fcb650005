import { readCapture } from '@mm-playground/captures';
import { GrowingLog } from '@mm-playground/script';
import { expect, it } from 'vitest';
import { checkReport, createPlayground, type Session } from 'mm-playground';

/** A recording as it comes while it is made: moments of a few lines, each with its snapshots. */
const momentsOf = (text: string): string[] => text.split(/(?<=\n)(?=\S)(?!#)/);

it.each(['node-threads', 'python-json', 'random-fork', 'random-vma'] as const)(
  '%s comes to the same while it is written as afterwards',
  async (name) => {
    const text = readCapture(name);
    const playground = createPlayground({ record: 'marks' });
    const { session: atOnce } = await playground.load(text, { file: name });
    atOnce?.run();
    const log = new GrowingLog({ file: name });
    let session: Session | undefined;
    for (const growth of [...momentsOf(text).map((moment) => log.append(moment)), log.finish()]) {
      if (growth?.program === undefined) continue;
      if (session === undefined) session = playground.open(growth.program);
      else session.extend(growth.program.items);
      session.run();
    }
    expect(session && checkReport(session)).toEqual(atOnce && checkReport(atOnce));
  },
);
