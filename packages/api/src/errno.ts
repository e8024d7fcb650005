/**
 * Errors that a kernel returns. A failing kernel procedure returns an {@link Errno} as a value: it is a result, not an
 * accident. Names and texts are those of errno(3) on Linux, as strace prints them.
 */

const TABLE = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  ESRCH: [3, 'No such process'],
  EINTR: [4, 'Interrupted system call'],
  EIO: [5, 'Input/output error'],
  EBADF: [9, 'Bad file descriptor'],
  ECHILD: [10, 'No child processes'],
  EAGAIN: [11, 'Resource temporarily unavailable'],
  ENOMEM: [12, 'Cannot allocate memory'],
  EACCES: [13, 'Permission denied'],
  EFAULT: [14, 'Bad address'],
  EBUSY: [16, 'Device or resource busy'],
  EEXIST: [17, 'File exists'],
  ENODEV: [19, 'No such device'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  EINVAL: [22, 'Invalid argument'],
  EMFILE: [24, 'Too many open files'],
  ENOTTY: [25, 'Inappropriate ioctl for device'],
  ETXTBSY: [26, 'Text file busy'],
  EFBIG: [27, 'File too large'],
  ENOSPC: [28, 'No space left on device'],
  EROFS: [30, 'Read-only file system'],
  EDOM: [33, 'Numerical argument out of domain'],
  ERANGE: [34, 'Numerical result out of range'],
  ENOSYS: [38, 'Function not implemented'],
  EOVERFLOW: [75, 'Value too large for defined data type'],
  EOPNOTSUPP: [95, 'Operation not supported'],
  EHWPOISON: [133, 'Memory page has hardware error'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrnoName = keyof typeof TABLE;

/** One error number. There is exactly one object of each, so `===` compares them. */
export class Errno {
  readonly name: ErrnoName;
  /** The positive number; a system call returns its negative. */
  readonly code: number;
  /** What strerror(3) says. */
  readonly text: string;

  constructor(name: ErrnoName, code: number, text: string) {
    this.name = name;
    this.code = code;
    this.text = text;
  }

  /** `-1 ENOMEM (Cannot allocate memory)`, as strace prints a failed call. */
  toString(): string {
    return `-1 ${this.name} (${this.text})`;
  }
}

const byName = new Map<string, Errno>(
  Object.entries(TABLE).map(([name, [code, text]]) => [name, new Errno(name as ErrnoName, code, text)]),
);

/** The error of this name. */
export const errno = (name: ErrnoName): Errno => byName.get(name) as Errno;

/** Second names of the same number: strace prints the one, other tools the other. */
const ALIASES: ReadonlyMap<string, ErrnoName> = new Map([
  ['EWOULDBLOCK', 'EAGAIN'],
  ['ENOTSUP', 'EOPNOTSUPP'],
]);

/** The error of this name (or second name), or undefined where the model never returns it. */
export const findErrno = (name: string): Errno | undefined => byName.get(ALIASES.get(name) ?? name);

export const isErrno = (x: unknown): x is Errno => x instanceof Errno;

export const EPERM: Errno = errno('EPERM');
export const ENOENT: Errno = errno('ENOENT');
export const EBADF: Errno = errno('EBADF');
export const EAGAIN: Errno = errno('EAGAIN');
export const ENOMEM: Errno = errno('ENOMEM');
export const EACCES: Errno = errno('EACCES');
export const EFAULT: Errno = errno('EFAULT');
export const EBUSY: Errno = errno('EBUSY');
export const EEXIST: Errno = errno('EEXIST');
export const ENODEV: Errno = errno('ENODEV');
export const EINVAL: Errno = errno('EINVAL');
export const ENOSPC: Errno = errno('ENOSPC');
export const EOVERFLOW: Errno = errno('EOVERFLOW');
export const EOPNOTSUPP: Errno = errno('EOPNOTSUPP');
