/*
 * Searches and maps of a past, on the playground, in slices that leave the page alive. Fetched when there is something to search.
 */
import { parseCondition, runMap, search, type ConditionError, type Moment, type Past } from 'mm-playground';
import type { RunMap } from '@mm-playground/viewers';
import { inSlices, type Outdated } from '@mm-playground/embed/player';
import type { Direction } from './time.ts';

/** What a search came to: a place, no place, or why the text is no condition. */
export type Answer =
  | { readonly kind: 'found'; readonly moment: Moment }
  | { readonly kind: 'not found' }
  | { readonly kind: 'mistake'; readonly error: ConditionError };

/** The nearest moment at which a condition is met. @param progress hears the share that was searched */
export async function find(
  past: Past,
  text: string,
  { from, direction }: { readonly from: Moment; readonly direction: Direction },
  outdated: Outdated,
  progress: (share: number) => void,
): Promise<Answer | null> {
  const read = parseCondition(text);
  if ('error' in read) return { kind: 'mistake', error: read.error };
  let wasOutdated = false;
  const isOutdated = (): boolean => (wasOutdated = outdated());
  const moment = await inSlices(search(past, read.condition, from, direction), isOutdated, ({ searched, total }) =>
    progress(searched / Math.max(1, total)),
  );
  if (wasOutdated) return null;
  return moment === null ? { kind: 'not found' } : { kind: 'found', moment };
}

/** The map of a run. */
export const mapOf = (past: Past, outdated: Outdated): Promise<RunMap | null> =>
  inSlices(runMap(past), outdated, () => undefined);
