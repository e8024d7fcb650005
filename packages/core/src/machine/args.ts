/** Arguments of a call, read by position: names resolved, numbers as 64-bit words. What a call cannot do without is demanded. */

import { NotModelled, evaluate, fieldOf, type ArgValue, type Mmu, type ModelCall } from '@mm-playground/api';

/**
 * Which argument is an address of which a call does not mind the tag: what it is about is there already. An address that is yet to be
 * mapped may have none. Measured on arm64 6.12.117.
 */
const UNTAGGED: ReadonlyMap<string, number> = new Map([
  ...(
    'load store fetch munmap mremap mprotect pkey_mprotect madvise mseal msync mincore mlock mlock2 munlock mbind ' +
    'set_mempolicy_home_node'
  )
    .split(' ')
    .map((name) => [name, 0] as const),
  ['get_mempolicy', 3],
]);

/** The arguments of one call. */
export class Args {
  readonly #call: ModelCall;
  readonly #names: (name: string) => bigint | undefined;
  readonly #mmu: Mmu | undefined;

  constructor(call: ModelCall, names: (name: string) => bigint | undefined, mmu: Mmu | undefined) {
    this.#call = call;
    this.#names = names;
    this.#mmu = mmu;
  }

  /** The name of the call. */
  get call(): string {
    return this.#call.name;
  }

  get count(): number {
    return this.#call.args.length;
  }

  /** The argument as written. @throws NotModelled where the call has fewer */
  at(i: number): ArgValue {
    const arg = this.#call.args[i];
    if (arg === undefined) throw new NotModelled(`${this.#call.name} with ${this.count} arguments`);
    return arg;
  }

  /** An unsigned 64-bit word; of an address whose tag does not matter, without it. @throws NotModelled where the argument is no number */
  word(i: number): bigint {
    const number = evaluate(this.at(i), this.#names);
    if (number === undefined) throw new NotModelled(`argument ${i + 1} of ${this.#call.name}`, 'is not a number');
    return UNTAGGED.get(this.#call.name) === i ? (this.#mmu?.untagged?.(number) ?? number) : number;
  }

  /** The word, or `otherwise` where the call has fewer arguments. */
  wordOr(i: number, otherwise: bigint): bigint {
    return i < this.count ? this.word(i) : otherwise;
  }

  /** A signed 32-bit number: descriptors, flags of type int. */
  int(i: number): number {
    return Number(BigInt.asIntN(32, this.word(i)));
  }

  /** A flags argument of type int: its low 32 bits. */
  flags(i: number): bigint {
    return BigInt.asUintN(32, this.word(i));
  }

  /** Text of a string argument. */
  text(i: number): string {
    const arg = this.at(i);
    if (arg.kind === 'string') return arg.value;
    throw new NotModelled(`argument ${i + 1} of ${this.#call.name}`, 'is not a string');
  }

  /** The number in a field of a struct argument, or undefined. */
  field(i: number, name: string): bigint | undefined {
    const value = fieldOf(this.at(i), name);
    return value && this.number(value, `field ${name} of ${this.#call.name}`);
  }

  /** The value of the flag argument that strace prints as `flags=...`, wherever it stands (clone). */
  named(name: string): bigint | undefined {
    for (const arg of this.#call.args) {
      if (arg.kind !== 'struct') continue;
      const value = fieldOf(arg, name);
      if (value !== undefined) return this.number(value, name);
    }
    return undefined;
  }

  /** The number that stands somewhere in an argument. @throws NotModelled where it is none */
  number(value: ArgValue, what: string): bigint {
    const number = evaluate(value, this.#names);
    if (number === undefined) throw new NotModelled(what, 'is not a number');
    return number;
  }
}
