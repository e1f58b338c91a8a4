import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BundleFile } from '../emit/bundle.ts';

/**
 * Creates a file that is on the disk when this returns. Never overwrites: callers write beside the old file and rename.
 * @param path where; nothing may be there
 * @param file content and mode; the mode is set whatever the umask says
 * @throws the operating system's error; a half-written file may remain
 */
export async function writeDurably(path: string, file: BundleFile): Promise<void> {
  await withFile({ path, flags: 'wx' }, async (handle) => {
    await handle.writeFile(file.content);
    await handle.chmod(file.mode);
    await handle.sync();
  });
}

/**
 * Puts a file in the place of another by one rename(2): whoever looks sees the old content or the new one, also after a power cut.
 * @param path where; `<path>.new` is written first
 * @param file content and mode
 */
export async function replaceDurably(path: string, file: BundleFile): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await writeDurably(fresh, file);
  await rename(fresh, path);
  await syncDirectory(dirname(path));
}

/**
 * Makes the names in a directory durable: creations, removals and renames in it.
 * @param path the directory
 */
export async function syncDirectory(path: string): Promise<void> {
  await withFile({ path, flags: 'r' }, (handle) => handle.sync());
}

/**
 * Opens a file for as long as it is used.
 * @param which the path and the flags of open(2), as text or number
 * @param use gets the handle
 * @returns what `use` returns
 */
export async function withFile<T>(
  which: { readonly path: string; readonly flags: string | number },
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await open(which.path, which.flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}
