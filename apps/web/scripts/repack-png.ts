/*
 * Makes a screenshot smaller without changing a pixel. Browsers filter every row of a PNG, which helps photographs; pictures
 * of text compress better as they are. So the rows are unfiltered, and packed again as hard as zlib can.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const CHUNK_BYTES = 12;
/** Bytes of a pixel by PNG's colour type: 2 is RGB, 6 is RGB with alpha. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** @throws RangeError for a PNG that is not of eight-bit true colour. */
export function repackPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const pixel = PIXEL_BYTES[header?.[9] ?? 0];
  if (header === undefined || header[8] !== 8 || pixel === undefined) throw new RangeError('not an eight-bit PNG');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfiltered(inflateSync(packed), header.readUInt32BE(0) * pixel, pixel);
  const parts = [
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: deflateSync(rows, { level: 9, memLevel: 9 }) },
    { type: 'IEND', data: Buffer.alloc(0) },
  ];
  return Buffer.concat([png.subarray(0, SIGNATURE_BYTES), ...parts.map(written)]);
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + CHUNK_BYTES;
  }
  return chunks;
}

function written({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** The rows with filter 0 each: a byte, then the pixels as they are. */
function unfiltered(rows: Buffer, width: number, pixel: number): Buffer {
  const stride = width + 1;
  const out = Buffer.alloc(rows.length);
  for (let row = 0; row < rows.length; row += stride) {
    const filter = rows[row] ?? 0;
    for (let at = row + 1; at < row + stride; at++) {
      const left = at - row > pixel ? (out[at - pixel] ?? 0) : 0;
      const up = row > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = row > 0 && at - row > pixel ? (out[at - stride - pixel] ?? 0) : 0;
      out[at] = ((rows[at] ?? 0) + predicted(filter, left, up, corner)) & 0xff;
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

/** Of the three neighbours, the one nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
