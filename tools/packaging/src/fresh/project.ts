/*
 * A project of somebody who has never seen this repository: an empty folder, our tarballs and what they need from the registry,
 * installed by npm. Nothing of the workspace can be found from there.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a project is made of. */
export interface ProjectInit {
  /** Paths of our tarballs. */
  readonly tarballs: readonly string[];
  /** Packages of the registry, as `npm install` takes them. */
  readonly others?: readonly string[];
  /** Files by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** An installed project. */
export class FreshProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async install({ tarballs, others = [], files }: ProjectInit): Promise<FreshProject> {
    const project = new FreshProject(mkdtempSync(join(tmpdir(), 'mm-fresh-')));
    project.write({ 'package.json': JSON.stringify({ name: 'fresh', private: true, type: 'module' }), ...files });
    await project.run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs, ...others]);
    return project;
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Runs a program there. Returns what it printed, both ways. @throws Error with all of that where it fails */
  async run(command: string, args: readonly string[]): Promise<string> {
    try {
      const { stdout, stderr } = await run(command, [...args], { cwd: this.folder, maxBuffer: 2 ** 26, env: ALONE });
      return `${stdout}${stderr}`;
    } catch (error) {
      const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
      throw new Error([message, stdout, stderr].join('\n'), { cause: error });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Without what npm and pnpm tell their scripts of the workspace, and without colours. */
const ALONE = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm|pnpm)_/i.test(name))),
  ...{ NO_COLOR: '1', FORCE_COLOR: '0' },
};
