/**
 * The text language of mm-playground: strace's syntax, read, checked and written back.
 */

export { compile, type Compiled } from './compile.ts';
export { type Loaded, loadProgram } from './load.ts';
export { parse, type Parsed, type ParseOptions } from './parse.ts';
export * from './syntax.ts';
