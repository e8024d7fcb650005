/** Why a kernel could not be fetched or booted, told so that whoever reads it knows what to do. */

/**
 * - `no-apt`: kernels are fetched with apt-get, apt-cache and dpkg-deb; one of them is missing.
 * - `no-mirror`: apt knows no Debian archive, and none was named.
 * - `apt-failed`: apt refused; the message has its words.
 * - `no-kernel`: there is no such file, nor a fetched kernel of that name, or it is no kernel that can be booted here.
 * - `no-qemu`: QEMU for the kernel's architecture is not installed; the message says how to get it.
 * - `boot-failed`: the guest did not come up, or went away; the message has the end of its console.
 */
export type BootErrorCode = 'no-apt' | 'no-mirror' | 'apt-failed' | 'no-kernel' | 'no-qemu' | 'boot-failed';

/** A kernel that could not be fetched or booted. */
export class BootError extends Error {
  readonly code: BootErrorCode;

  constructor(code: BootErrorCode, message: string) {
    super(message);
    this.name = 'BootError';
    this.code = code;
  }
}
