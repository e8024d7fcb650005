/*
 * The public face of a package as text: every export with its type and without its body, made by API Extractor from what is built. A
 * report lies in the package's `api-report` folder and is read as a diff when something changes.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packagesIn, type ExportTarget, type Package } from '@mm-playground/checks/workspace';
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorMessage } from '@microsoft/api-extractor';

/** A report, and what it is made of. */
export interface Report {
  readonly pkg: Package;
  /** `.`, `./testing`. */
  readonly entry: string;
  /** The declarations of the entry, absolute. */
  readonly types: string;
  /** Where the report lies, absolute. */
  readonly file: string;
}

/** Every report that there is to be: one for each typed entry of a published package. */
export const reports = (): Report[] =>
  packagesIn('packages')
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap((pkg) =>
      Object.entries(pkg.manifest.publishConfig?.exports ?? {}).flatMap(([entry, target]) => {
        const types = typesOf(target);
        if (types === undefined) return [];
        const name = entry === '.' ? 'index' : entry.slice(2);
        return [{ pkg, entry, types: join(pkg.folder, types), file: join(pkg.folder, 'api-report', `${name}.md`) }];
      }),
    );

function typesOf(target: ExportTarget): string | undefined {
  const types = typeof target === 'string' ? undefined : target['types'];
  return typeof types === 'string' ? types : undefined;
}

/** The text of a report, as it lies there; empty where there is none. */
export const committed = ({ file }: Report): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** The text of a report, as the built package has it. @throws Error with what API Extractor found wrong */
export function current({ pkg, types }: Report): string {
  const folder = mkdtempSync(join(tmpdir(), 'mm-api-report-'));
  try {
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: join(pkg.folder, 'package.json'),
      configObject: {
        projectFolder: pkg.folder,
        mainEntryPointFilePath: types,
        compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: [types] } },
        apiReport: {
          enabled: true,
          reportFileName: 'report',
          reportFolder: folder,
          reportTempFolder: folder,
          includeForgottenExports: true,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: QUIET,
      },
    });
    const wrong: string[] = [];
    Extractor.invoke(config, { localBuild: true, messageCallback: (message) => collect(message, wrong) });
    if (wrong.length > 0) throw new Error(`${pkg.manifest.name}: ${wrong.join('; ')}`);
    return readFileSync(join(folder, 'report.api.md'), 'utf8').replaceAll('\r\n', '\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As an importer of ES modules reads them. */
const COMPILER = {
  target: 'es2022',
  module: 'node16',
  moduleResolution: 'node16',
  lib: ['es2024', 'dom', 'dom.iterable', 'esnext'],
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(import.meta.dirname, '..', 'node_modules', '@types')],
};

/** Comments are ours to write: whether they are there is the linter's business. */
const QUIET = {
  extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
  tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
};

/** Errors fail; everything else is not for here. */
function collect(message: ExtractorMessage, wrong: string[]): void {
  message.handled = true;
  if (message.logLevel === ExtractorLogLevel.Error)
    wrong.push(`${basename(message.sourceFilePath ?? '')} ${message.text}`);
}
