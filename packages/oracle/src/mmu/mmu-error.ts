/** Why page tables could not be walked by another MMU, told so that whoever reads it knows what to do. */

/**
 * - `no-qemu`: QEMU for the architecture is not installed; the message says how to get it.
 * - `guest-failed`: it went away, or does not answer; the message has what it said.
 * - `no-guest`: there is no guest for this architecture, or it does not say what its MMU does.
 */
export type MmuErrorCode = 'no-qemu' | 'guest-failed' | 'no-guest';

/** Page tables could not be walked. */
export class MmuError extends Error {
  readonly code: MmuErrorCode;

  constructor(code: MmuErrorCode, message: string) {
    super(message);
    this.name = 'MmuError';
    this.code = code;
  }
}
