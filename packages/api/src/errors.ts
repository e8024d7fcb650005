/**
 * Errors that are thrown, each for one kind of reader. Kernel failures are not among them: those are returned.
 *
 * A plugin may bring a copy of this package of its own: `instanceof` asks for the name, so that it knows the errors of that copy, too.
 */

const isCalled = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/**
 * The model does not have this. Thrown before anything was changed; the message names what is missing, and whoever runs
 * the call adds where it stands. Never caught to go on silently.
 */
export class NotModelled extends Error {
  /** The call, flag, advice or feature: `MAP_HUGETLB`, `mbind`, ... */
  readonly what: string;

  constructor(what: string, why = 'is not modelled') {
    super(`${what} ${why}`);
    this.name = 'NotModelled';
    this.what = what;
  }

  static override [Symbol.hasInstance](error: unknown): boolean {
    return isCalled(error, 'NotModelled');
  }
}

/** An invariant of the kernel is broken: what BUG_ON or validate_mm() would say. Carries a dump of the state. */
export class KernelBug extends Error {
  readonly dump: string;

  constructor(message: string, dump = '') {
    super(dump === '' ? message : `${message}\n${dump}`);
    this.name = 'KernelBug';
    this.dump = dump;
  }

  static override [Symbol.hasInstance](error: unknown): boolean {
    return isCalled(error, 'KernelBug');
  }
}
