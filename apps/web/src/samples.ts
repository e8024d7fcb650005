/*
 * The recorded programs that come with the app. They are static files beside it, unpacked by the page.
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

/** Where a sample lies, beside the page. */
export const sampleAddress = (id: string, base: string): URL => new URL(`samples/${id}.strace.gz`, base);
