/** A script as the commands that the runner is told, and what each reply is for. */
import {
  ARENA_PAGES,
  ARENA_START,
  type Argument,
  type CallName,
  isReference,
  type NativeScript,
  type ScriptCall,
} from './script.ts';

/** What is recorded besides the calls. */
export interface RunOptions {
  /** After how many calls smaps, status and pagemap are recorded besides maps; 20 if missing. */
  readonly detailEvery?: number;
  /**
   * - `maps`: after each call; that is so if nothing is said.
   * - `digests`: a digest after each call, and maps only where there are details.
   * - `frames`: which frames are mapped, after each call and before the first; they are no part of the capture. Needs root.
   * - `none`: the capture is the initial state and the calls.
   */
  readonly checkpoints?: 'maps' | 'digests' | 'frames' | 'none';
  /** Whether digests have the resident pages of status: not every kernel counts them exactly. Yes, if missing. */
  readonly countsResident?: boolean;
}

/** What a reply becomes in the capture. */
export type Use =
  | { readonly kind: 'initial'; readonly name: InitialName }
  | { readonly kind: 'call'; readonly call: ScriptCall }
  | { readonly kind: CheckpointKind }
  | { readonly kind: 'digest' }
  | { readonly kind: 'frames' };

/** The directives that a checkpoint may be. */
export type CheckpointKind = 'maps' | 'smaps' | 'status' | 'pagemap';

/** One command and what its reply is for. */
export interface PlanItem {
  readonly command: string;
  readonly use: Use;
  /** What its reply is drawn with, references apart. */
  readonly path?: string;
}

/** What of /proc/self the initial state is made from. */
export const INITIAL_FILES = ['maps', 'smaps', 'status', 'stat', 'limits', 'personality', 'mountinfo'] as const;
export type InitialName = (typeof INITIAL_FILES)[number] | 'brk' | 'pagemap';

/** Which pages the pagemap is of: address and count. */
export const PAGEMAP = `0x${ARENA_START.toString(16)} ${ARENA_PAGES}`;

const DETAIL_EVERY = 20;

/** What the runner is told for a script. */
export function planOf(
  script: NativeScript,
  { detailEvery = DETAIL_EVERY, checkpoints = 'maps', countsResident = true }: RunOptions,
  path: string,
): PlanItem[] {
  const digest: PlanItem = { command: `0 digest ${PAGEMAP} ${countsResident ? 1 : 0}`, use: { kind: 'digest' } };
  const frames: PlanItem = { command: '0 frames', use: { kind: 'frames' } };
  const after = { maps: [showFile('maps')], digests: [digest], frames: [frames], none: [] }[checkpoints];
  const details = checkpoints === 'maps' || checkpoints === 'digests' ? detailsAfter(checkpoints) : [];
  const perform = (call: ScriptCall): PlanItem => ({ command: encode(call, path), use: { kind: 'call', call }, path });
  const tested = script.calls.flatMap((call, index) => [
    perform(call),
    ...after,
    ...((index + 1) % detailEvery === 0 ? details : []),
  ]);
  return [
    ...INITIAL,
    ...(checkpoints === 'digests' ? [digest] : []),
    ...script.setup.map(perform),
    ...(checkpoints === 'frames' ? [frames] : []),
    ...tested,
  ];
}

const showFile = (kind: 'maps' | 'smaps' | 'status'): PlanItem => ({
  command: `0 file /proc/self/${kind}`,
  use: { kind },
});

const detailsAfter = (checkpoints: 'maps' | 'digests'): PlanItem[] => [
  ...(checkpoints === 'maps' ? [] : [showFile('maps')]),
  showFile('smaps'),
  showFile('status'),
  { command: `0 pagemap ${PAGEMAP}`, use: { kind: 'pagemap' } },
];

const INITIAL: readonly PlanItem[] = [
  ...INITIAL_FILES.map((name) => ({ command: `0 file /proc/self/${name}`, use: { kind: 'initial', name } as const })),
  { command: '0 brk 0', use: { kind: 'initial', name: 'brk' } },
  { command: `0 pagemap ${PAGEMAP}`, use: { kind: 'initial', name: 'pagemap' } },
];

/** The runner's line for a call. */
function encode(call: ScriptCall, path: string): string {
  const words = call.args.map((argument) => encodeArgument(argument, path));
  const name = call.name === 'unlink' ? 'unlinkat' : call.name;
  return [call.id, name, ...takenWords(call.name, words)].join(' ');
}

/** The arguments of a script's call as the system call takes them, structs and all. */
function takenWords(name: CallName, words: readonly string[]): readonly string[] {
  const [first = '0', second = '0', third = '0', fourth = '0', ...rest] = words;
  switch (name) {
    case 'openat':
    case 'unlink':
      return ['-100', ...words];
    case 'mincore':
      return [...words, '[]'];
    case 'prlimit64':
      return ['0', first, structOf([second, third]), '0'];
    case 'process_madvise': {
      const ranges = words.slice(3);
      return [first, structOf(ranges), `${ranges.length / 2}`, second, third];
    }
    case 'ioctl':
      return [first, second, structOf([...words.slice(2), ...IOCTL_ANSWER])];
    case 'mbind':
      return [first, second, third, maskOf(fourth, rest[0] ?? '0'), ...rest];
    default:
      return words;
  }
}

const structOf = (words: readonly string[]): string => `{${words.join(',')}}`;

/** What an ioctl of a userfaultfd writes behind the numbers that it reads, with room to spare. */
const IOCTL_ANSWER = ['0', '0'];

/** A mask of nodes with this first word, as long as so many bits; NULL where it is empty and no longer than that. */
function maskOf(first: string, bits: string): string {
  if (first === '0' && bits === '0') return '0';
  const words = Math.max(1, Math.ceil(Number(bits) / 64));
  return structOf([first, ...Array.from({ length: words - 1 }, () => '0')]);
}

function encodeArgument(argument: Argument, path: string): string {
  if (typeof argument === 'bigint') return argument.toString();
  if (isReference(argument))
    return argument.asIs === true ? `#${argument.call}` : `@${argument.call}${signed(argument.offset)}`;
  return `"${'isPath' in argument ? path : argument.text}"`;
}

const signed = (offset: bigint): string => (offset < 0n ? `${offset}` : `+${offset}`);
