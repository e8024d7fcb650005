/**
 * What `--show` prints of a session's position, each as text in the kernel's own format and as data.
 */

import {
  indexEntries,
  indexTreeLines,
  mapsData,
  mapsLines,
  pageTableImage,
  pageTableLines,
  smapsData,
  smapsLines,
  statusData,
  statusLines,
  stepData,
  stepLines,
  stepRows,
  type Session,
} from 'mm-playground';
import type { MmView } from '@mm-playground/api';
import type { Showable } from '../options.ts';

interface Shown {
  readonly lines: (view: MmView, session: Session) => Iterable<string>;
  readonly data: (view: MmView, session: Session) => unknown;
}

const lastSteps = (session: Session): ReturnType<typeof stepRows> => stepRows(session, session.calls.length - 1);

/** Everything that can be shown; steps are those of the last call that was played. */
export const SHOWN: Readonly<Record<Showable, Shown>> = {
  maps: { lines: mapsLines, data: mapsData },
  smaps: { lines: smapsLines, data: smapsData },
  status: { lines: statusLines, data: statusData },
  tree: { lines: indexTreeLines, data: indexEntries },
  tables: { lines: pageTableLines, data: pageTableImage },
  steps: {
    lines: (_, session) => stepLines(lastSteps(session)),
    data: (_, session) => stepData(lastSteps(session)),
  },
};
