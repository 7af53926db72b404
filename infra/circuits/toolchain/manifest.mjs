import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Puts freshly made files where a circuit's manifest names them and writes their SHA-256 into it.
 * @param {string} circuitFolder
 * @param {string} proofSystem name of the proof system in the manifest
 * @param {Record<string, string>} files by role, for example `{ zkey: "/…/phase2_1.zkey" }`
 * @param {string} ceremony what the manifest says of the keys' origin
 */
export async function installArtifacts(circuitFolder, proofSystem, files, ceremony) {
  const manifestPath = path.join(circuitFolder, "circuit.json");
  const manifest = JSON.parse(await readFile(manifestPath, "utf8"));
  const { artifacts } = manifest.proof_systems.find((system) => system.name === proofSystem);

  for (const [role, source] of Object.entries(files)) {
    const target = path.join(circuitFolder, artifacts[role].path);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(source, target);
    artifacts[role].sha256 = createHash("sha256").update(await readFile(target)).digest("hex");
  }

  manifest.ceremony = ceremony;
  await writeFile(manifestPath, format(manifest));
  return Object.fromEntries(Object.keys(files).map((role) => [role, artifacts[role]]));
}

/** JSON with the innermost objects and arrays on one line each, as people write manifests. */
function format(manifest) {
  const wide = JSON.stringify(manifest, null, 2);
  return `${wide.replace(/([{[])\n\s+([^{}[\]]*?)\n\s+([}\]])/g, (_, open, body, close) => {
    const space = open === "{" ? " " : "";
    return open + space + body.replace(/\n\s+/g, " ") + space + close;
  })}\n`;
}
