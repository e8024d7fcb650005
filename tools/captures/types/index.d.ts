/*
 * What users of this package see: src/index.ts without the types of Node, which packages that run anywhere must not get
 * to see. A test compares the two.
 */

/** The name of a capture: its file name without `.strace` and `.gz`. */
export type CaptureName =
  | 'ls'
  | 'git-version'
  | 'python-json'
  | 'cc1'
  | 'node-threads'
  | 'random-vma'
  | 'random-mremap'
  | 'random-fork'
  | 'random-fault'
  | 'random-big'
  | 'random-seal'
  | 'random-rlimit'
  | 'random-thp'
  | 'random-vma-6.1'
  | 'random-vma-6.12'
  | 'random-vma-7.2'
  | 'random-vma-arm64'
  | 'random-vma-arm64-16k'
  | 'random-vma-riscv64'
  | 'story-cat'
  | 'story-exec'
  | 'story-faults'
  | 'story-files'
  | 'story-fork'
  | 'story-huge'
  | 'story-limits'
  | 'story-malloc'
  | 'story-memory'
  | 'story-pieces'
  | 'story-stack'
  | 'story-threads';

/** One recorded file. */
export interface Capture {
  readonly name: CaptureName;
  readonly kind: 'program' | 'random' | 'story';
}

/** All captures, programs first. */
export const CAPTURES: readonly Capture[];

/** Absolute path of the file; captures of programs are plain, all others gzipped (`.strace.gz`). */
export function capturePath(name: CaptureName): string;

/** The file as it is, perhaps gzipped. */
export function readCaptureBytes(name: CaptureName): Uint8Array;

/** The text of a capture, unpacked. */
export function readCapture(name: CaptureName): string;
