/** The version of this package, as its manifest has it: `pnpm release:version` writes both. */
export const VERSION = '0.0.0';
