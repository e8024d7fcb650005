/** Talking with a runner on this machine's kernel: the next command may depend on the last reply. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ReplyReader } from './replies.ts';
import { runnerDied } from './runner-error.ts';
import type { Reply } from './strace-text.ts';

/** A runner that is asked one thing after the other. */
export interface Conversation {
  /** Its reply to a command. @throws RunnerError `runner-died` when it ends before it has replied. */
  ask(command: string): Promise<Reply>;
  /** Lets it end. */
  close(): void;
}

/** Starts a runner in `directory` to talk with. It is killed after `timeoutMs`. */
export function converse(runner: string, directory: string, timeoutMs: number): Conversation {
  const child = spawn(runner, [], { env: {}, cwd: directory, timeout: timeoutMs, killSignal: 'SIGKILL' });
  const exit = once(child, 'exit');
  const chunks = child.stdout.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const reader = new ReplyReader();
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  child.stdin.on('error', () => undefined);
  const died = async (command: string): Promise<never> => {
    const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
    throw runnerDied(said.trim() || (signal ?? `exit code ${code}`), [command], 0);
  };
  return {
    ask: async (command) => {
      child.stdin.write(`${command}\n`);
      for (;;) {
        const reply = reader.replies.shift();
        if (reply !== undefined) return reply;
        const chunk = await chunks.next();
        if (chunk.done === true) return died(command);
        reader.push(chunk.value);
      }
    },
    close: () => child.stdin.end(),
  };
}
