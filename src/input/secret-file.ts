import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { LIMITS } from './limits.ts';
import { decodeUtf8, describeFileError } from './text-file.ts';

/** The text of a file named in a value, or why it cannot be used. */
export type SecretFile =
  | { readonly absolute: string; readonly text: string; readonly problem?: undefined }
  | { readonly absolute: string; readonly problem: string; readonly help: string };

/**
 * Reads a file named by `${file:path}`. Only regular files: a pipe would block, a device would never end.
 * @param directory absolute; relative names are relative to it
 * @param path as written
 * @returns the text without one newline at its end, or the problem, which never quotes the contents
 */
export function readSecret(directory: string, path: string): SecretFile {
  const absolute = resolve(directory, path);
  const refuse = (problem: string, help: string): SecretFile => ({ absolute, problem, help });
  try {
    const facts = statSync(absolute);
    if (!facts.isFile()) return refuse('is not a regular file', 'name a file that holds the value');
    if (facts.size > LIMITS.secretBytes)
      return refuse('is larger than 1 MiB', 'name a file that holds one value');
    const text = decodeUtf8(readFileSync(absolute));
    if (text === undefined) return refuse('is not UTF-8 text', 'encode binary values, for example as base64');
    const trimmed = text.replace(/\r?\n$/, '');
    if (trimmed === '')
      return refuse('is empty', 'an empty secret protects nothing: write the value into the file');
    return { absolute, text: trimmed };
  } catch (error) {
    return refuse(
      describeFileError(error),
      'names are relative to the YAML file; check the name and its permissions',
    );
  }
}
