/** Conformance kits: what every plugin must fulfil, as vitest cases. Needs vitest and fast-check, which the reader brings. */
export { architectureProperties, describeArchitecture } from './describe-architecture.ts';
export { leafOf, type ArchitectureKitOptions, type KnownWord } from './architecture-kit.ts';
export { describeVmaIndex, vmaIndexProperties } from './describe-vma-index.ts';
export type { VmaIndexKitOptions } from './index-kit.ts';
export { casesOf, describeProperties, type KitCase, type KitProperty, type MarkedOptions } from './kit-property.ts';
export type { RandomOptions } from './smallest-example.ts';
export { describeKernel, kernelProperties } from './describe-kernel.ts';
export type { KernelKitOptions } from './kernel-kit.ts';
export { placesOf } from './kernel-bench.ts';
export { anyScript, drawScript, type ScriptKind, type ScriptPlaces } from './kernel-scripts.ts';
export { drawCall, modelCallOf, type PlainArg, type PlainCall } from './plain-call.ts';
export { describeViewer, viewerProperties } from './describe-viewer.ts';
export type { KitMedia, ViewerKitOptions } from './viewer-kit.ts';
export type { KitElement, KitWindow } from './viewer-page.ts';
export { describeExporter, exporterProperties, type ExporterKitOptions, type Played } from './describe-exporter.ts';
export { describeImporter, importerProperties, type ImporterKitOptions } from './describe-importer.ts';
export { describeScriptPack, scriptPackProperties, type ScriptPackKitOptions } from './describe-script-pack.ts';
