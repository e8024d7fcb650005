/// <reference types="node" />
/*
 * What work costs, as V8 counts it: how often functions and blocks were executed. The same each time, on every machine, which no clock
 * is. What the engine does by itself (moving the elements of an array) does not count.
 */

import { Session, type Profiler } from 'node:inspector';

/**
 * Begins to count, and returns what tells the blocks that some work executed. For files named `x.counted.test.ts`, which load their modules
 * anew: it has to be called before the code that is counted runs for the
 * first time: V8 counts the blocks of functions that it compiles from then on.
 */
export function workCounter(): (work: () => void) => number {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return (work) => {
    executed(session);
    work();
    return executed(session);
  };
}

/** Blocks that were executed since the last time. In a session of one's own thread the answer is there when `post` returns. */
function executed(session: Session): number {
  let scripts: readonly Profiler.ScriptCoverage[] = [];
  session.post('Profiler.takePreciseCoverage', (_, answer) => (scripts = answer.result));
  return scripts
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}
