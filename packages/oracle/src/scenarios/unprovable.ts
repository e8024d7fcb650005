/** What a scenario asks for that cannot be had natively. */
import type { Program } from '@mm-playground/api';

/** A scenario that cannot be proven natively: it needs what the runner does not have. */
export class Unprovable extends Error {
  constructor({ file }: Pick<Program, 'file'>, line: number, why: string) {
    super(`${file}:${line}: ${why}`);
    this.name = 'Unprovable';
  }
}
