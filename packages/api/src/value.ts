/**
 * Arguments of a call, as data: what a script or a strace log says, with names and expressions still in it (a scenario's
 * `p + 2*PAGE` is only known when the call runs). {@link evaluate} turns an integer argument into its number.
 */

/** One argument of a call. */
export type ArgValue =
  /** A number or a resolved constant expression: `4096`, `0x7f..`, `PROT_READ|PROT_WRITE`, `NULL`. */
  | { readonly kind: 'int'; readonly value: bigint }
  /** A descriptor with strace's -y decoration: `3</usr/lib/libc.so.6>`. `deleted` where strace says so. */
  | { readonly kind: 'fd'; readonly fd: bigint; readonly path: string; readonly deleted: boolean }
  /** A string; `abbreviated` where strace printed `"..."...`. */
  | { readonly kind: 'string'; readonly value: string; readonly abbreviated: boolean }
  /** `{field=value, ...}`; a field without a name has the name `''`. `abbreviated` where it ends in `...`. */
  | { readonly kind: 'struct'; readonly fields: readonly StructField[]; readonly abbreviated: boolean }
  | { readonly kind: 'array'; readonly items: readonly ArgValue[]; readonly abbreviated: boolean }
  /** A name that an earlier `NAME = call(...)` bound. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly op: '-' | '~' | '!'; readonly operand: ArgValue }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: ArgValue; readonly right: ArgValue }
  /** Anything else that strace prints and no modelled call reads, verbatim. */
  | { readonly kind: 'raw'; readonly text: string };

/** A field of a struct argument. */
export interface StructField {
  readonly name: string;
  readonly value: ArgValue;
}

/** Operators of C expressions. */
export type BinaryOp = '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '|' | '&' | '^';

/** What names mean while a script runs. */
export type Environment = (name: string) => bigint | undefined;

const BINARY: Readonly<Record<BinaryOp, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
};

/**
 * The number that an argument stands for, as an unsigned 64-bit word (`-1` is `0xffff_ffff_ffff_ffff`).
 *
 * @returns undefined where the argument is not a number: a string, a struct, an unbound name, a division by zero.
 */
export function evaluate(value: ArgValue, names: Environment): bigint | undefined {
  const number = signed(value, names);
  return number === undefined ? undefined : BigInt.asUintN(64, number);
}

function signed(value: ArgValue, names: Environment): bigint | undefined {
  switch (value.kind) {
    case 'int':
      return value.value;
    case 'fd':
      return value.fd;
    case 'name':
      return names(value.name);
    case 'unary': {
      const x = signed(value.operand, names);
      if (x === undefined) return undefined;
      return value.op === '-' ? -x : value.op === '~' ? ~x : x === 0n ? 1n : 0n;
    }
    case 'binary':
      return binary(value.op, signed(value.left, names), signed(value.right, names));
    default:
      return undefined;
  }
}

function binary(op: BinaryOp, a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return undefined;
  if ((op === '/' || op === '%') && b === 0n) return undefined;
  if ((op === '<<' || op === '>>') && (b < 0n || b > 63n)) return undefined;
  return BINARY[op](a, b);
}

/** The named field of a struct argument. */
export const fieldOf = (value: ArgValue | undefined, name: string): ArgValue | undefined =>
  value?.kind === 'struct' ? value.fields.find((field) => field.name === name)?.value : undefined;
