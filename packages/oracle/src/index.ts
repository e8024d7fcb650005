/**
 * Real kernels as judges of the model: recording programs on this machine.
 *
 * @packageDocumentation
 */
export { record } from './record/record.ts';
export type { RecordOptions, RecordResult } from './record/record.ts';
export { RecordError } from './record/record-error.ts';
export type { RecordErrorCode } from './record/record-error.ts';
