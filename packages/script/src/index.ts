/**
 * The text language of mm-playground: strace's syntax, read, checked and written back.
 *
 * {@link loadProgram} is all that a player needs; {@link parse}, {@link compile} and {@link print} are its parts, for tools
 * that look at the text itself.
 */

export { compile, type Compiled } from './compile.ts';
export { decode, type Decoded } from './decode.ts';
export { GrowingLog, type Growth } from './growing-log.ts';
export { importText, type ImportedText, type ImportOptions } from './imports/import-text.ts';
export { IMPORTERS } from './imports/importers.ts';
export { isLink } from './imports/kind-of-text.ts';
export { type Loaded, loadFile, loadProgram } from './load.ts';
export { parse, type Parsed, type ParseOptions } from './parse.ts';
export { plugin } from './plugin.ts';
export { print } from './print.ts';
export * from './syntax.ts';
export { toC, type CProgram } from './c-program/to-c.ts';
export { type Completions, completionsAt } from './completions.ts';
export { type Token, tokens, type TokenType } from './tokens.ts';
export { stripScript, type StripScript } from './strips/build.ts';
export { formatLook, type Look } from './strips/look.ts';
export { drawPicture, parsePicture, PictureError, type DrawOptions, type PictureRun } from './strips/picture.ts';
export {
  formatStrip,
  legendLines,
  pageLines,
  parseStrip,
  StripLetters,
  stripLines,
  stripOf,
  type ParsedStrip,
  type ParseStripOptions,
  type Strip,
  type StripRun,
} from './strips/strip.ts';
