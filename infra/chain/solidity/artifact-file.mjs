import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The artifact in the file; undefined when there is none, or half of one: both are made anew. */
export async function readArtifact(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes the artifact whole or not at all, also for a reader beside us. */
export async function writeArtifact(path, artifact) {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.new`;
  await writeFile(unfinished, `${JSON.stringify(artifact, null, 2)}\n`);
  await rename(unfinished, path);
}
