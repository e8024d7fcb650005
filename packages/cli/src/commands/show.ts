/**
 * What `--show` prints of a session's position, each as text in the kernel's own format and as data.
 */

import {
  buddyinfoLines,
  indexEntries,
  indexTreeLines,
  kpageflagsData,
  kpageflagsLines,
  mapsData,
  mapsLines,
  pageTableImage,
  pageTableLines,
  pagetypeinfoLines,
  smapsData,
  smapsLines,
  smapsRollupData,
  smapsRollupLines,
  statmData,
  statmLines,
  statusData,
  statusLines,
  stateStrip,
  stepData,
  stepLines,
  stepRows,
  zonesData,
  type Session,
  type StepRow,
} from 'mm-playground';
import type { MmView } from '@mm-playground/api';
import type { Showable } from '../options.ts';

/** The place that is shown. */
export interface ShownPlace {
  readonly session: Session;
  readonly view: MmView;
  /** The task that was asked for, if one was. */
  readonly task: string | undefined;
}

interface Shown {
  readonly lines: (place: ShownPlace) => Iterable<string>;
  readonly data: (place: ShownPlace) => unknown;
}

const ofView = (lines: (view: MmView) => Iterable<string>, data: (view: MmView) => unknown): Shown => ({
  lines: ({ view }) => lines(view),
  data: ({ view }) => data(view),
});

/** The steps of the last call that was played, of the task if one was asked for. */
const lastSteps = ({ session, task }: ShownPlace): StepRow[] =>
  stepRows(
    session,
    session.calls.findLastIndex(({ item }) => task === undefined || item.task === task),
  );

const stripOfPlace = ({ session, view }: ShownPlace): string[] => stateStrip(session, view);

/** Everything that can be shown. */
export const SHOWN: Readonly<Record<Showable, Shown>> = {
  maps: ofView(mapsLines, mapsData),
  smaps: ofView(smapsLines, smapsData),
  smaps_rollup: ofView(smapsRollupLines, smapsRollupData),
  status: ofView(statusLines, statusData),
  statm: ofView(statmLines, statmData),
  strip: { lines: stripOfPlace, data: stripOfPlace },
  tree: ofView(indexTreeLines, indexEntries),
  tables: ofView(pageTableLines, pageTableImage),
  kpageflags: ofView(kpageflagsLines, kpageflagsData),
  buddyinfo: ofView(buddyinfoLines, zonesData),
  pagetypeinfo: ofView(pagetypeinfoLines, zonesData),
  steps: { lines: (place) => stepLines(lastSteps(place)), data: (place) => stepData(lastSteps(place)) },
};
