import { type FileHandle, open } from 'node:fs/promises';
import { LIMITS } from './limits.ts';

/** The text of a file, or why there is none. */
export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' }
  /** `problem` is the end of a sentence that starts with the name of the file. */
  | { readonly kind: 'unreadable'; readonly problem: string };

const CHUNK = 64 * 1024;

/**
 * Reads a YAML file. It may be a pipe (`-f <(generate)`), so its size is known only by reading.
 * @param absolute the file
 * @returns the text, or why there is none
 */
export async function readText(absolute: string): Promise<TextFile> {
  let file: FileHandle | undefined;
  try {
    file = await open(absolute, 'r');
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
      if (bytesRead === 0) break;
      size += bytesRead;
      if (size > LIMITS.fileBytes) return { kind: 'too-large' };
      chunks.push(buffer.subarray(0, bytesRead));
    }
    const text = decodeUtf8(Buffer.concat(chunks));
    return text === undefined ? { kind: 'unreadable', problem: 'is not UTF-8 text' } : { kind: 'text', text };
  } catch (error) {
    return { kind: 'unreadable', problem: describeFileError(error) };
  } finally {
    await file?.close();
  }
}

/**
 * @param bytes the contents of a file
 * @returns the text, a byte order mark left in place; undefined when it is not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is not a directory',
  EISDIR: 'is a directory',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ELOOP: 'is a chain of symbolic links without end',
  ENAMETOOLONG: 'has a name that is too long',
  ERR_INVALID_ARG_VALUE: 'has a name that no file can have',
};

/**
 * Puts an error of the file system into words.
 * @param error what was thrown
 * @returns the end of a sentence that starts with the name of the file
 */
export function describeFileError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return REASONS[code] ?? `cannot be read (${code})`;
}
