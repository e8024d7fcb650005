/**
 * Opening an address in the person's browser, with what the system has for it. It is tried and not waited for: where
 * there is no browser (a container, an ssh session), the printed address is enough.
 */

import { spawn } from 'node:child_process';

/** The command that opens an address on this system. */
function openerFor(platform: NodeJS.Platform): readonly [command: string, ...args: string[]] {
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      // What `start` does, without a shell that would read `&` and `%` in the address.
      return ['rundll32', 'url.dll,FileProtocolHandler'];
    default:
      return ['xdg-open'];
  }
}

/** Tries to open the address; `failed` hears why it could not. */
export function openInBrowser(address: string, failed: (reason: string) => void): void {
  const [command, ...args] = openerFor(process.platform);
  const opener = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  opener.on('error', () => failed(`no ${command} on this system`));
  opener.on('exit', (code) => {
    if (code !== 0 && code !== null) failed(`${command} failed`);
  });
  opener.unref();
}
