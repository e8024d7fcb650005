/**
 * The recorded captures that tests read: the list of them, where they are and what they say. Node only; the files are
 * kept byte for byte as the real kernels and strace wrote them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The recorded programs: few calls of libc's own choosing, snapshots at the start and at the end. */
const PROGRAMS = ['ls', 'git-version', 'python-json', 'cc1', 'node-threads'] as const;

/** Seeded random calls with a checkpoint after every call. */
const RANDOM = [
  'random-vma',
  'random-mremap',
  'random-fork',
  'random-fault',
  'random-big',
  'random-seal',
  'random-rlimit',
  'random-thp',
  'random-vma-6.1',
  'random-vma-6.12',
  'random-vma-7.2',
  'random-vma-arm64',
  'random-vma-arm64-16k',
  'random-vma-riscv64',
] as const;

/** What the stories of the playground are told on: small programs, and scripts with everything that /proc shows after each call. */
const STORIES = [
  'story-cat',
  'story-exec',
  'story-faults',
  'story-files',
  'story-fork',
  'story-huge',
  'story-limits',
  'story-malloc',
  'story-memory',
  'story-pieces',
  'story-stack',
  'story-threads',
] as const;

/** The name of a capture: its file name without `.strace` and `.gz`. */
export type CaptureName = (typeof PROGRAMS | typeof RANDOM | typeof STORIES)[number];

/** One recorded file. */
export interface Capture {
  readonly name: CaptureName;
  readonly kind: 'program' | 'random' | 'story';
}

/** All captures, programs first. */
export const CAPTURES: readonly Capture[] = [
  ...PROGRAMS.map((name): Capture => ({ name, kind: 'program' })),
  ...RANDOM.map((name): Capture => ({ name, kind: 'random' })),
  ...STORIES.map((name): Capture => ({ name, kind: 'story' })),
];

/** Absolute path of the file; captures of programs are plain, all others gzipped (`.strace.gz`). */
export function capturePath(name: CaptureName): string {
  const packed = !(PROGRAMS as readonly string[]).includes(name);
  return fileURLToPath(new URL(`../recorded/${name}.strace${packed ? '.gz' : ''}`, import.meta.url));
}

/** The file as it is, perhaps gzipped. */
export const readCaptureBytes = (name: CaptureName): Uint8Array => new Uint8Array(readFileSync(capturePath(name)));

/** The text of a capture, unpacked. */
export function readCapture(name: CaptureName): string {
  const path = capturePath(name);
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
