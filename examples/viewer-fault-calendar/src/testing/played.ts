/** Scripts as a viewer is told of them: played by the playground. */

import type { MmView, RunSource } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';

/** What was played, and the address space at its end. */
export interface Played {
  readonly view: MmView;
  readonly run: RunSource;
}

/** Plays a script. @throws TypeError where it cannot be read */
export async function played(script: string): Promise<Played> {
  const { session } = await createPlayground({ record: 'steps' }).load(script);
  if (session === undefined) throw new TypeError('the script cannot be read');
  session.run();
  const { calls } = session;
  return {
    view: session.view(),
    run: {
      calls: calls.map(({ item }) => ({ text: item.name, task: item.task, line: item.span.line })),
      stepsOf: (call) => calls[call]?.steps ?? [],
    },
  };
}

/** A page that is new, one that is copied, one of a file, and one that nobody has. */
export const EVERY_KIND = `p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
load(p)
store(p)
store(p + PAGE)
store(p + PAGE)
fd = memfd_create("notes", 0)
ftruncate(fd, 2*PAGE)
mmap(0x10200000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0)
load(0x10200000)
load(0x10400000)
`;
