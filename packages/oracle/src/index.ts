/**
 * Real kernels as judges of the model: recording programs on this machine, and running random scripts on its kernel.
 *
 * @packageDocumentation
 */
export { record } from './record/record.ts';
export type { RecordOptions, RecordResult } from './record/record.ts';
export { RecordError } from './record/record-error.ts';
export type { RecordErrorCode } from './record/record-error.ts';
export { bootKernel } from './boot/boot.ts';
export type { BootedKernel, BootOptions } from './boot/boot.ts';
export { BootError } from './boot/boot-error.ts';
export type { BootErrorCode } from './boot/boot-error.ts';
export { cacheFolder, findKernel } from './boot/kernel-cache.ts';
export type { KernelImage } from './boot/kernel-cache.ts';
export { FramesJudge } from './frames/frames-judge.ts';
export type { FramesVerdict } from './frames/frames-judge.ts';
export { framesObstacle } from './frames/frames-obstacle.ts';
export type { FrameDifference } from './frames/frame-snapshot.ts';
export { campaign } from './judge/campaign.ts';
export type { CampaignPlan, Outcome, Trial } from './judge/campaign.ts';
export { Judge } from './judge/judge.ts';
export type { Finding, Verdict } from './judge/judge.ts';
export { CampaignTally, readRecords, withRecord } from './judge/results.ts';
export type { CampaignOrigin, CampaignRecord, RecordedFinding } from './judge/results.ts';
export type { MachineSource } from './machine.ts';
export { MMU_CONFIGURATIONS, emulatorFor } from './mmu/guests.ts';
export { compareImage, mmuCampaign } from './mmu/mmu-campaign.ts';
export type { MmuPlan, MmuTrial } from './mmu/mmu-campaign.ts';
export { MmuError } from './mmu/mmu-error.ts';
export type { MmuErrorCode } from './mmu/mmu-error.ts';
export type { MmuVerdict } from './mmu/mmu-judge.ts';
export { addVerdict, NO_SUMS, readMmuRecords, withMmuRecord } from './mmu/mmu-results.ts';
export type { MmuOrigin, MmuRecord, MmuSums } from './mmu/mmu-results.ts';
export { MMU_QUIRKS } from './mmu/quirks.ts';
export type { MmuQuirk } from './mmu/quirks.ts';
export { generate } from './native/generate.ts';
export type { GenerateOptions } from './native/generate.ts';
export { PROFILES } from './native/profiles.ts';
export type { Profile } from './native/profiles.ts';
export { nativeTarget } from './native/native-target.ts';
export type { NativeTargetOptions } from './native/native-target.ts';
export type { RunOptions } from './native/plan.ts';
export { runNative } from './native/run-native.ts';
export type { RunNativeOptions } from './native/run-native.ts';
export { RunnerError } from './native/runner-error.ts';
export type { RunnerErrorCode } from './native/runner-error.ts';
export { runScript } from './native/run-script.ts';
export type { ScriptRun } from './native/run-script.ts';
export type { Argument, CallName, NativeScript, Reference, ScriptCall, Text } from './native/script.ts';
export type { Reply } from './native/strace-text.ts';
export type { Target } from './native/target.ts';
export { formatRace, proveRace, raceObstacle } from './races/prove-race.ts';
export type { JudgedOutcome, ProveRaceOptions, RaceProof } from './races/prove-race.ts';
export { isRace } from './races/race.ts';
export { formatRefutation, prove } from './scenarios/prove.ts';
export { Unprovable } from './scenarios/unprovable.ts';
export type { Proof, ProveOptions, Refutation } from './scenarios/prove.ts';
