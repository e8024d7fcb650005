/*
 * The programs that come with the app: recorded ones, and scenarios of the review thread that the project started from. They are
 * static files beside the page, unpacked by it; the list of scenarios is one too, made from their own titles and questions.
 */

export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly what: string;
}

/** The sample that the app starts with. */
export const FIRST_SAMPLE = 'python-json';

export const SAMPLES: readonly Sample[] = [
  { id: 'python-json', title: 'python3', what: 'imports json and prints a list' },
  { id: 'git-version', title: 'git --version', what: 'starts, answers, ends' },
  { id: 'cc1', title: 'cc1 -O2', what: 'the compiler proper, on a small file' },
  { id: 'node-threads', title: 'node', what: 'a runtime with its threads' },
  { id: 'ls', title: 'ls', what: 'lists a directory; recorded with two snapshots that contradict each other' },
];

/** The programs that stories are told on are recorded, too, and stand in no list: their stories do. */
const TOLD_ON = 'story-';

/** Where the list of scenarios lies, and each of them, below the page. */
export const SCENARIO_LIST = 'samples/scenarios.json';
export const scenarioPath = (id: string): string => `samples/${id}.mm`;

/** The scenarios with their questions. @throws Error where the list cannot be fetched */
export async function scenarioSamples(base: string): Promise<readonly Sample[]> {
  const answer = await fetch(new URL(SCENARIO_LIST, base), { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${SCENARIO_LIST}: the server answered ${answer.status} ${answer.statusText}`);
  return (await answer.json()) as readonly Sample[];
}

/** Where a sample lies, and the name of its file. @throws RangeError where there is none of that name */
export async function addressOfSample(
  id: string,
  base: string,
): Promise<{ readonly address: URL; readonly file: string }> {
  if (SAMPLES.some((sample) => sample.id === id) || id.startsWith(TOLD_ON))
    return { address: new URL(`samples/${id}.strace.gz`, base), file: `${id}.strace` };
  const scenarios = await scenarioSamples(base);
  if (scenarios.some((sample) => sample.id === id))
    return { address: new URL(scenarioPath(id), base), file: `${id}.mm` };
  throw new RangeError(`there is no sample ${id}`);
}
