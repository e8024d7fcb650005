/** The flat model and programs without text: for tests of who plays programs, and as a model to copy from. */
export { flatModel } from './flat-model.ts';
export { FLAT_ARCH, flatArch, FLAT_INDEX, FLAT_KERNEL, FLAT_LOSSY_KERNEL } from './flat-parts.ts';
export * from './programs.ts';
export { cellsModel } from './cells-model.ts';
export * from './races.ts';
export { disagreements } from './disagreements.ts';
