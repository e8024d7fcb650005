/**
 * Real kernels as judges of the model: recording programs on this machine, and running random scripts on its kernel.
 *
 * @packageDocumentation
 */
export { record } from './record/record.ts';
export type { RecordOptions, RecordResult } from './record/record.ts';
export { RecordError } from './record/record-error.ts';
export type { RecordErrorCode } from './record/record-error.ts';
export { generate } from './native/generate.ts';
export type { GenerateOptions } from './native/generate.ts';
export { PROFILES } from './native/profiles.ts';
export type { Profile } from './native/profiles.ts';
export { runNative } from './native/run-native.ts';
export type { RunNativeOptions } from './native/run-native.ts';
export { RunnerError } from './native/runner-error.ts';
export type { RunnerErrorCode } from './native/runner-error.ts';
export type { Argument, CallName, NativeScript, Reference, ScriptCall, Text } from './native/script.ts';
