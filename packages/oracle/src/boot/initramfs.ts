/** An initial file system for a kernel to boot with: a cpio archive of the "newc" kind, as the kernel unpacks it. */

/** What the archive holds: an executable file where there is content, else a directory. */
export interface InitramfsEntry {
  /** Without a leading slash; the directories above it come first. */
  readonly name: string;
  readonly content?: Uint8Array;
}

const MAGIC = '070701';
const DIRECTORY = 0o040755;
const EXECUTABLE = 0o100755;
const TRAILER = 'TRAILER!!!';
/** Names and contents end at such a boundary. */
const ALIGNMENT = 4;
/** The kernel reads whole blocks. */
const BLOCK = 512;

/** The archive. The same entries give the same bytes. */
export function initramfs(entries: readonly InitramfsEntry[]): Buffer {
  const members = entries.map(({ name, content }, at) =>
    member(name, at + 1, content === undefined ? DIRECTORY : EXECUTABLE, content ?? new Uint8Array()),
  );
  return padded(Buffer.concat([...members, member(TRAILER, 0, 0, new Uint8Array())]), BLOCK);
}

function member(name: string, inode: number, mode: number, content: Uint8Array): Buffer {
  const nameSize = Buffer.byteLength(name) + 1;
  const [uid, gid, links, mtime, device, check] = [0, 0, 1, 0, 0, 0];
  const fields = [inode, mode, uid, gid, links, mtime, content.length, device, device, device, device, nameSize, check];
  const head = MAGIC + fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return Buffer.concat([padded(Buffer.from(`${head}${name}\0`), ALIGNMENT), padded(Buffer.from(content), ALIGNMENT)]);
}

const padded = (bytes: Buffer, unit: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((unit - (bytes.length % unit)) % unit)]);
