/**
 * What a guest for another architecture is made of: `@mm-playground/oracle/guest`. A guest is handed to `mmuCampaign`, `compareImage` and
 * `emulatorFor`. Begin from riscv64's, the shortest of ours (`guest-riscv64.ts`).
 *
 * @packageDocumentation
 */
export { HARNESS } from './guest.ts';
export type { GuestKind } from './guest.ts';
export { code, words } from './machine-code.ts';
export type { Patch } from './machine-code.ts';
export { executes, faults, loads, signedFrame, STORES, translatesTo } from './probe.ts';
export type { MmuGuest, Probe } from './probe.ts';
export type { MmuQuirk } from './quirks.ts';
