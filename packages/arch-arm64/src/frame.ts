/**
 * Where a descriptor keeps its frame number, in halves of the word. The main field may lack the top bits of the address,
 * which then lie in four or two bits at the low end (see fields.ts).
 */

import { fieldMask, fieldNamed, highHalf, HALF_RANGE, lowHalf, type FieldSpec, type Pfn } from '@mm-playground/api';
import type { AddressFormat } from './fields.ts';

/** What a frame is worth in a descriptor of one kind. */
export interface FramePlace {
  /** All bits that belong to the frame. */
  readonly lowMask: number;
  readonly highMask: number;
  /** The bits of a frame, in halves. */
  low(frame: Pfn): number;
  high(frame: Pfn): number;
  /** The frame of a word in halves. */
  read(low: number, high: number): Pfn;
}

/** Reads and writes the frames of descriptors with these rows. */
export function framePlace({ shift, top, extra }: AddressFormat, rows: readonly FieldSpec[]): FramePlace {
  const main = fieldMask(fieldNamed(rows, 'PFN'));
  const mainLow = lowHalf(main);
  const highMask = highHalf(main);
  const unit = HALF_RANGE / 2 ** shift;
  const mainFrames = 2 ** (top - shift);
  const extraMask = extra === null ? 0 : lowHalf(fieldMask(extra));
  const extraLo = extra?.lo ?? 0;
  return {
    lowMask: mainLow | extraMask,
    highMask,
    low: (frame) =>
      frame < mainFrames ? frame << shift : (frame << shift) | (Math.floor(frame / mainFrames) << extraLo),
    high: (frame) => Math.floor((frame < mainFrames ? frame : frame % mainFrames) / unit),
    read: (low, high) =>
      (((low & mainLow) >>> shift) + (high & highMask) * unit + ((low & extraMask) >>> extraLo) * mainFrames) as Pfn,
  };
}
