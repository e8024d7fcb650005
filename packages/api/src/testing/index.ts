/** Conformance kits: what every plugin must fulfil, as vitest cases. Needs vitest and fast-check, which the reader brings. */
export { architectureProperties, describeArchitecture, type ArchitectureProperty } from './describe-architecture.ts';
export type { ArchitectureKitOptions, KnownWord } from './architecture-kit.ts';
export { describeVmaIndex, type VmaIndexKitOptions } from './describe-vma-index.ts';
